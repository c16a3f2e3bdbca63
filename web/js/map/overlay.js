// The layer over the seats, drawn at every frame: names of zones with what is left, the fan's seats, the focus.

import { drawSeat, tinted } from './sprites.js';
import { CHOSEN, OWN } from './scene.js';
import { SEATS_FROM } from './painter.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./sprites.js').Theme} Theme */
/** @typedef {import('./view.js').View} View */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Rect */

const GAP = 1;

/** Half the height of a plate. @param {string[]} lines */
const halfOf = lines => lines.length === 2 ? 16 : 8.5;

export class Overlay {
  /**
   * @param {Scene} scene
   * @param {import('./colors.js').Look[]} looks
   * @param {Theme} theme
   * @param {{left: (count: number) => string, front: string}} words
   */
  constructor(scene, looks, theme, words) {
    this.scene = scene;
    this.looks = looks;
    this.theme = theme;
    this.words = words;
    /** The seat under the pointer or with the keyboard's focus; -1. */
    this.hovered = -1;
    this.focused = -1;
    /** @type {Map<string, number>} */
    this.widths = new Map();
  }

  /** @param {CanvasRenderingContext2D} ctx in CSS pixels @param {View} view */
  draw(ctx, view) {
    if (this.scene.front) this.drawFront(ctx, view, this.scene.front);
    const zoomed = view.seatPixels >= SEATS_FROM;
    const radius = Math.max(5, .4 * view.seatPixels);
    for (const [seats, look] of /** @type {[Set<number>, number][]} */ ([[this.scene.own, OWN], [this.scene.chosen, CHOSEN]]))
      for (const seat of seats) this.drawMark(ctx, view, seat, radius, look);
    if (!zoomed) this.drawNames(ctx, view);
    for (const seat of new Set([this.hovered, this.focused])) if (seat >= 0) this.drawRing(ctx, view, seat, radius);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {View} view @param {number} seat @param {number} radius @param {number} look */
  drawMark(ctx, view, seat, radius, look) {
    const { x, y } = view.toScreen(this.scene.plan.x[seat], this.scene.plan.y[seat]);
    if (x < -40 || y < -40 || x > view.width + 40 || y > view.height + 40) return;
    ctx.beginPath();
    ctx.arc(x, y, 1.16 * radius + 1.5, 0, 2 * Math.PI);
    ctx.fillStyle = this.theme.accentInk;
    ctx.fill();
    drawSeat(ctx, x, y, 1.16 * radius, look, this.looks[this.scene.plan.category[seat]], this.theme);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {View} view @param {number} seat @param {number} radius */
  drawRing(ctx, view, seat, radius) {
    const { x, y } = view.toScreen(this.scene.plan.x[seat], this.scene.plan.y[seat]);
    for (const [color, width] of /** @type {[string, number][]} */ ([[this.theme.ground, 5], [this.theme.ink, 2.5]])) {
      ctx.beginPath();
      ctx.arc(x, y, 1.25 * radius + 3, 0, 2 * Math.PI);
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} ctx @param {View} view @param {{x: number, y: number, dx: number, dy: number}} mark */
  drawFront(ctx, view, mark) {
    const at = view.toScreen(mark.x, mark.y), text = this.scene.plan.front?.name || this.words.front;
    ctx.font = `600 12px ${this.theme.font}`;
    const half = this.widthOf(ctx, text) / 2 + 14, x = at.x + mark.dx * half, y = at.y + mark.dy * 13;
    ctx.beginPath();
    ctx.roundRect(x - half, y - 13, 2 * half, 26, 6);
    ctx.fillStyle = tinted(this.theme.ground, this.theme.ink, .82);
    ctx.fill();
    this.write(ctx, text, x, y, this.theme.ground);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {View} view */
  drawNames(ctx, view) {
    /** @type {Rect[]} */
    const taken = [];
    // One form for all: full names beside short ones look as if they meant something else.
    const { plan, places, tally, wanted } = this.scene, left = places.map((_, zone) =>
      tally.isWanted(zone, wanted) ? this.words.left(tally.freeOfZone(zone, wanted)) : '');
    const forms = [
      places.map((_, zone) => [plan.zones[zone].name, left[zone]].filter(Boolean)),
      places.map(({ short }, zone) => [short, left[zone]].filter(Boolean)),
      places.map(({ short }) => [short]),
    ];
    const form = forms.find(of => of.filter((lines, zone) => !this.fits(ctx, view, zone, lines)).length <= .15 * of.length) ?? forms[2];
    places.forEach(({ middle }, zone) => {
      const { x, y } = view.toScreen(middle.x, middle.y);
      if (!plan.zones[zone].name || plan.zones[zone].count === 0 || x < -60 || y < -20 || x > view.width + 60 || y > view.height + 20) return;
      for (const lines of form === forms[2] ? [form[zone]] : [form[zone], forms[2][zone]])
        if (this.fits(ctx, view, zone, lines) && this.drawPlate(ctx, x, y, lines, taken)) return;
    });
  }

  /** Whether the plate is smaller than the zone. @param {CanvasRenderingContext2D} ctx @param {View} view @param {number} zone @param {string[]} lines */
  fits(ctx, view, zone, lines) {
    const { left, right, top, bottom } = this.scene.places[zone].box;
    return this.plateWidth(ctx, lines) <= (right - left) * view.scale + 4 && 2 * halfOf(lines) <= (bottom - top) * view.scale + 6;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string[]} lines */
  plateWidth(ctx, lines) {
    return Math.max(...lines.map((line, at) => {
      ctx.font = this.fontOf(at);
      return this.widthOf(ctx, line);
    })) + 12;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} x
   * @param {number} y
   * @param {string[]} lines
   * @param {Rect[]} taken
   */
  drawPlate(ctx, x, y, lines, taken) {
    const width = this.plateWidth(ctx, lines), half = halfOf(lines);
    const rect = { left: x - width / 2 - GAP, right: x + width / 2 + GAP, top: y - half - GAP, bottom: y + half + GAP };
    if (taken.some(one => one.left < rect.right && rect.left < one.right && one.top < rect.bottom && rect.top < one.bottom)) return false;
    taken.push(rect);
    ctx.beginPath();
    ctx.roundRect(x - width / 2, y - half, width, 2 * half, 5);
    ctx.fillStyle = this.theme.ground;
    ctx.globalAlpha = .92;
    ctx.fill();
    ctx.globalAlpha = 1;
    lines.forEach((line, at) => {
      ctx.font = this.fontOf(at);
      this.write(ctx, line, x, y + (lines.length === 2 ? at * 14 - 7 : 0), at ? this.theme.muted : this.theme.ink);
    });
    return true;
  }

  /** @param {number} line */
  fontOf(line) { return line ? `500 11px ${this.theme.font}` : `650 12px ${this.theme.font}`; }

  /** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} x @param {number} y @param {string} color */
  write(ctx, text, x, y, color) {
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = color;
    ctx.fillText(text, x, y + .5);
  }

  /** @param {CanvasRenderingContext2D} ctx its font is set @param {string} text */
  widthOf(ctx, text) {
    const key = ctx.font + text;
    let width = this.widths.get(key);
    if (width === undefined) {
      if (this.widths.size > 5000) this.widths.clear();
      this.widths.set(key, width = ctx.measureText(text).width);
    }
    return width;
  }
}
