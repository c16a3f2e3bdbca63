// One concert: its dates, their prices by category, what is left, and the way to the seats.
import { get } from '../api.js';
import { art } from '../art.js';
import { date, leaf } from '../dates.js';
import { showProblem } from '../faults.js';
import { bothTimes, clockTime, duration, money } from '../format.js';
import { showHolds } from '../holds.js';
import '../icons.js';
import { announce, fill, h, icon, idOfPath, setTitle, start } from '../page.js';
import { leftOf, leftText, phase, saleTag, sum } from '../sale.js';
import { t } from '../text.js';

/** @typedef {import('../sale.js').Schedule} Schedule */
/** @typedef {import('../sale.js').Left} Left */
/** @typedef {{schedule: Schedule, tags: HTMLElement, prices: HTMLElement, action: HTMLElement, opening: HTMLElement}} Row */

/** How often what is left is read again while the page is looked at, in seconds; up to half more by chance. */
const refreshSeconds = 20;

start({ title: 'concert.title', current: '/' }, async (main, who) => {
  const place = h('div');
  main.append(place);
  const show = async () => {
    const answer = await get(`/concerts/${idOfPath()}`);
    if (!answer.ok) {
      const fault = h('div');
      fill(place, h('h1', null, t('concert.title')), fault);
      return showProblem(fault, answer, [400, 404].includes(answer.status)
        ? { actions: [h('a', { class: 'button', href: '/' }, t('nav.home'))] } : { retry: show });
    }
    await concert(place, answer.body, who.user !== null && !who.offline);
  };
  await show();
});

/**
 * @param {HTMLElement} place
 * @param {{id: string, title: string, venue: string, description: string}} concert
 * @param {boolean} isSignedIn
 */
async function concert(place, { id, title, venue, description }, isSignedIn) {
  setTitle(title);
  const holds = h('div', { class: 'stack' });
  const dates = h('ul', { class: 'stack loose' });
  const more = h('div', { class: 'stack' });
  fill(place,
    h('div', { class: 'banner' }, art(id),
      h('div', { class: 'stack' },
        h('h1', { class: title.length > 60 ? 'long' : null }, h('bdi', null, title)),
        h('p', { class: 'row muted large' }, icon('pin'), h('bdi', null, venue)),
        description ? h('p', { class: 'description', dir: 'auto' }, description) : null)),
    holds,
    h('section', { class: 'stack', 'aria-labelledby': 'dates' },
      h('h2', { id: 'dates' }, t('concert.dates')), dates, more));
  if (isSignedIn) showHolds(holds);
  await load(id, dates, more, null);
}

/**
 * @param {string} id
 * @param {HTMLElement} dates
 * @param {HTMLElement} more
 * @param {string | null} cursor
 */
