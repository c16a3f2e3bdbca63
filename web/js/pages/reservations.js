// The reservations of the fan, newest first, with their state and history.
import { get } from '../api.js';
import { eventOf } from '../catalog.js';
import { countdown } from '../countdown.js';
import { shortTime } from '../dates.js';
import { showProblem } from '../faults.js';
import { bothTimes, money, spanText } from '../format.js';
import { fill, h, icon, start } from '../page.js';
import { seatName } from '../seat.js';
import { tabs } from '../tabs.js';
import { t } from '../text.js';
import { timeline } from '../timeline.js';

/** @typedef {import('../seat.js').NamedSeat & {seat: string | null, category: string, price: number}} Seat */
/**
 * @typedef {{id: string, scheduleId: string, status: string, payment: string, seats: Seat[], amount: number, discount: number,
 *   paid: number, refunded: number, currency?: string, createdAt: string, expiresAt: string}} Reservation
 */

start({ title: 'reservations.title', texts: ['hold', 'refusal', 'timeline'], needsSession: true, current: '/tickets' }, async main => {
  const list = h('ul', { class: 'stack loose' });
  const more = h('div', { class: 'stack' });
  main.append(h('h1', null, t('reservations.title')), tabs('/reservations'), h('div', { class: 'stack loose' }, list, more));
  await load(list, more, null);
  // Back from paying or cancelling by the back button: the browser may show this page as it was.
  addEventListener('pageshow', event => { if (event.persisted) load(list, more, null); });
});

/** @param {HTMLElement} list @param {HTMLElement} more @param {string | null} cursor */
async function load(list, more, cursor) {
  fill(more, h('div', { class: 'skeleton block' }));
  const answer = await get(`/reservations?limit=20${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  if (!answer.ok) return showProblem(more, answer, { retry: () => load(list, more, cursor) });
  const { items, nextCursor } = answer.body;
  if (!cursor) fill(list);
  list.append(...items.map(card));
  fill(more,
    !cursor && !items.length ? h('div', { class: 'empty' }, icon('ticket'), h('h2', null, t('reservations.none')),
      h('p', null, h('a', { href: '/' }, t('reservations.none.do')))) : null,
    nextCursor ? h('button', { class: 'button', type: 'button', onclick: () => load(list, more, nextCursor) },
      t('site.more')) : null);
}

/** @param {Reservation} reservation */
function card(reservation) {
  const { id, scheduleId, seats, createdAt } = reservation;
  const title = h('h2', { class: 'large' }, h('span', { class: 'skeleton text' }));
  const when = h('p', { class: 'muted' });
  const sums = h('dl', { class: 'facts' });
  const history = h('div');
  const link = h('a', { class: 'button', href: `/reservations/${id}` }, t('reservations.open'));
  const shown = h('li', { class: 'card stack' },
    h('div', { class: 'row wrap' }, state(reservation, link)),
    title, when,
    h('ul', { class: 'row wrap seats-line' }, seats.map(seat =>
      h('li', { class: 'tag' }, h('bdi', null, seatName(seat) ?? seat.category)))),
    sums,
    h('p', { class: 'muted small' }, t('reservations.madeAt', { time: shortTime(createdAt) })),
    h('div', { class: 'row wrap' }, link), history);
  eventOf(scheduleId).then(({ schedule, concert }) => {
    fill(title, h('bdi', null, concert?.title ?? t('reservations.unknown')));
    link.setAttribute('aria-label', `${link.textContent}: ${title.textContent}`);
    const currency = reservation.currency ?? schedule?.currency;
    const times = schedule ? bothTimes(schedule.startsAt, schedule.timeZone) : null;
    fill(when, times ? times.venue : null, times?.own ? h('span', { class: 'small' }, ` (${times.own})`) : null);
    fill(sums, sumsOf(reservation, currency));
    fill(history, timeline(reservation, currency));
  });
  return shown;
}

/** @param {Reservation} reservation @param {HTMLElement} link */
function state({ status, payment, expiresAt }, link) {
  const key = status === 'Cancelled' && payment === 'Refunded' ? 'Refunded' : status;
  const kinds = { Pending: 'warn', Paying: 'warn', Confirmed: 'good', Cancelled: '', Refunded: '', Expired: '' };
  const tag = h('span', { class: `tag ${Reflect.get(kinds, key) ?? ''}` }, t(`reservations.status.${key}`));
  if (status !== 'Pending') return [tag];
  link.classList.add('primary');
  fill(link, t('holds.continue'));
  const left = h('span', { class: 'countdown', role: 'timer' });
  countdown(expiresAt, span => {
    left.textContent = spanText(span);
    if (!span.over) return;
    left.remove();
    tag.className = 'tag';
    tag.textContent = t('reservations.status.Expired');
    link.classList.remove('primary');
    fill(link, t('reservations.open'));
  });
  return [tag, left];
}

/** @param {Reservation} reservation @param {string | null} [currency] */
function sumsOf({ amount, discount, paid, refunded }, currency) {
  /** @type {[string, number][]} */
  const lines = [['reservations.amount', amount]];
  if (discount) lines.push(['reservations.discount', -discount]);
  if (paid) lines.push(['reservations.paid', paid]);
  if (refunded) lines.push(['reservations.refunded', refunded]);
  return lines.flatMap(([key, value]) =>
    [h('dt', null, t(key)), h('dd', { class: 'numbers' }, money(value, currency))]);
}
