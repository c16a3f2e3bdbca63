// The best available seats of a category: the server chooses and holds them.

import { fill, h } from '../dom.js';
import { money } from '../format.js';
import { t } from '../text.js';
import { leftText } from './legend.js';

/** @typedef {{name: string, price: number, left: number, sign: (() => HTMLElement) | null, seats: boolean}} Offer */

export class Best {
  /**
   * @param {import('./choice.js').Choice} choice
   * @param {{currency: string | null, hold: (category: string, quantity: number, together: boolean) => void}} host
   */
  constructor(choice, host) {
    this.choice = choice;
    this.host = host;
    this.list = h('ul', { class: 'best-list' });
    this.together = h('input', { type: 'checkbox', checked: choice.together, onchange: () => choice.setTogether(this.together.checked) });
    this.sideBySide = h('label', { class: 'check' }, this.together, h('span', null, t('seats.together')));
    this.element = h('section', { class: 'best card', 'aria-labelledby': 'best-title' },
      h('h2', { id: 'best-title' }, t('seats.best')),
      h('p', { class: 'muted small' }, t('seats.best.how')), this.sideBySide, this.list);
    /** @type {string | null} The category that is being held. */
    this.busy = null;
    /** @type {Offer[]} */
    this.offers = [];
    this.closed = false;
  }

  /** @param {Offer[]} offers @param {boolean} [anew] whether their signs have changed */
  show(offers, anew = false) {
    const same = offers.length === this.offers.length && !anew;
    this.offers = offers;
    if (!same || this.list.childElementCount === 0) this.build();
    this.update();
  }

  build() {
    fill(this.list, this.offers.map(({ name, price, sign, seats }) =>
      h('li', { class: 'best-row' }, sign?.(),
        h('div', { class: 'grow' }, h('p', { class: 'strong' }, name),
          h('p', { class: 'small muted' }, h('span', { class: 'numbers' }, money(price, this.host.currency)), ' · ', h('span', { class: 'best-left' }))),
        h('button', {
          type: 'button', class: 'button', onclick: () => {
            if (this.busy === null && !this.closed) this.host.hold(name, this.choice.party, seats && this.together.checked);
          },
        }))));
  }

  update() {
    const { party } = this.choice;
    this.sideBySide.hidden = party < 2 || !this.offers.some(offer => offer.seats);
    [...this.list.children].forEach((row, at) => {
      const { name, price, left } = this.offers[at], button = /** @type {HTMLButtonElement} */ (row.querySelector('button'));
      const none = left < party || this.closed || (this.busy !== null && this.busy !== name);
      /** @type {HTMLElement} */ (row.querySelector('.best-left')).textContent = leftText(left);
      row.classList.toggle('is-out', left === 0);
      button.textContent = t('seats.best.hold', { count: party });
      button.setAttribute('aria-label', t('seats.best.holdOf', { count: party, category: name, price: money(price * party, this.host.currency) }));
      button.setAttribute('aria-disabled', String(none));
      button.setAttribute('aria-busy', String(this.busy === name));
      button.disabled = left < party && this.busy !== name;
    });
  }
}

/**
 * How many people: the first question of the page.
 * @param {import('./choice.js').Choice} choice
 * @param {() => void} changed
 */
export function partySize(choice, changed) {
  const choices = h('div', { class: 'choices' });
  const element = h('fieldset', { class: 'party' }, h('legend', null, h('h2', null, t('seats.party'))), choices);
  const count = Math.min(choice.most, 8);
  fill(choices, Array.from({ length: count }, (_, at) => h('label', { class: 'choice' },
    h('input', {
      type: 'radio', name: 'party', value: at + 1, checked: choice.party === at + 1, 'aria-label': t('seats.count', { count: at + 1 }),
      onchange: () => { choice.setParty(at + 1); changed(); },
    }), h('span', null, at + 1))));
  const update = () => {
    for (const input of choices.querySelectorAll('input')) input.checked = Number(input.value) === choice.party;
  };
  return { element, update };
}
