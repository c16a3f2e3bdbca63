// Small pictures of seats and of what stands for a category. Each is drawn once a size and then copied.

import { AVAILABLE, BLOCKED, HELD, SOLD } from './states.js';
import { CHOSEN, FILTERED, LOOKS, OWN } from './scene.js';
import { hexOf, mix, parseColor } from './colors.js';

/** @typedef {import('./colors.js').Look} Look */
/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

/**
 * The colours of the page.
 * @typedef {object} Theme
 * @property {string} ground
 * @property {string} ink
 * @property {string} muted
 * @property {string} faint for seats that cannot be had
 * @property {string} accent for the fan's own seats
 * @property {string} accentInk
 * @property {string} font
 */

/** @param {string} ground @param {string} color @param {number} share */
export function tinted(ground, color, share) {
  return hexOf(mix(parseColor(ground) ?? [255, 255, 255], parseColor(color) ?? [0, 0, 0], share));
}

/** Adds the outline of a category's sign. @param {Context} ctx @param {number} shape @param {number} x @param {number} y @param {number} r */
export function traceShape(ctx, shape, x, y, r) {
  const corners = (/** @type {number} */ count, /** @type {number} */ turn, /** @type {number} */ radius, inner = radius) => {
    for (let at = 0; at < count; at++) {
      const angle = turn + at * 2 * Math.PI / count, far = at % 2 ? inner : radius;
      ctx[at ? 'lineTo' : 'moveTo'](x + far * Math.cos(angle), y + far * Math.sin(angle));
    }
    ctx.closePath();
  };
  ctx.beginPath();
  switch (shape) {
    case 1: ctx.roundRect(x - .86 * r, y - .86 * r, 1.72 * r, 1.72 * r, .3 * r); break;
    case 2: corners(4, 0, 1.12 * r); break;
    case 3: corners(3, -Math.PI / 2, 1.14 * r); break;
    case 4: corners(6, 0, 1.05 * r); break;
    case 5: cross(ctx, x, y, r); break;
    case 6: ctx.arc(x, y, r, 0, Math.PI); ctx.lineTo(x, y - 1.1 * r); ctx.closePath(); break;
    case 7: corners(10, -Math.PI / 2, 1.14 * r, .6 * r); break;
    default: ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
}

/** @param {Context} ctx @param {number} x @param {number} y @param {number} r */
function cross(ctx, x, y, r) {
  const a = .42 * r;
  const corners = [[-a, -r], [a, -r], [a, -a], [r, -a], [r, a], [a, a], [a, r], [-a, r], [-a, a], [-r, a], [-r, -a], [-a, -a]];
  corners.forEach(([dx, dy], at) => ctx[at ? 'lineTo' : 'moveTo'](x + dx, y + dy));
  ctx.closePath();
}

/**
 * One seat.
 * @param {Context} ctx
 * @param {number} x its middle
 * @param {number} y
 * @param {number} r half its size
 * @param {number} look
 * @param {Look} of its category
 * @param {Theme} theme
 */
export function drawSeat(ctx, x, y, r, look, of, theme) {
  ctx.lineWidth = Math.max(1, .16 * r);
  switch (look) {
    case AVAILABLE: case FILTERED:
      traceShape(ctx, of.shape, x, y, r);
      ctx.fillStyle = look === AVAILABLE ? of.color : tinted(theme.ground, of.color, .2);
      ctx.fill();
      break;
    case HELD:
      traceShape(ctx, of.shape, x, y, .72 * r);
      ctx.strokeStyle = theme.muted;
      ctx.stroke();
      break;
    case SOLD:
      ctx.beginPath();
      ctx.arc(x, y, .42 * r, 0, 2 * Math.PI);
      ctx.fillStyle = theme.faint;
      ctx.fill();
      break;
    case BLOCKED:
      ctx.fillStyle = theme.faint;
      ctx.fillRect(x - .5 * r, y - .12 * r, r, .24 * r);
      break;
    default: drawMine(ctx, x, y, r, look, theme);
  }
}

/** @param {Context} ctx @param {number} x @param {number} y @param {number} r @param {number} look @param {Theme} theme */
function drawMine(ctx, x, y, r, look, theme) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = theme.accent;
  ctx.fill();
  ctx.strokeStyle = theme.accentInk;
  ctx.lineWidth = Math.max(1.4, .2 * r);
  ctx.lineCap = ctx.lineJoin = 'round';
  ctx.beginPath();
  if (look === CHOSEN) {
    ctx.moveTo(x - .42 * r, y + .02 * r);
    ctx.lineTo(x - .1 * r, y + .36 * r);
    ctx.lineTo(x + .44 * r, y - .32 * r);
  } else if (look === OWN) ctx.arc(x, y, .5 * r, 0, 2 * Math.PI);
  ctx.stroke();
}

