// The map on the page: canvas, gestures, keyboard, buttons.

import { h } from '../dom.js';
import { t } from '../text.js';
import { MapCanvas } from './canvas.js';
import { Cursor } from './cursor.js';
import { grown } from './geometry.js';
import { listen } from './input.js';
import { looksOf, parseColor } from './colors.js';
import { SEATS_FROM } from './painter.js';
import { Tip } from './tip.js';
import { TARGET } from './view.js';
import { fullText, zoneText } from './words.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./view.js').Place} Place */

const HIT_FROM = 20; // pixels between two seats from which on a tap chooses one; before, it zooms in
const STEP = 1.7; // of the zoom buttons

export class SeatMap {
  /**
   * @param {Scene} scene
   * @param {{currency: string | null, choose: (seat: number) => void, say: (text: string, urgent?: boolean) => void}} host
   */
  constructor(scene, host) {
    this.scene = scene;
    this.host = host;
    this.canvas = h('canvas', { class: 'map-canvas', 'aria-hidden': 'true' });
    this.map = new MapCanvas(this.canvas, scene, {
      left: count => t('seats.left', { count }), front: t('seats.front'),
    });
    this.cursor = new Cursor(scene, {
      nameOf: seat => fullText(scene, seat, host.currency),
      choose: host.choose,
      show: seat => this.show(seat),
      focused: seat => {
        this.map.overlay.focused = seat;
        this.cursor.place(this.map.view);
        this.map.request();
      },
      zoom: key => this.zoomKey(key),
      first: () => this.firstSeat(),
      say: text => host.say(text),
      words: key => t(`seats.cursor.${key}`),
    });
    this.tip = new Tip(scene, host.currency);
    this.where = h('p', { class: 'map-where', 'aria-hidden': 'true' });
    this.stale = h('p', { class: 'map-stale', role: 'status' });
    this.element = h('div', { class: 'map', role: 'application', 'aria-label': t('seats.map.label'), 'aria-describedby': 'map-keys' },
      this.canvas, this.cursor.buttons, this.where, this.stale, this.tip.element,
      h('p', { id: 'map-keys', class: 'visually-hidden' }, t('seats.map.keys')));
    this.controls = this.buttons();
    this.frame = h('div', { class: 'map-frame' }, this.element, h('div', { class: 'map-controls' }, this.controls));
    const { left, top, right, bottom } = scene.box;
    this.element.style.setProperty('--ratio', ((right - left) / (bottom - top)).toFixed(3));
    this.map.onMoved = () => this.moved();
    listen(this.canvas, this.gestures());
    new ResizeObserver(() => this.fit()).observe(this.element);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.dress());
    matchMedia('(forced-colors: active)').addEventListener('change', () => this.dress());
  }

  /** Call it when the element is in the document. */
  start() {
    this.fit();
    this.dress();
    this.moved();
  }

  fit() {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth > 0 && clientHeight > 0) this.map.resize(clientWidth, clientHeight);
  }

  dress() {
    const style = getComputedStyle(this.element);
    const color = (/** @type {string} */ name) => style.getPropertyValue(`--map-${name}`).trim() || '#888888';
    // High contrast replaces the colours of the page, also those of its custom properties.
    const forced = matchMedia('(forced-colors: active)').matches;
    const ground = forced ? style.backgroundColor : color('ground');
    this.looks = looksOf(this.scene.plan.categories, ground, namedColor);
    this.map.dress(this.looks, {
      ground, ink: forced ? style.color : color('ink'), muted: forced ? style.color : color('muted'), faint: color('faint'),
      accent: forced ? style.color : color('accent'), accentInk: forced ? ground : color('accent-ink'), font: style.fontFamily,
    });
    this.onDressed?.();
  }

  /** @type {(() => void) | null} Called when the looks of the categories have changed. */
  onDressed = null;

  buttons() {
    const button = (/** @type {string} */ name, /** @type {string} */ sign, /** @type {() => void} */ work) =>
      h('button', { type: 'button', class: 'map-button', 'aria-label': t(`seats.zoom.${name}`), title: t(`seats.zoom.${name}`), onclick: work },
        h('span', { 'aria-hidden': 'true' }, sign));
    return h('div', { class: 'map-buttons', role: 'group', 'aria-label': t('seats.zoom') },
      button('in', '+', () => this.zoomBy(STEP)), button('out', '−', () => this.zoomBy(1 / STEP)),
      button('whole', '⤢', () => this.map.glideTo(this.map.view.wholePlace())));
  }

  /** @param {number} factor */
  zoomBy(factor) {
    const { view } = this.map;
    this.map.glideTo(view.zoomed(view.width / 2, view.height / 2, factor));
  }

  /** @param {string} key */
  zoomKey(key) {
    if (key === '+' || key === '=') this.zoomBy(STEP);
    else if (key === '-') this.zoomBy(1 / STEP);
    else if (key === '0' || (key === 'Escape' && !this.map.view.isWhole)) this.map.glideTo(this.map.view.wholePlace());
    else return false;
    return true;
  }

  firstSeat() {
    const { scene } = this;
    for (const seat of scene.chosen) return seat;
    let best = -1;
    for (let seat = 0; seat < scene.plan.seatCount; seat++)
      if (scene.isOffered(seat) && (best < 0 || scene.rank[seat] < scene.rank[best])) best = seat;
    return best;
  }

  /** Brings a seat into view, large enough to be seen. @param {number} seat */
  show(seat) {
    const { view } = this.map, { x, y } = { x: this.scene.plan.x[seat], y: this.scene.plan.y[seat] };
    const large = view.seatPixels >= HIT_FROM;
    if (large && view.shows(x, y, 48)) this.map.request();
    else this.map.glideTo(view.placeAt(x, y, large ? view.scale : TARGET * .75 / view.pitch));
  }

  /** Shows all of these seats. @param {number[]} seats */
  showAll(seats) {
    if (seats.length === 0) return;
    const { x, y } = this.scene.plan, { view } = this.map;
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const seat of seats) {
      [box.left, box.right] = [Math.min(box.left, x[seat]), Math.max(box.right, x[seat])];
      [box.top, box.bottom] = [Math.min(box.top, y[seat]), Math.max(box.bottom, y[seat])];
    }
    const place = view.placeOf(grown(box, 4 * this.scene.pitch));
    this.map.glideTo(place.scale * view.pitch > TARGET ? view.placeAt((box.left + box.right) / 2, (box.top + box.bottom) / 2, TARGET / view.pitch) : place);
  }

  /** Seats whose state, choice or filter changed. @param {Iterable<number>} seats */
  changed(seats) {
    this.map.touch(seats);
    this.cursor.refresh();
  }

  /** Everything may have changed. */
  changedAll() {
    this.map.repaint();
    this.cursor.refresh();
  }

  /** The states are old. @param {string | null} text */
  setStale(text) {
    this.element.classList.toggle('is-stale', text !== null);
    if (this.stale.textContent !== (text ?? '')) this.stale.textContent = text ?? '';
  }

  moved() {
    const { view } = this.map;
    this.cursor.place(view);
    // At the whole map a finger scrolls the page; zoomed in, it moves the map.
    this.canvas.style.touchAction = view.isWhole ? 'pan-y' : 'none';
    const middle = view.toPlan(view.width / 2, view.height / 2);
    const zone = view.seatPixels < SEATS_FROM ? -1 : this.scene.zoneAt(middle.x, middle.y, 6 * this.scene.pitch);
    const text = zone < 0 ? '' : t('seats.where', {
      zone: zoneText(this.scene.plan, zone), left: t('seats.left', { count: this.scene.tally.freeOfZone(zone, this.scene.wanted) }),
    });
    if (this.where.textContent !== text) this.where.textContent = text;
  }

  /** @returns {import('./input.js').Gestures} */
  gestures() {
    const { map } = this, { view } = map;
    return {
      tap: (x, y) => this.tap(x, y),
      doubleTap: (x, y) => map.glideTo(view.zoomed(x, y, 2.2)),
      drag: (dx, dy) => {
        map.throwing = null;
        if (dx || dy) map.move(view.moved(dx, dy));
      },
      release: (vx, vy) => map.throw(vx, vy),
      zoom: (x, y, factor) => {
        const before = view.scale, place = view.zoomed(x, y, factor);
        if (place.scale === before) return factor > 1;
        map.throwing = null;
        map.move(place);
        return true;
      },
      hover: (x, y) => this.hover(x, y),
      leave: () => this.hover(-1e9, -1e9),
    };
  }

  /** @param {number} x @param {number} y @returns {number} the seat there; -1 */
  seatAt(x, y) {
    const { view } = this.map, at = view.toPlan(x, y);
    if (view.seatPixels < HIT_FROM) return -1;
    return this.scene.grid.nearest(at.x, at.y, Math.max(.7 * this.scene.pitch, TARGET / 2 / view.scale));
  }

  /** @param {number} x @param {number} y */
  tap(x, y) {
    const { view } = this.map, seat = this.seatAt(x, y);
    if (seat >= 0) {
      this.host.choose(seat);
      return true;
    }
    const at = view.toPlan(x, y);
    if (this.scene.grid.nearest(at.x, at.y, Math.max(2.5 * this.scene.pitch, 14 / view.scale)) < 0) return false;
    if (view.seatPixels < SEATS_FROM) {
      const zone = this.scene.zoneAt(at.x, at.y, Math.max(2.5 * this.scene.pitch, 14 / view.scale));
      const place = view.placeOf(this.scene.places[zone].box);
      // A zone that would not grow to seats is entered where it was touched.
      if (place.scale > 1.2 * view.scale && place.scale * view.pitch >= SEATS_FROM) {
        this.map.glideTo(place);
        return true;
      }
    }
    this.map.glideTo(view.zoomed(x, y, TARGET / view.seatPixels));
    return true;
  }

  /** @param {number} x @param {number} y */
  hover(x, y) {
    const seat = x < -1e8 ? -1 : this.seatAt(x, y);
    if (seat === this.map.overlay?.hovered) return;
    this.map.overlay.hovered = seat;
    this.map.request();
    this.canvas.style.cursor = seat >= 0 && this.scene.isFree(seat) ? 'pointer' : '';
    if (seat < 0) this.tip.hide();
    else this.tip.show(seat, this.map.view);
  }
}

/** A colour that is written otherwise than #rrggbb. @param {string} text */
function namedColor(text) {
  const ctx = document.createElement('canvas').getContext('2d');
  if (!ctx || !CSS.supports('color', text)) return null;
  ctx.fillStyle = text;
  return parseColor(String(ctx.fillStyle));
}
