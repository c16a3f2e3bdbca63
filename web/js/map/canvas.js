// The canvas of the map. The seats are painted into a bitmap that is larger than what is shown; while the fan pans and
// zooms, each frame copies it, and it is painted again when the movement has left it or has ended.

import { between, View } from './view.js';
import { Overlay } from './overlay.js';
import { Painter } from './painter.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./sprites.js').Theme} Theme */
/** @typedef {import('./view.js').Place} Place */

const MARGIN = .25; // of the canvas' size, that the bitmap is larger on each side
const SETTLED = 120; // ms without movement, after which the bitmap is painted exactly
const MOST_AT_ONCE = 600; // changed seats above which painting all is cheaper
const GLIDE = 260; // ms of an animation
const PIXEL_BUDGET = 6e6; // of the bitmap; a large screen of high density gets fewer pixels than it could show

export class MapCanvas {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Scene} scene
   * @param {{left: (count: number) => string, front: string}} words
   */
  constructor(canvas, scene, words) {
    this.canvas = canvas;
    this.scene = scene;
    this.words = words;
    this.view = new View(scene.box, scene.pitch);
    this.ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
    this.bitmap = document.createElement('canvas');
    this.ground = /** @type {CanvasRenderingContext2D} */ (this.bitmap.getContext('2d', { alpha: false }));
    /** Where the bitmap was painted, in its device pixels; null when it must be painted. @type {Place | null} */
    this.painted = null;
    /** @type {Set<number>} */
    this.changed = new Set();
    this.unit = 1;
    this.movedAt = this.paintedAt = -Infinity;
    this.cost = 0;
    this.requested = 0;
    /** @type {{from: Place, to: Place, start: number} | null} */
    this.glide = null;
    /** Pixels a ms, while the map glides on after a throw. @type {{x: number, y: number, at: number} | null} */
    this.throwing = null;
    /** @type {(() => void) | null} Called after each frame that moved the map. */
    this.onMoved = null;
    /** @type {((seats: number[]) => void) | null} Called when changed seats are in the picture. */
    this.onPicture = null;
    this.painter = /** @type {Painter} */ (/** @type {unknown} */ (null)); // until `dress`
    this.overlay = /** @type {Overlay} */ (/** @type {unknown} */ (null));
  }

  /** Takes the colours of the page. @param {import('./colors.js').Look[]} looks @param {Theme} theme */
  dress(looks, theme) {
    this.looks = looks;
    this.theme = theme;
    const { hovered = -1, focused = -1 } = this.overlay ?? {};
    this.painter = new Painter(this.scene, looks, theme, this.unit);
    this.overlay = Object.assign(new Overlay(this.scene, looks, theme, this.words), { hovered, focused });
    this.repaint();
  }

  /** @param {number} width in CSS pixels @param {number} height */
  resize(width, height) {
    const most = Math.sqrt(PIXEL_BUDGET / Math.max(1, width * height)) / (1 + 2 * MARGIN);
    const unit = Math.max(1, Math.min(devicePixelRatio || 1, 3, most));
    const [wide, high] = [width * unit, height * unit].map(size => Math.max(1, Math.round(size)));
    if (this.canvas.width === wide && this.canvas.height === high) return;
    [this.canvas.width, this.canvas.height] = [wide, high];
    [this.bitmap.width, this.bitmap.height] = [wide, high].map(size => Math.ceil(size * (1 + 2 * MARGIN)));
    this.view.resize(width, height);
    if (unit !== this.unit) {
      this.unit = unit;
      if (this.looks && this.theme) this.dress(this.looks, this.theme);
    }
    this.glide = null;
    this.repaint();
    this.onMoved?.();
  }

  /** The bitmap is painted at the next frame. */
  repaint() {
    this.painted = null;
    this.request();
  }

  /** Only these seats are painted again. @param {Iterable<number>} seats */
  touch(seats) {
    for (const seat of seats) this.changed.add(seat);
    this.request();
  }

  request() {
    if (!this.requested) this.requested = requestAnimationFrame(now => this.frame(now));
  }

  /** Shows another part, at once. @param {Place} place */
  move(place) {
    this.glide = null;
    this.take(place);
  }

  /** @param {Place} place */
  take(place) {
    this.view.take(place);
    this.movedAt = performance.now();
    this.request();
  }

  /** Shows another part, gliding there if the fan wants movement. @param {Place} place */
  glideTo(place) {
    this.throwing = null;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.move(place);
    this.glide = { from: this.view.place, to: place, start: performance.now() };
    this.request();
  }

  /** Lets the map glide on. @param {number} x pixels a ms @param {number} y */
  throw(x, y) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || Math.hypot(x, y) < .15) return;
    this.throwing = { x, y, at: performance.now() };
    this.request();
  }

  /** @param {number} now */
  step(now) {
    if (this.glide) {
      const { from, to, start } = this.glide, t = Math.min(1, Math.max(0, (now - start) / GLIDE));
      this.take(between(from, to, 1 - (1 - t) ** 3));
      if (t === 1) this.glide = null;
    } else if (this.throwing) {
      const ms = Math.min(50, Math.max(0, now - this.throwing.at)), fade = .995 ** ms;
      this.take(this.view.moved(this.throwing.x * ms, this.throwing.y * ms));
      this.throwing = { x: this.throwing.x * fade, y: this.throwing.y * fade, at: now };
      if (Math.hypot(this.throwing.x, this.throwing.y) < .03) this.throwing = null;
    }
  }

  /** @param {number} now */
  frame(now) {
    this.requested = 0;
    if (!this.painter) return;
    this.step(now);
    const settled = performance.now() - this.movedAt > SETTLED;
    if (!this.painted || this.mustPaint(settled)) this.paintAll();
    else if (this.changed.size > 0 && !this.moving(settled)) this.paintChanged();
    this.show();
    if (this.changed.size > 0 || !settled || this.glide || this.throwing) this.request();
    if (!settled) this.onMoved?.();
  }

  /** @param {boolean} settled */
  moving(settled) { return !settled || this.glide !== null || this.throwing !== null; }

  /** Whether the bitmap is not good enough any more. @param {boolean} settled */
  mustPaint(settled) {
    const { scale, left, top, right, bottom } = this.shift();
    if (settled) return this.changed.size > MOST_AT_ONCE || scale !== 1 || left < 0 || top < 0 || right > this.bitmap.width || bottom > this.bitmap.height;
    // While moving, painting may take a quarter of the time at most.
    const rested = performance.now() - this.paintedAt > 4 * this.cost;
    const outside = left < -1 || top < -1 || right > this.bitmap.width + 1 || bottom > this.bitmap.height + 1;
    return rested && (scale > 1.8 || scale < .6 || (outside && this.view.scale > this.view.least * 1.01));
  }

  /** The part of the bitmap that is to be shown. */
  shift() {
    const { scale, x, y } = this.devicePlace(), painted = /** @type {Place} */ (this.painted);
    const ratio = scale / painted.scale;
    const left = painted.x - x / ratio, top = painted.y - y / ratio;
    return { scale: Math.abs(ratio - 1) < 1e-6 ? 1 : ratio, left, top, right: left + this.canvas.width / ratio, bottom: top + this.canvas.height / ratio };
  }

  /** @returns {Place} */
  devicePlace() {
    const { scale, x, y } = this.view;
    return { scale: scale * this.unit, x: x * this.unit, y: y * this.unit };
  }

  paintAll() {
    const start = performance.now(), { scale, x, y } = this.devicePlace();
    const margin = { x: (this.bitmap.width - this.canvas.width) / 2, y: (this.bitmap.height - this.canvas.height) / 2 };
    this.painted = { scale, x: Math.round(x + margin.x), y: Math.round(y + margin.y) };
    this.painter.paint(this.ground, this.painted);
    this.paintedAt = performance.now();
    this.cost = this.paintedAt - start;
    this.pictured();
  }

  paintChanged() {
    this.painter.repaint(this.ground, /** @type {Place} */ (this.painted), this.changed);
    this.pictured();
  }

  pictured() {
    const seats = [...this.changed];
    this.changed.clear();
    if (seats.length > 0) this.onPicture?.(seats);
  }

  show() {
    const { scale, left, top, right, bottom } = this.shift(), { ctx, canvas, bitmap } = this;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (left < 0 || top < 0 || right > bitmap.width || bottom > bitmap.height) {
      ctx.fillStyle = this.painter.theme.ground;
      ctx.fillRect(0, 0, canvas.width, canvas.height);
    }
    ctx.imageSmoothingEnabled = scale !== 1;
    if (scale === 1) ctx.drawImage(bitmap, -Math.round(left), -Math.round(top));
    else ctx.drawImage(bitmap, -left * scale, -top * scale, bitmap.width * scale, bitmap.height * scale);
    ctx.setTransform(this.unit, 0, 0, this.unit, 0, 0);
    this.overlay.draw(ctx, this.view);
  }
}
