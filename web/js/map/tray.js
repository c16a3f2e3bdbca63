// The chosen seats with their total, at the lower edge of the page.

import { fill, h, icon } from '../dom.js';
import { money } from '../format.js';
import '../icons.js';
import { t } from '../text.js';
import { priceText, seatText } from './words.js';

export class Tray {
  /**
   * @param {import('./choice.js').Choice} choice
   * @param {{currency: string | null, hold: () => void, remove: (seat: number) => void, show: (seat: number) => void}} host
   */
  constructor(choice, host) {
    this.choice = choice;
    this.host = host;
    this.seats = h('ul', { class: 'tray-seats' });
    this.sum = h('p', { class: 'tray-sum' });
    this.button = h('button', { type: 'button', class: 'button primary big', onclick: () => { if (!this.busy && !this.closed) host.hold(); } });
    this.news = h('div', { class: 'tray-news' });
    this.element = h('section', { class: 'tray', 'aria-label': t('seats.tray') },
      h('div', { class: 'tray-inside' }, this.news, this.seats, h('div', { class: 'tray-end' }, this.sum, this.button)));
    this.busy = this.closed = false;
    /** @type {import('./scene.js').Scene | null} */
    this.scene = null;
  }

  update() {
    const { seats } = this.choice, { scene } = this;
    const plan = scene?.plan;
    const hadFocus = this.seats.contains(document.activeElement);
    fill(this.seats, plan ? seats.map(seat => h('li', { class: 'tray-seat' },
      h('button', { type: 'button', class: 'tray-name', onclick: () => this.host.show(seat) }, seatText(plan, seat),
        h('span', { class: 'muted numbers' }, ` ${priceText(plan, seat, this.host.currency)}`)),
      h('button', {
        type: 'button', class: 'tray-remove', 'aria-label': t('seats.remove', { seat: seatText(plan, seat) }), onclick: () => this.host.remove(seat),
      }, icon('close')))) : null);
    if (hadFocus) /** @type {HTMLElement} */ (this.seats.querySelector('.tray-remove') ?? this.button).focus();
    const total = plan ? seats.reduce((sum, seat) => sum + plan.categories[plan.category[seat]].price, 0) : 0;
    if (seats.length === 0) fill(this.sum, h('span', { class: 'muted' }, t('seats.tray.none')));
    else fill(this.sum, h('strong', { class: 'numbers' }, money(total, this.host.currency)),
      h('span', { class: 'muted' }, t('seats.tray.of', { chosen: seats.length, count: this.choice.party })));
    this.button.textContent = this.busy ? t('seats.holding') : t('seats.hold', { count: Math.max(1, seats.length) });
    this.button.setAttribute('aria-busy', String(this.busy));
    this.button.setAttribute('aria-disabled', String(this.closed || seats.length === 0));
    this.element.classList.toggle('is-empty', seats.length === 0);
  }
}
