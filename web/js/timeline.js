// The history of a reservation: when it was made, each attempt to pay with its steps, and how it ended.
import { get } from './api.js';
import { exactTime, shortTime } from './dates.js';
import { fill, h } from './dom.js';
import { showProblem } from './faults.js';
import { money } from './format.js';
import { problemKey } from './problems.js';
import { hasText, t } from './text.js';

/** @typedef {{at: string, name: string, detail: string | null}} Step */
/** @typedef {{id: string, status: string, amount: number, discount: number, couponCode: string | null, reason: string | null, steps: Step[]}} Order */

/**
 * A part of a page that loads the history when it is opened.
 * @param {{id: string, createdAt: string}} reservation
 * @param {string | null} [currency]
 */
export function timeline({ id, createdAt }, currency) {
  const place = h('div', { class: 'stack' });
  const load = async () => {
    const answer = await get(`/reservations/${id}/timeline`);
    if (!answer.ok) return showProblem(place, answer, { retry: load });
    /** @type {Order[]} */
    const orders = [...answer.body.orders].reverse();
    fill(place,
      h('ol', { class: 'timeline' }, h('li', null, at(createdAt), h('span', null, t('timeline.made')))),
      orders.map((order, index) => attempt(order, index, currency)));
  };
  const details = h('details', { class: 'history', ontoggle: () => { if (details.open) load(); } },
    h('summary', null, t('timeline.title')), place);
  return details;
}

/** @param {Order} order @param {number} index @param {string | null} [currency] */
function attempt({ status, amount, discount, couponCode, reason, steps }, index, currency) {
  return h('div', { class: 'stack' },
    h('p', { class: 'row wrap' },
      h('span', { class: 'strong' }, t('timeline.attempt', { number: index + 1, amount: money(amount - discount, currency) })),
      couponCode ? h('span', { class: 'tag accent' }, couponCode) : null,
      h('span', { class: `tag ${kindOf(status)}` }, t(`timeline.status.${status}`))),
    reason ? h('p', { class: 'small' }, wordsOf(reason)) : null,
    h('ol', { class: 'timeline' }, steps.map(step => h('li', null, at(step.at),
      h('span', null, named(`timeline.${step.name}`, step.name), detailOf(step))))));
}

/** @param {string} iso */
const at = iso => h('time', { class: 'muted small numbers', datetime: iso, title: shortTime(iso) }, exactTime(iso));

/** Steps that this page has no words for are shown by their names. @param {string | undefined} key @param {string} name */
const named = (key, name) => key && hasText(key) ? t(key) : name;

/** Why an order failed has the name of a problem, but for one; why a reservation ended has words of its own. @param {string} reason */
const wordsOf = reason => named(
  problemKey(reason === 'coupon-used-by-fan' ? 'coupon-used-by-you' : reason), named(`hold.reason.${reason}`, reason));

/** @param {Step} step */
function detailOf({ detail }) {
  if (!detail) return null;
  return h('span', { class: 'muted', dir: 'auto' }, ` · ${wordsOf(detail)}`);
}

/** @param {string} status */
const kindOf = status => status === 'Completed' ? 'good' : status === 'Failed' ? 'bad' : status === 'Undone' ? '' : 'warn';
