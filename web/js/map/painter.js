// Paints the plan and its seats into a bitmap. What changes at every frame (names, choice, focus) is overlay.js's.

import { blockTile, SeatSheet } from './sprites.js';
import { contrast, hexOf, parseColor, readable } from './colors.js';
import { AVAILABLE } from './states.js';
import { grown } from './geometry.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./scene.js').Band} Band */
/** @typedef {import('./sprites.js').Theme} Theme */
/** @typedef {import('./view.js').Place} Place */
/** @typedef {import('./geometry.js').Box} Box */

// Pixels between two seats from which on seats are shown instead of blocks, and with their numbers and rows.
export const SEATS_FROM = 6, NUMBERS_FROM = 20;
const ROWS_FROM = 15;

export class Painter {
  /** @param {Scene} scene @param {import('./colors.js').Look[]} looks @param {Theme} theme @param {number} unit device pixels of one CSS pixel */
  constructor(scene, looks, theme, unit) {
    this.scene = scene;
    this.looks = looks;
    this.theme = theme;
    this.unit = unit;
    /** @type {Map<string, HTMLCanvasElement>} */
    this.tiles = new Map();
    /** @type {SeatSheet | null} */
    this.sheet = null;
    /** Paths of the bands, in units of the plan. */
    this.paths = scene.bands.map(band => this.pathOf(band));
    /** The level that each band was last painted with. */
    this.levels = new Int8Array(scene.bands.length).fill(-1);
  }

  /** @param {Band} band */
  pathOf({ runs }) {
    const { x, y } = this.scene.plan, path = new Path2D();
    for (const [first, last] of runs) {
      path.moveTo(x[first], y[first]);
      for (let seat = first + 1; seat <= last; seat++) path.lineTo(x[seat], y[seat]);
      if (first === last) path.lineTo(x[first] + .01, y[first]);
    }
    return path;
  }

  /**
   * Paints everything.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Place} place in device pixels
   */
  paint(ctx, place) {
    const { canvas } = ctx;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = this.theme.ground;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    this.paintAreas(ctx, place);
    if (this.pixels(place) < SEATS_FROM) this.paintBands(ctx, place);
    else {
      this.scene.grid.within(this.seen(canvas, place), seat => this.paintSeat(ctx, place, seat));
      if (this.pixels(place) >= ROWS_FROM) this.paintRowNames(ctx, place);
    }
  }

  /**
   * Paints seats again whose look has changed.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Place} place
   * @param {Iterable<number>} seats
   */
  repaint(ctx, place, seats) {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (this.pixels(place) < SEATS_FROM) return this.paintChangedBands(ctx, place);
    const { x, y } = this.scene.plan, box = this.seen(ctx.canvas, place), cell = this.sheetFor(place).cell;
    const seen = [...seats].filter(seat =>
      x[seat] >= box.left && x[seat] <= box.right && y[seat] >= box.top && y[seat] <= box.bottom);
    if (seen.length === 0) return;
    ctx.save();
    ctx.beginPath();
    for (const seat of seen)
      ctx.rect(Math.round(x[seat] * place.scale + place.x - cell / 2), Math.round(y[seat] * place.scale + place.y - cell / 2), cell, cell);
    ctx.clip();
    ctx.fillStyle = this.theme.ground;
    ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    this.paintAreas(ctx, place);
    // With the neighbours, whose edges may reach into the cells that were cleared.
    const around = new Set(seen);
    if (seen.length < 200)
      for (const seat of seen) {
        const near = grown({ left: x[seat], top: y[seat], right: x[seat], bottom: y[seat] }, cell / place.scale);
        this.scene.grid.within(near, other => { around.add(other); });
      }
    for (const seat of around) this.paintSeat(ctx, place, seat);
    ctx.restore();
  }

  /** CSS pixels between two seats. @param {Place} place */
  pixels(place) { return this.scene.pitch * place.scale / this.unit; }

  /** @param {HTMLCanvasElement} canvas @param {Place} place @returns {Box} */
  seen(canvas, { scale, x, y }) {
    return grown({ left: -x / scale, top: -y / scale, right: (canvas.width - x) / scale, bottom: (canvas.height - y) / scale }, this.scene.pitch);
  }

