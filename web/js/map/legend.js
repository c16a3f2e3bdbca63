// The meaning of the map's signs. A category is a switch: it filters the map and the list.

import { fill, h } from '../dom.js';
import { money } from '../format.js';
import { t } from '../text.js';
import { AVAILABLE, BLOCKED, HELD, SOLD } from './states.js';
import { CHOSEN, OWN } from './scene.js';
import { blockTile, drawSeat } from './sprites.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./seatmap.js').SeatMap} SeatMap */

/**
 * A picture of a seat.
 * @param {SeatMap} map
 * @param {number} look
 * @param {number} category
 */
export function sign(map, look, category) {
  const size = 18, unit = Math.min(3, devicePixelRatio || 1);
  const canvas = h('canvas', { class: 'seat-sign', width: size * unit, height: size * unit, 'aria-hidden': 'true' });
  const ctx = canvas.getContext('2d'), of = map.looks?.[category] ?? map.looks?.[0];
  if (ctx && of) {
    ctx.scale(unit, unit);
    drawSeat(ctx, size / 2, size / 2, 7.4, look, of, map.map.painter.theme);
  }
  return canvas;
}

/** How blocks of the category look from afar. @param {SeatMap} map @param {number} category */
function hatch(map, category) {
  const unit = Math.min(3, devicePixelRatio || 1), canvas = h('canvas', { class: 'seat-sign hatch', width: 18 * unit, height: 18 * unit, 'aria-hidden': 'true' });
  const ctx = canvas.getContext('2d'), of = map.looks?.[category];
  if (ctx && of) {
    ctx.fillStyle = ctx.createPattern(blockTile(of, 4, true, map.map.painter.theme, unit), 'repeat') ?? of.color;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

export class Legend {
  /**
   * @param {Scene} scene
   * @param {SeatMap} map
   * @param {{currency: string | null, changed: () => void}} host
   */
  constructor(scene, map, host) {
    this.scene = scene;
    this.map = map;
    this.host = host;
    /** Categories that are filtered out. @type {Set<number>} */
    this.off = new Set();
    scene.wanted = category => !this.off.has(category);
    this.chips = h('div', { class: 'legend-chips', role: 'group', 'aria-label': t('seats.filter') });
    this.states = h('ul', { class: 'legend-states', 'aria-label': t('seats.legend') });
    this.price = this.priceSelect();
    this.element = h('div', { class: 'legend' }, this.chips, this.price);
    this.draw();
  }

  priceSelect() {
    const prices = [...new Set(this.scene.plan.categories.map(category => category.price))].sort((a, b) => a - b);
    if (prices.length < 3) return null;
    const select = h('select', {
      class: 'input', id: 'price-limit',
      onchange: () => this.limit(select.value === '' ? Infinity : Number(select.value)),
    }, h('option', { value: '' }, t('seats.price.any')),
    prices.slice(0, -1).map(price => h('option', { value: price }, t('seats.price.to', { price: money(price, this.host.currency) }))));
    return h('div', { class: 'price-limit' }, h('label', { for: 'price-limit', class: 'visually-hidden' }, t('seats.price')), select);
  }

  /** @param {number} most */
  limit(most) {
    this.off = new Set(this.scene.plan.categories.flatMap(({ price }, at) => price > most ? [at] : []));
    this.apply();
  }

  /** @param {number} category */
  toggle(category) {
    if (!this.off.delete(category)) this.off.add(category);
    // Nothing left means all: a map without any seat helps no fan.
    if (this.off.size === this.scene.plan.categories.length) this.off.clear();
    const select = this.price?.querySelector('select');
    if (select) select.value = '';
    this.apply();
  }

  apply() {
    this.scene.wanted = category => !this.off.has(category);
    this.update();
    this.host.changed();
  }

  draw() {
    fill(this.chips, this.scene.plan.categories.map(({ name, price }, at) =>
      h('button', { type: 'button', class: 'legend-chip', onclick: () => this.toggle(at) },
        hatch(this.map, at), sign(this.map, AVAILABLE, at),
        h('span', { class: 'legend-name' }, name),
        h('span', { class: 'numbers muted' }, money(price, this.host.currency)))));
    const states = /** @type {[number, string][]} */ ([[AVAILABLE, 'free'], [HELD, 'held'], [SOLD, 'sold'], [BLOCKED, 'blocked'], [CHOSEN, 'chosen'], [OWN, 'own']]);
    fill(this.states, states.map(([look, name]) => h('li', null, sign(this.map, look, 0), h('span', null, t(`seats.state.${name}`)))));
    this.update();
  }

  /** Numbers and switches, without drawing the signs again. */
  update() {
    [...this.chips.children].forEach((chip, at) => {
      const left = this.scene.tally.freeOfCategory(at);
      chip.setAttribute('aria-pressed', String(!this.off.has(at)));
      chip.setAttribute('title', t('seats.left', { count: left }));
      chip.classList.toggle('is-out', left === 0);
    });
  }
}

/** Short words for what is left: the number, or that there is nothing. @param {number} left */
export const leftText = left => left === 0 ? t('seats.soldOut') : t('seats.left', { count: left });