/** All looks of all categories at one size, in one picture. */
export class SeatSheet {
  /** @param {Look[]} looks @param {Theme} theme @param {number} radius in device pixels */
  constructor(looks, theme, radius) {
    this.radius = radius;
    this.theme = theme;
    this.cell = Math.ceil(2.4 * radius) + 2;
    this.canvas = document.createElement('canvas');
    this.canvas.width = this.cell * LOOKS;
    this.canvas.height = this.cell * Math.max(1, looks.length);
    const ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    looks.forEach((of, line) => {
      for (let look = 0; look < LOOKS; look++)
        drawSeat(ctx, (look + .5) * this.cell, (line + .5) * this.cell, radius, look, of, theme);
    });
    /** @type {Map<string, HTMLCanvasElement>} */
    this.texts = new Map();
  }

  /** @param {Context} ctx @param {number} x in device pixels @param {number} y @param {number} look @param {number} category */
  draw(ctx, x, y, look, category) {
    const { cell } = this;
    ctx.drawImage(this.canvas, look * cell, category * cell, cell, cell, Math.round(x - cell / 2), Math.round(y - cell / 2), cell, cell);
  }

  /** The number of a seat. @param {Context} ctx @param {number} x @param {number} y @param {string} text @param {string} ink @param {number} shape */
  write(ctx, x, y, text, ink, shape) {
    const narrow = shape === 3 || shape === 7, key = `${ink} ${narrow} ${text}`;
    let picture = this.texts.get(key);
    if (!picture) {
      if (this.texts.size > 4000) this.texts.clear();
      this.texts.set(key, picture = this.textOf(text, ink, narrow ? .78 : 1));
    }
    ctx.drawImage(picture, Math.round(x - picture.width / 2), Math.round(y - picture.height / 2 + (shape === 3 ? .16 * this.radius : 0)));
  }

  /** @param {string} text @param {string} ink @param {number} part of the usual size */
  textOf(text, ink, part) {
    const picture = document.createElement('canvas');
    const size = Math.max(1, part * Math.min(.95 * this.radius, 2.6 * this.radius / Math.max(2, text.length)));
    picture.width = this.cell;
    picture.height = Math.ceil(1.3 * size);
    const ctx = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
    ctx.font = `600 ${size}px ${this.theme.font}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = ink;
    ctx.fillText(text, picture.width / 2, picture.height / 2 + .06 * size, picture.width);
    return picture;
  }
}

/**
 * The fill of a block from afar: the more is free, the stronger the colour; the hatching tells categories apart.
 * @param {Look} look
 * @param {number} level 0 to 4
 * @param {boolean} wanted
 * @param {Theme} theme
 * @param {number} unit device pixels of one CSS pixel
 */
export function blockTile(look, level, wanted, theme, unit) {
  const side = Math.round(12 * unit), tile = document.createElement('canvas');
  tile.width = tile.height = side;
  const ctx = /** @type {CanvasRenderingContext2D} */ (tile.getContext('2d'));
  const none = level === 0 || !wanted;
  const color = none ? tinted(theme.ground, theme.ink, level === 0 ? .13 : .07) : tinted(theme.ground, look.color, [0, .3, .52, .76, 1][level]);
  ctx.fillStyle = color;
  ctx.fillRect(0, 0, side, side);
  if (none) return tile;
  ctx.strokeStyle = ctx.fillStyle = tinted(color, level > 2 ? look.ink : theme.ink, .26);
  ctx.lineWidth = 1.3 * unit;
  const line = (/** @type {number[]} */ ...points) => {
    ctx.beginPath();
    for (let at = 0; at < points.length; at += 4) {
      ctx.moveTo(points[at] * side, points[at + 1] * side);
      ctx.lineTo(points[at + 2] * side, points[at + 3] * side);
    }
    ctx.stroke();
  };
  switch (look.shape) {
    case 1: line(-.25, .25, .25, -.25, 0, 1, 1, 0, .75, 1.25, 1.25, .75); break;
    case 2: dots(ctx, side, unit); break;
    case 3: line(-.25, .75, .25, 1.25, 0, 0, 1, 1, .75, -.25, 1.25, .25); break;
    case 4: line(0, .5, 1, .5); break;
    case 5: line(0, .5, 1, .5, .5, 0, .5, 1); break;
    case 6: line(.5, 0, .5, 1); break;
    case 7: line(0, 1, 1, 0, 0, 0, 1, 1); break;
    default: break;
  }
  return tile;
}

/** @param {CanvasRenderingContext2D} ctx @param {number} side @param {number} unit */
function dots(ctx, side, unit) {
  for (const [x, y] of [[.25, .25], [.75, .75]]) {
    ctx.beginPath();
    ctx.arc(x * side, y * side, 1.3 * unit, 0, 2 * Math.PI);
    ctx.fill();
  }
}
