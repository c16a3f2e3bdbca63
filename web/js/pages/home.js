// The list of concerts with their next dates, the state of their sale, and the seats left.
import { get } from '../api.js';
import { art } from '../art.js';
import { date, leaf } from '../dates.js';
import { showProblem } from '../faults.js';
import { dateTime, money } from '../format.js';
import { showHolds } from '../holds.js';
import '../icons.js';
import { announce, fill, h, icon, start } from '../page.js';
import { leftOf, leftText, phase, saleTag, sum } from '../sale.js';
import { t } from '../text.js';

/** @typedef {{id: string, title: string, venue: string, description: string}} Concert */
/** @typedef {import('../sale.js').Schedule} Schedule */

start({ title: 'home.title', current: '/' }, async (main, who) => {
  const wanted = new URLSearchParams(location.search);
  const field = h('input', {
    class: 'input', type: 'search', name: 'search', id: 'search', value: wanted.get('search') ?? '', maxlength: 200,
    enterkeyhint: 'search', autocomplete: 'off', placeholder: t('home.searchHint'),
  });
  const holds = h('div', { class: 'stack' });
  const list = h('ul', { class: 'grid' });
  const more = h('div', { class: 'centered' });
  const fault = h('div');
  main.append(
    h('div', { class: 'hero' },
      h('h1', null, t('home.heading')),
      h('form', { class: 'search with-button', role: 'search', action: '/' },
        h('label', { class: 'visually-hidden', for: 'search' }, t('home.search')),
        field, h('button', { class: 'button primary' }, icon('search'), h('span', null, t('home.search'))))),
    holds, list, fault, more);
  if (who.user && !who.offline) showHolds(holds);
  await load({ list, more, fault }, wanted.get('search') ?? '', null);
});

/**
 * @param {{list: HTMLElement, more: HTMLElement, fault: HTMLElement}} places
 * @param {string} search
 * @param {string | null} cursor
 */
async function load(places, search, cursor) {
  const { list, more, fault } = places;
  const query = new URLSearchParams({ limit: '24' });
  if (search.trim()) query.set('search', search.trim());
  if (cursor) query.set('cursor', cursor);
  fill(fault);
  const waiting = [0, 1, 2].map(() => h('li', { class: 'skeleton block', 'aria-hidden': 'true' }));
  fill(more);
  list.append(...waiting);
  const answer = await get(`/concerts?${query}`);
  for (const one of waiting) one.remove();
  if (!answer.ok) return showProblem(fault, answer, { retry: () => load(places, search, cursor) });

  const { items, nextCursor } = answer.body;
  const cards = items.map(card);
  list.append(...cards);
  if (cursor) cards[0]?.querySelector('a')?.focus();
  else if (search) announce(items.length ? t('home.found', { count: items.length }) : t('home.nothing', { search }));
  if (!cursor && !items.length) fill(more, nothing(search));
  if (nextCursor) {
    fill(more, h('button', { class: 'button', type: 'button', onclick: () => load(places, search, nextCursor) },
      t('site.more')));
  }
}

/** @param {string} search */
const nothing = search => h('div', { class: 'empty' }, icon('ticket'),
  search
    ? [h('h2', null, t('home.nothing', { search })), h('p', null, h('a', { href: '/' }, t('home.all')))]
    : [h('h2', null, t('home.empty')), h('p', null, t('home.empty.do'))]);

/** Dates are asked for when a card comes into view, so that a long list does not ask for all of them. */
const seen = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    target.dispatchEvent(new Event('seen'));
  }
}, { rootMargin: '200px' });

/** @param {Concert} concert */
function card({ id, title, venue }) {
  const picture = art(id);
  const facts = h('div', { class: 'facts-line', 'aria-live': 'off' }, h('span', { class: 'skeleton text' }));
  const item = h('li', { class: 'concert-card' },
    picture,
    h('div', { class: 'body stack' },
      h('h2', null, h('a', { href: `/concerts/${id}` }, h('bdi', null, title))),
      h('p', { class: 'muted row' }, icon('pin'), h('bdi', null, venue)),
      facts));
  item.addEventListener('seen', () => dates(id, picture, facts));
  seen.observe(item);
  return item;
}

/** @param {string} id @param {HTMLElement} picture @param {HTMLElement} facts */
async function dates(id, picture, facts) {
  const answer = await get(`/concerts/${id}/schedules?limit=20`);
  /** @type {Schedule[]} */
  const found = [...answer.body?.items ?? []].sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
  const next = found[0];
  if (!next) return void fill(facts, answer.ok ? h('p', { class: 'muted' }, t('home.noDates')) : null);

  const { month, day } = leaf(next.startsAt, next.timeZone);
  picture.append(h('div', { class: 'leaf', 'aria-hidden': 'true' }, h('span', null, month), h('strong', null, day)));
  const left = h('span');
  const prices = [...next.categories, ...next.admissions].map(({ price }) => price);
  fill(facts,
    h('p', null, h('time', { datetime: next.startsAt }, dateTime(next.startsAt, next.timeZone)),
      found.length > 1 ? [' ', h('span', { class: 'muted nowrap' }, moreDates(found, !!answer.body.nextCursor))] : null),
    h('p', { class: 'row wrap' }, saleTag(next, () => showLeft(next, left)), left,
      prices.length ? h('span', { class: 'muted small' },
        t('home.from', { price: money(Math.min(...prices), next.currency) })) : null));
  if (phase(next) === 'open') await showLeft(next, left);
}

/** @param {Schedule[]} found @param {boolean} isCut */
function moreDates(found, isCut) {
  const last = found[found.length - 1];
  return isCut
    ? t('home.manyDates')
    : t('home.moreDates', { count: found.length - 1, last: date(last.startsAt, last.timeZone) });
}

/** @param {Schedule} schedule @param {HTMLElement} place */
async function showLeft(schedule, place) {
  const left = await leftOf(schedule);
  if (!left) return;
  const { text, kind } = leftText(sum(left));
  if (kind === 'good') return;
  const onSale = place.previousElementSibling;
  if (kind === 'bad') onSale?.remove();
  fill(place, h('span', { class: `tag ${kind}` }, text));
}
