// The part of the plan that is shown, and its scale. No DOM.

/** @typedef {import('./geometry.js').Box} Box */
/** @typedef {{scale: number, x: number, y: number}} Place a point p of the plan is at p * scale + (x, y) pixels */

const LARGEST_PITCH = 64; // pixels between two seats at the largest zoom
export const TARGET = 44; // pixels between two seats that can be hit by a finger

export class View {
  /** @param {Box} box what there is to see @param {number} pitch */
  constructor(box, pitch) {
    this.box = box;
    this.pitch = pitch;
    this.width = this.height = 1;
    this.scale = 0; // smaller than all: the first size that becomes known shows the whole
    this.x = this.y = 0;
  }

  get place() { return { scale: this.scale, x: this.x, y: this.y }; }

  /** The scale at which all is visible. */
  get least() {
    const { left, top, right, bottom } = this.box;
    return Math.min(this.width / (right - left), this.height / (bottom - top), LARGEST_PITCH / this.pitch);
  }

  get most() { return Math.max(this.least, LARGEST_PITCH / this.pitch); }

  get isWhole() { return this.scale <= this.least * 1.001; }

  /** Keeps what is in the middle there. @param {number} width @param {number} height */
  resize(width, height) {
    const whole = this.isWhole, middle = whole ? { x: 0, y: 0 } : this.toPlan(this.width / 2, this.height / 2);
    [this.width, this.height] = [Math.max(1, width), Math.max(1, height)];
    this.take(whole ? this.wholePlace() : this.placeAt(middle.x, middle.y, this.scale));
  }

  /** @returns {Place} */
  wholePlace() {
    return this.placeAt((this.box.left + this.box.right) / 2, (this.box.top + this.box.bottom) / 2, this.least);
  }

  /** The place with this point of the plan in the middle. @param {number} x @param {number} y @param {number} scale */
  placeAt(x, y, scale) {
    const bounded = this.bounded(scale);
    return this.clamped({ scale: bounded, x: this.width / 2 - x * bounded, y: this.height / 2 - y * bounded });
  }

  /** The place that shows this part as large as fits. @param {Box} part @param {number} [atLeast] */
  placeOf(part, atLeast = 0) {
    const scale = Math.min(this.width / (part.right - part.left), this.height / (part.bottom - part.top));
    return this.placeAt((part.left + part.right) / 2, (part.top + part.bottom) / 2, Math.max(scale, atLeast));
  }

  /** The place after zooming about a point of the screen. @param {number} sx @param {number} sy @param {number} factor */
  zoomed(sx, sy, factor) {
    const scale = this.bounded(this.scale * factor), { x, y } = this.toPlan(sx, sy);
    return this.clamped({ scale, x: sx - x * scale, y: sy - y * scale });
  }

  /** @param {number} dx @param {number} dy */
  moved(dx, dy) { return this.clamped({ scale: this.scale, x: this.x + dx, y: this.y + dy }); }

  /** @param {Place} place */
  take(place) { ({ scale: this.scale, x: this.x, y: this.y } = place); }

  /** @param {number} scale */
  bounded(scale) { return Math.max(this.least, Math.min(this.most, scale)); }

  /** The middle of the screen always shows a part of the plan. @param {Place} place @returns {Place} */
  clamped({ scale, x, y }) {
    const along = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ to,
      /** @type {number} */ size) => (to - from) * scale <= size
      ? size / 2 - (from + to) / 2 * scale
      : Math.min(size / 2 - from * scale, Math.max(size / 2 - to * scale, at));
    return {
      scale,
      x: along(x, this.box.left, this.box.right, this.width),
      y: along(y, this.box.top, this.box.bottom, this.height),
    };
  }

  /** @param {number} sx @param {number} sy */
  toPlan(sx, sy) { return { x: (sx - this.x) / this.scale, y: (sy - this.y) / this.scale }; }

  /** @param {number} x @param {number} y */
  toScreen(x, y) { return { x: x * this.scale + this.x, y: y * this.scale + this.y }; }

  /** Pixels between two seats. */
  get seatPixels() { return this.pitch * this.scale; }

  /** Whether a point of the plan is on the screen, with a margin. @param {number} x @param {number} y @param {number} margin */
  shows(x, y, margin) {
    const at = this.toScreen(x, y);
    return at.x >= margin && at.y >= margin && at.x <= this.width - margin && at.y <= this.height - margin;
  }
}

/** Between two places; zooming is even when the scale changes by equal factors. @param {Place} a @param {Place} b @param {number} t 0 to 1 */
export function between(a, b, t) {
  const scale = a.scale * (b.scale / a.scale) ** t;
  const share = Math.abs(b.scale - a.scale) < 1e-9 ? t : (scale - a.scale) / (b.scale - a.scale);
  // The middle of the screen moves evenly in the plan when x and y follow the scale.
  return { scale, x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
