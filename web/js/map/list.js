// The seats as a list: zones, their rows, their seats. Rows and seats are made when they are opened, so that a hall of
// 100,000 seats costs no more than what is looked at.

import { h } from '../dom.js';
import { money } from '../format.js';
import { t } from '../text.js';
import { numberText, rowText, seatText, stateText, zoneText } from './words.js';

/** @typedef {import('./scene.js').Scene} Scene */

export class SeatList {
  /** @param {Scene} scene @param {{currency: string | null, choose: (seat: number) => void}} host */
  constructor(scene, host) {
    this.scene = scene;
    this.host = host;
    /** Checkboxes that exist. @type {Map<number, HTMLInputElement>} */
    this.boxes = new Map();
    /** Texts with what is left, of zones and of rows that exist. @type {Map<string, {element: HTMLElement, count: () => number}>} */
    this.counts = new Map();
    this.element = h('section', { class: 'seat-list', 'aria-label': t('seats.list') },
      h('p', { class: 'muted small' }, t('seats.list.how')),
      h('ul', { class: 'list-zones' }, scene.plan.zones.map((zone, at) => zone.count > 0 ? this.zone(at) : null)));
  }

  /** @param {number} at */
  zone(at) {
    const { plan, tally } = this.scene, zone = plan.zones[at];
    const rows = h('ul', { class: 'list-rows', hidden: true });
    const count = () => tally.freeOfZone(at, this.scene.wanted);
    return h('li', null, this.opener(zoneText(plan, at), `zone ${at}`, count, rows, () => {
      for (let row = zone.firstRow; row < zone.firstRow + zone.rowCount; row++)
        if (plan.rows[row].count > 0) rows.append(this.row(row));
    }), rows);
  }

  /** @param {number} at */
  row(at) {
    const { plan } = this.scene, row = plan.rows[at];
    const seats = h('ul', { class: 'list-seats', hidden: true });
    const count = () => {
      let free = 0;
      for (let seat = row.first; seat < row.first + row.count; seat++) if (this.scene.isOffered(seat)) free++;
      return free;
    };
    return h('li', null, this.opener(`${rowText(plan, at)} · ${this.priceOf(row)}`, `row ${at}`, count, seats, () => {
      for (let seat = row.first; seat < row.first + row.count; seat++) seats.append(this.seat(seat));
    }), seats);
  }

  /** Whether the row has more than one category. @param {import('./plan.js').Row} row */
  isMixed({ first, count }) {
    const { category } = this.scene.plan;
    return category.subarray(first, first + count).some(of => of !== category[first]);
  }

  /** @param {import('./plan.js').Row} row */
  priceOf({ first, count }) {
    const prices = [...new Set(this.scene.plan.category.subarray(first, first + count))].map(of => this.scene.plan.categories[of].price);
    const [least, most] = [Math.min(...prices), Math.max(...prices)].map(price => money(price, this.host.currency));
    return least === most ? least : t('seats.range', { least, most });
  }

  /**
   * A button that opens what is below it.
   * @param {string} text
   * @param {string} key
   * @param {() => number} count
   * @param {HTMLElement} below
   * @param {() => void} make called at the first opening
   */
  opener(text, key, count, below, make) {
    const left = h('span', { class: 'list-left numbers' }, t('seats.left', { count: count() }));
    this.counts.set(key, { element: left, count });
    const button = h('button', {
      type: 'button', class: 'list-opener', 'aria-expanded': 'false', onclick: () => {
        const open = below.hidden;
        if (open && below.childElementCount === 0) make();
        below.hidden = !open;
        button.setAttribute('aria-expanded', String(open));
      },
    }, h('span', { class: 'list-arrow', 'aria-hidden': 'true' }), h('span', { class: 'grow' }, text), left);
    return button;
  }

  /** @param {number} seat */
  seat(seat) {
    const { plan } = this.scene, category = plan.categories[plan.category[seat]];
    const box = h('input', { type: 'checkbox', onchange: () => this.host.choose(seat) });
    this.boxes.set(seat, box);
    const label = h('label', { class: 'list-seat' }, box,
      h('span', { class: 'grow' }, numberText(plan, seat), this.isMixed(plan.rows[plan.row[seat]]) ? h('span', { class: 'muted small' }, ` ${category.name}`) : null),
      h('span', { class: 'list-state small muted' }), h('span', { class: 'numbers' }, money(category.price, this.host.currency)));
    this.setBox(seat, box);
    return h('li', null, label);
  }

  /** @param {number} seat @param {HTMLInputElement} box */
  setBox(seat, box) {
    const { scene } = this, chosen = scene.chosen.has(seat), own = scene.own.has(seat);
    box.checked = chosen || own;
    // A box with the focus stays reachable: disabling it would throw the focus to the top of the page.
    box.disabled = !chosen && !scene.isFree(seat) && document.activeElement !== box;
    box.setAttribute('aria-label', t('seats.full', {
      seat: seatText(scene.plan, seat), category: scene.plan.categories[scene.plan.category[seat]].name,
      price: money(scene.plan.categories[scene.plan.category[seat]].price, this.host.currency), state: stateText(scene, seat),
    }));
    const state = box.parentElement?.querySelector('.list-state');
    if (state) state.textContent = scene.isFree(seat) && !chosen ? '' : stateText(scene, seat);
  }

  /** @param {Iterable<number>} seats */
  changed(seats) {
    for (const seat of seats) {
      const box = this.boxes.get(seat);
      if (box) this.setBox(seat, box);
    }
    this.count();
  }

  changedAll() {
    for (const [seat, box] of this.boxes) this.setBox(seat, box);
    this.count();
  }

  count() {
    for (const { element, count } of this.counts.values()) {
      const text = t('seats.left', { count: count() });
      if (element.textContent !== text) element.textContent = text;
    }
  }
}
