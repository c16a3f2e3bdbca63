// The keyboard on the map. The seat with the focus is a real button over the canvas, so that every screen reader reads its
// name and state; the arrow keys move on to the next one.

import { h } from '../dom.js';
import { neighbour } from './geometry.js';

/** @typedef {import('./scene.js').Scene} Scene */

/**
 * @typedef {object} CursorHost
 * @property {(seat: number) => string} nameOf name, price and state
 * @property {(seat: number) => void} choose
 * @property {(seat: number) => void} show brings a seat into view
 * @property {(seat: number) => void} focused -1: none
 * @property {(key: string) => boolean} zoom handles +, -, 0 and Escape
 * @property {() => number} first the seat to begin with; -1
 * @property {(text: string) => void} say
 * @property {(key: 'none' | 'start') => string} words
 */

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Cursor {
  /** @param {Scene} scene @param {CursorHost} host */
  constructor(scene, host) {
    this.scene = scene;
    this.host = host;
    this.seat = -1;
    // Two buttons take turns: a screen reader reads a name when the focus comes to another element.
    this.buttons = [0, 1].map(() => h('button', { type: 'button', class: 'map-seat', tabindex: -1, 'aria-pressed': 'false' }));
    this.at = 0;
    for (const button of this.buttons) {
      button.addEventListener('keydown', event => this.key(event));
      button.addEventListener('click', () => { if (this.seat >= 0) host.choose(this.seat); else this.enter(); });
      button.addEventListener('focus', () => { if (this.seat < 0) this.enter(); else host.focused(this.seat); });
      button.addEventListener('blur', () => host.focused(-1));
    }
    this.buttons[0].tabIndex = 0;
    this.buttons[1].hidden = true;
    this.name(this.buttons[0]);
  }

  enter() {
    const seat = this.host.first();
    if (seat < 0) return this.host.say(this.host.words('none'));
    this.seat = seat;
    this.host.show(seat);
    this.host.focused(seat);
    this.name(this.buttons[this.at]);
    this.host.say(this.host.nameOf(seat));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in DIRECTIONS || ['Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) {
      event.preventDefault();
      this.go(event.key, event.shiftKey);
    } else if (this.host.zoom(event.key)) event.preventDefault();
  }

  /** @param {string} key @param {boolean} any whether seats that cannot be had are visited, too */
  go(key, any) {
    if (this.seat < 0) return this.enter();
    const accept = (/** @type {number} */ seat) => any || this.scene.isOffered(seat) || this.scene.own.has(seat);
    const next = key in DIRECTIONS ? neighbour(this.scene.plan, this.seat, ...DIRECTIONS[key], accept) : this.jump(key, accept);
    if (next < 0) this.host.say(this.host.words('none'));
    else this.moveTo(next);
  }

  /** @param {string} key @param {(seat: number) => boolean} accept */
  jump(key, accept) {
    const { plan } = this.scene, row = plan.rows[plan.row[this.seat]];
    const search = (/** @type {number} */ from, /** @type {number} */ to) => {
      const step = from <= to ? 1 : -1;
      for (let seat = from; seat !== to + step; seat += step) if (accept(seat)) return seat;
      return -1;
    };
    if (key === 'Home') return search(row.first, row.first + row.count - 1);
    if (key === 'End') return search(row.first + row.count - 1, row.first);
    const step = key === 'PageDown' ? 1 : -1;
    for (let at = row.zone + step; at >= 0 && at < plan.zones.length; at += step) {
      const { first, count } = plan.zones[at], found = count > 0 ? search(first, first + count - 1) : -1;
      if (found >= 0) return found;
    }
    return -1;
  }

  /** @param {number} seat */
  moveTo(seat) {
    this.seat = seat;
    this.host.show(seat);
    const before = this.buttons[this.at], after = this.buttons[this.at = 1 - this.at];
    this.name(after);
    after.hidden = false;
    after.tabIndex = 0;
    after.focus({ preventScroll: true });
    before.tabIndex = -1;
    before.hidden = true;
    this.host.focused(seat);
  }

  /** Reads the state again, after something changed. */
  refresh() { this.name(this.buttons[this.at]); }

  /** @param {HTMLButtonElement} button */
  name(button) {
    button.setAttribute('aria-label', this.seat < 0 ? this.host.words('start') : this.host.nameOf(this.seat));
    button.setAttribute('aria-pressed', String(this.seat >= 0 && this.scene.chosen.has(this.seat)));
  }

  /** Puts the button where its seat is. @param {import('./view.js').View} view */
  place(view) {
    const button = this.buttons[this.at];
    const { x, y } = this.seat < 0
      ? { x: view.width / 2, y: view.height / 2 }
      : view.toScreen(this.scene.plan.x[this.seat], this.scene.plan.y[this.seat]);
    const within = (/** @type {number} */ value, /** @type {number} */ size) => Math.max(22, Math.min(size - 22, value));
    button.style.translate = `${within(x, view.width) - 22}px ${within(y, view.height) - 22}px`;
  }
}