  /** @param {Place} place */
  sheetFor(place) {
    const radius = Math.round(2 * .4 * this.scene.pitch * place.scale) / 2;
    if (this.sheet?.radius !== radius) this.sheet = new SeatSheet(this.looks, this.theme, radius);
    return this.sheet;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Place} place @param {number} seat */
  paintSeat(ctx, place, seat) {
    const { plan } = this.scene, sheet = this.sheetFor(place), category = plan.category[seat];
    const look = this.scene.lookOf(seat), x = plan.x[seat] * place.scale + place.x, y = plan.y[seat] * place.scale + place.y;
    sheet.draw(ctx, x, y, look, category);
    if (this.pixels(place) >= NUMBERS_FROM && look === AVAILABLE)
      sheet.write(ctx, x, y, plan.number[seat], this.looks[category].ink, this.looks[category].shape);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Place} place */
  paintBands(ctx, place) {
    ctx.setTransform(place.scale, 0, 0, place.scale, place.x, place.y);
    ctx.lineCap = 'square';
    ctx.lineJoin = 'round';
    this.scene.bands.forEach((_, at) => this.paintBand(ctx, place, at));
    ctx.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Place} place */
  paintChangedBands(ctx, place) {
    const changed = this.scene.bands.flatMap((band, at) => this.scene.levelOf(band) === this.levels[at] ? [] : [at]);
    if (changed.length === 0) return;
    ctx.setTransform(place.scale, 0, 0, place.scale, place.x, place.y);
    ctx.lineCap = 'square';
    ctx.lineJoin = 'round';
    for (const at of changed) {
      // The soft edge of the old colour would show around the new one.
      ctx.strokeStyle = this.theme.ground;
      ctx.lineWidth = 1.12 * this.scene.bands[at].width + 2 * this.unit / place.scale;
      ctx.stroke(this.paths[at]);
      this.paintBand(ctx, place, at);
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Place} place @param {number} at */
  paintBand(ctx, place, at) {
    const band = this.scene.bands[at], level = this.scene.levelOf(band), wanted = this.scene.wanted(band.category);
    const key = `${band.category} ${level} ${wanted}`;
    let tile = this.tiles.get(key);
    if (!tile) this.tiles.set(key, tile = blockTile(this.looks[band.category], level, wanted, this.theme, this.unit));
    const pattern = /** @type {CanvasPattern} */ (ctx.createPattern(tile, 'repeat'));
    pattern.setTransform(new DOMMatrix().scale(1 / place.scale));
    ctx.strokeStyle = pattern;
    ctx.lineWidth = 1.12 * band.width;
    ctx.stroke(this.paths[at]);
    this.levels[at] = level;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Place} place */
  paintAreas(ctx, place) {
    for (const { polygon, ellipse, color, border, borderWidth, text } of this.scene.plan.areas) {
      ctx.setTransform(place.scale, 0, 0, place.scale, place.x, place.y);
      if (polygon || ellipse) {
        ctx.beginPath();
        for (let at = 0; polygon && at < polygon.length; at += 2) ctx[at ? 'lineTo' : 'moveTo'](polygon[at], polygon[at + 1]);
        if (polygon) ctx.closePath();
        if (ellipse)
          ctx.ellipse(ellipse.x, ellipse.y, ellipse.radiusX, ellipse.radiusY, ellipse.rotation * Math.PI / 180, 0, 2 * Math.PI);
        if (color) {
          ctx.fillStyle = color;
          ctx.fill();
        }
        const below = parseColor(this.theme.ground), own = parseColor(color);
        if (border || !color || (own && below && contrast(own, below) < 1.6)) {
          ctx.strokeStyle = border ?? this.theme.muted;
          ctx.lineWidth = borderWidth || 1.5 * this.unit / place.scale;
          ctx.stroke();
        }
      }
      if (text) this.paintCaption(ctx, place, text, polygon || ellipse ? color : null);
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Place} place @param {import('./plan.js').Caption} text @param {string | null} ground */
  paintCaption(ctx, place, text, ground) {
    // A name beside the seats stays a name when it is zoomed; one on a shape grows with it.
    const size = ground ? text.size * place.scale : Math.min(text.size * place.scale, 24 * this.unit);
    if (size < 7 * this.unit || (this.pixels(place) < SEATS_FROM && !ground && this.namesZone(text.text))) return;
    const below = parseColor(ground) ?? parseColor(this.theme.ground) ?? [255, 255, 255];
    const own = parseColor(text.color) ?? parseColor(this.theme.ink) ?? [0, 0, 0];
    ctx.setTransform(1, 0, 0, 1, text.x * place.scale + place.x, text.y * place.scale + place.y);
    ctx.rotate(text.rotation * Math.PI / 180);
    ctx.font = `600 ${size}px ${this.theme.font}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = contrast(own, below) >= 4.5 ? hexOf(own) : hexOf(readable(own, below, 4.5));
    ctx.fillText(text.text, 0, 0);
  }

  /** Whether the overlay names the same. @param {string} text */
  namesZone(text) {
    const words = text.trim().toLowerCase();
    return this.scene.plan.zones.some((zone, at) =>
      zone.name.toLowerCase() === words || this.scene.places[at].short.toLowerCase() === words);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Place} place */
  paintRowNames(ctx, place) {
    const { plan, pitch } = this.scene, box = this.seen(ctx.canvas, place);
    ctx.font = `600 ${Math.min(13 * this.unit, .6 * pitch * place.scale)}px ${this.theme.font}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = this.theme.muted;
    for (const { name, first, count } of plan.rows) {
      if (count === 0 || name === '') continue;
      const last = first + count - 1;
      for (const [end, before] of count > 1 ? [[first, first + 1], [last, last - 1]] : [[first, first]]) {
        const dx = plan.x[end] - plan.x[before], dy = plan.y[end] - plan.y[before], far = Math.hypot(dx, dy);
        const x = plan.x[end] + (far ? dx / far : -1) * .95 * pitch, y = plan.y[end] + (far ? dy / far : 0) * .95 * pitch;
        if (x > box.left && x < box.right && y > box.top && y < box.bottom)
          ctx.fillText(name, x * place.scale + place.x, y * place.scale + place.y);
      }
    }
  }
}
