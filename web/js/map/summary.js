// The view for a fan whose turn has not come: the seats left, and the way to the waiting room.

import { get } from '../api.js';
import { fill, h, notice } from '../page.js';
import { money } from '../format.js';
import { t } from '../text.js';
import { leftText } from './legend.js';

/** @typedef {{name: string, price: number, free: number}} Left */

const USUAL_SECONDS = 5;

/**
 * @param {HTMLElement} main
 * @param {import('./sale.js').Schedule} schedule
 * @param {{status: string} | null} place
 */
export function showSummary(main, schedule, place) {
  const called = place?.status === 'Called', waits = place?.status === 'Waiting' || called;
  const list = h('ul', { class: 'best-list' });
  main.append(
    notice(called ? 'good' : 'info', t(called ? 'seats.room.called' : waits ? 'seats.room.waiting' : 'seats.room.first'),
      t(called ? 'seats.room.called.do' : waits ? 'seats.room.waiting.do' : 'seats.room.first.do'),
      h('a', { class: 'button primary', href: `/schedules/${schedule.id}` }, t(called ? 'seats.room.enter' : 'seats.toRoom'))),
    h('section', { class: 'card', 'aria-labelledby': 'left-title' }, h('h2', { id: 'left-title' }, t('seats.leftTitle')), list));
  fill(list, h('li', { class: 'skeleton block' }));
  const ask = (/** @type {string} */ what) => get(`/schedules/${schedule.id}/${what}`, { patience: 0, stay: true });
  const look = async () => {
    const [answer, own] = document.hidden ? [] : await Promise.all([ask('availability'), place ? ask('place') : null]);
    if (answer?.ok) draw(list, leftOf(answer.body, schedule), schedule.currency ?? null);
    // The turn has come, or was taken on another device.
    if (own?.ok && own.body?.place?.status !== place?.status) { location.reload(); return; }
    // Not in step with the other pages.
    const seconds = Math.max(2, answer?.retryAfter ?? USUAL_SECONDS, own?.retryAfter ?? 0);
    setTimeout(look, 1000 * seconds * (1 + Math.random() / 2));
  };
  look();
}

/**
 * @param {any} body
 * @param {import('./sale.js').Schedule} schedule
 * @returns {Left[]}
 */
function leftOf(body, schedule) {
  const price = (/** @type {string} */ name) => schedule.categories.find(one => one.name === name)?.price
    ?? schedule.admissions.find(one => one.category === name)?.price ?? 0;
  return body.categories.map((/** @type {any} */ { name, free }) => ({ name, free, price: price(name) }));
}

/** @param {HTMLElement} list @param {Left[]} left @param {string | null} currency */
function draw(list, left, currency) {
  fill(list, left.map(({ name, price, free }) => h('li', { class: `best-row${free === 0 ? ' is-out' : ''}` },
    h('p', { class: 'grow strong' }, name), h('p', { class: 'numbers muted' }, money(price, currency)),
    h('p', { class: 'numbers' }, leftText(free)))));
}