async function load(id, dates, more, cursor) {
  fill(more, h('div', { class: 'skeleton block' }));
  const answer = await get(`/concerts/${id}/schedules?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  if (!answer.ok) return showProblem(more, answer, { retry: () => load(id, dates, more, cursor) });
  const { items, nextCursor } = answer.body;
  /** @type {Schedule[]} */
  const found = items.sort((/** @type {Schedule} */ one, /** @type {Schedule} */ other) =>
    Date.parse(one.startsAt) - Date.parse(other.startsAt));
  dates.append(...found.map(dateCard));
  fill(more,
    !cursor && !found.length ? h('div', { class: 'empty' }, icon('clock'),
      h('h3', null, t('concert.noDates')), h('p', null, h('a', { href: '/' }, t('concert.others')))) : null,
    nextCursor ? h('button', { class: 'button', type: 'button', onclick: () => load(id, dates, more, nextCursor) },
      t('site.more')) : null);
}

/** @param {Schedule} schedule */
function dateCard(schedule) {
  const { startsAt, doorsAt, timeZone, holdSeconds, seatsPerFan } = schedule;
  const { venue, own } = bothTimes(startsAt, timeZone);
  const { month, day, weekday } = leaf(startsAt, timeZone);
  /** @type {Row} */
  const row = {
    schedule,
    tags: h('p', { class: 'row wrap' }),
    prices: h('ul', { class: 'prices' }),
    action: h('div', { class: 'date-action' }),
    opening: h('div', { class: 'muted small' }),
  };
  const card = h('li', { class: 'card date-card' },
    h('div', { class: 'date-leaf', 'aria-hidden': 'true' },
      h('span', null, month), h('strong', null, day), h('span', { class: 'muted' }, weekday)),
    h('div', { class: 'date-head stack' },
      h('div', null,
        h('h3', null, h('time', { datetime: startsAt }, venue)),
        own ? h('p', { class: 'muted small' }, own) : null,
        h('p', { class: 'muted small' }, t('event.doors', { time: clockTime(doorsAt, timeZone) }))),
      row.tags),
    h('div', { class: 'date-body stack' },
      row.opening, row.prices,
      h('p', { class: 'muted small' }, t('concert.terms', {
        seats: t('concert.seatsPerFan', { count: seatsPerFan }), time: duration(holdSeconds) }))),
    row.action);
  paint(row, null);
  actions(row, null, null);
  whenSeen(card, () => follow(row, card));
  return card;
}

/** @param {Element} element @param {() => void} work */
function whenSeen(element, work) {
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    observer.disconnect();
    work();
  }, { rootMargin: '200px' });
  observer.observe(element);
}

/** Shows the queue and what is left, and keeps that fresh while the page is looked at. @param {Row} row @param {Element} card */
async function follow(row, card) {
  const { schedule, tags } = row;
  const { body: queue } = await get(`/schedules/${schedule.id}/queue`, { patience: 10, stay: true });
  const refresh = async () => {
    const left = await leftOf(schedule);
    paint(row, left);
    actions(row, queue, left);
    if (phase(schedule) !== 'soon') fill(tags, ...saleTags(schedule, left));
  };
  fill(tags, saleTag(schedule, () => {
    announce(t('concert.nowOpen'));
    refresh();
  }));
  actions(row, queue, null);
  while (card.isConnected && phase(schedule) !== 'over') {
    if (!document.hidden) await refresh();
    await new Promise(resolve => setTimeout(resolve, 1000 * refreshSeconds * (1 + Math.random() / 2)));
  }
}

/** @param {Schedule} schedule @param {Map<string, Left> | null} left */
function saleTags(schedule, left) {
  if (!left) return [saleTag(schedule)];
  const all = sum(left), { text, kind } = leftText(all);
  return [
    all.free ? saleTag(schedule) : null,
    kind === 'good' ? null : h('span', { class: `tag ${kind}` }, text),
  ];
}

/** @param {Row} row @param {any} queue The queue as the API shows it, null when it is not known. @param {Map<string, Left> | null} left */
function actions({ schedule, action, opening }, queue, left) {
  const now = phase(schedule);
  if (now === 'over') return void fill(action);
  const all = left ? sum(left) : null;
  const isGone = all && !all.free && !all.held && all.capacity > 0;
  const hasRoom = queue ? queue.enabled : true; // The waiting room forwards when there is no queue.
  const room = `/schedules/${schedule.id}`, seats = `/schedules/${schedule.id}/seats`;
  const { venue, own } = bothTimes(schedule.opensAt, schedule.timeZone);
  fill(opening, now === 'soon' ? [
    h('p', null, t('concert.opensAt', { time: venue })), own ? h('p', null, own) : null,
    hasRoom && queue ? h('p', null, t(queue.draw ? 'concert.roomDraws' : 'concert.roomOrder')) : null] : null);
  const text = t(!queue ? 'concert.toSeats' : isGone || now === 'soon' && !hasRoom ? 'concert.lookAtSeats'
    : hasRoom ? 'concert.toRoom' : 'concert.choose');
  const isMain = now === 'open' && !isGone || now === 'soon' && hasRoom;
  const address = hasRoom && !isGone ? room : seats;
  const link = action.querySelector('a');
  // The link stays the same element, so that a refresh does not take the focus away.
  const named = link ?? h('a', null);
  named.className = `button ${isMain ? 'primary' : ''}`;
  named.href = address;
  if (named.textContent !== text) named.textContent = text;
  named.setAttribute('aria-label', `${text}: ${date(schedule.startsAt, schedule.timeZone)}`);
  if (!link) fill(action, named);
}

/** @param {Row} row @param {Map<string, Left> | null} left */
function paint({ schedule, prices }, left) {
  const categories = [
    ...schedule.categories,
    ...schedule.admissions.map(({ category, price }) => ({ name: category, color: null, price })),
  ].sort((one, other) => other.price - one.price);
  fill(prices, ...categories.map(({ name, color, price }) => {
    const of = left?.get(name);
    const shown = of && phase(schedule) === 'open' ? leftText(of) : null;
    const isColor = color !== null && /^#[0-9a-f]{3,8}$/i.test(color);
    return h('li', { class: shown?.kind === 'bad' ? 'gone' : null },
      h('span', { class: 'swatch', vars: isColor ? { colour: color } : null, 'aria-hidden': 'true' }),
      h('span', { class: 'grow' }, h('bdi', null, name)),
      shown ? h('span', { class: `tag ${shown.kind}` }, shown.text) : null,
      h('span', { class: 'price numbers' }, money(price, schedule.currency)));
  }));
}
