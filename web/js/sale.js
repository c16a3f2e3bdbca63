// The sale of a date, as fans read it: not open yet, on sale, nearly gone, sold out, over.
import { get } from './api.js';
import { now } from './clock.js';
import { countdown } from './countdown.js';
import { h } from './dom.js';
import { dateTime, spanText } from './format.js';
import { t } from './text.js';

/**
 * A date of a concert. Zone and currency are missing while an older server answers.
 * @typedef {{id: string, concertId: string, startsAt: string, doorsAt: string, opensAt: string, holdSeconds: number,
 *   seatsPerFan: number, seatCount: number, categories: {name: string, color: string | null, price: number}[],
 *   admissions: {category: string, capacity: number, available: number, price: number}[],
 *   timeZone?: string | null, currency?: string | null}} Schedule
 */

/** What is left of a category, or of all together. @typedef {{free: number, held: number, capacity: number}} Left */

/** @param {Schedule} schedule @returns {'soon' | 'open' | 'over'} */
export function phase({ opensAt, startsAt }) {
  const at = now();
  return at < Date.parse(opensAt) ? 'soon' : at < Date.parse(startsAt) ? 'open' : 'over';
}

/**
 * What is left by category, of a moment ago. Null when the server does not say.
 * @param {Schedule} schedule
 * @returns {Promise<Map<string, Left> | null>}
 */
export async function leftOf(schedule) {
  const answer = await get(`/schedules/${schedule.id}/availability`, { patience: 6, stay: true });
  /** @type {Map<string, Left>} */
  const left = new Map();
  for (const { category, available, capacity } of schedule.admissions)
    left.set(category, { free: available, held: 0, capacity });
  for (const of of answer.body?.categories ?? []) left.set(of.name ?? of.category, of);
  return answer.ok || left.size > 0 ? left : null;
}

/** All categories together. @param {Map<string, Left>} left @returns {Left} */
export function sum(left) {
  const all = { free: 0, held: 0, capacity: 0 };
  for (const { free, held, capacity } of left.values()) {
    all.free += free;
    all.held += held;
    all.capacity += capacity;
  }
  return all;
}

/**
 * How to say what is left: the number only when it is small, since large ones change while they are read.
 * @param {Left} left
 * @returns {{text: string, kind: '' | 'good' | 'warn' | 'bad'}}
 */
export function leftText({ free, held, capacity }) {
  if (free > 0 && (free <= 20 || free < capacity * 0.05)) return { text: t('sale.few', { count: free }), kind: 'warn' };
  if (free > 0) return { text: t('sale.available'), kind: 'good' };
  return held > 0 ? { text: t('sale.onlyHeld'), kind: 'warn' } : { text: t('sale.soldOut'), kind: 'bad' };
}

/**
 * A tag that says how the sale is, counting down to its opening and turning by itself when it opens.
 * @param {Schedule} schedule
 * @param {() => void} [onOpen] Called when the sale opens while the page is shown.
 */
export function saleTag(schedule, onOpen) {
  const tag = h('span', { class: 'tag accent' });
  if (phase(schedule) !== 'soon') return paint(tag, schedule);
  const shown = h('span', { class: 'countdown', role: 'timer' });
  tag.append(t('sale.opensIn'), ' ', shown);
  tag.title = dateTime(schedule.opensAt, schedule.timeZone);
  countdown(schedule.opensAt, left => {
    shown.textContent = spanText(left);
    if (!left.over) return;
    paint(tag, schedule);
    onOpen?.();
  });
  return tag;
}

/** @param {HTMLElement} tag @param {Schedule} schedule */
function paint(tag, schedule) {
  const isOver = phase(schedule) === 'over';
  tag.className = `tag ${isOver ? '' : 'good'}`;
  tag.textContent = t(isOver ? 'sale.over' : 'sale.open');
  return tag;
}
