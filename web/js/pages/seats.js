// Choosing seats: /schedules/{id}/seats. A fan whose turn has not come gets a summary and the way to the waiting room.

import { get, signInAddress } from '../api.js';
import { now } from '../clock.js';
import { countdown } from '../countdown.js';
import { showProblem } from '../faults.js';
import { bothTimes, dateTime, spanText } from '../format.js';
import '../icons.js';
import { fill, h, icon, idOfPath, notice, setTitle, start } from '../page.js';
import { t } from '../text.js';
import { Sale } from '../map/sale.js';
import { showSummary } from '../map/summary.js';

start({ title: 'seats.title', texts: ['refusal'] }, async (main, who) => {
  main.classList.add('seats');
  const id = idOfPath(), path = `/schedules/${id}`;
  const [schedule, queue, own] = await Promise.all([
    get(path, { stay: true }), get(`${path}/queue`, { stay: true }), who.user ? get(`${path}/place`, { stay: true }) : null,
  ]);
  if (!schedule.ok) return showProblem(main, schedule, { retry: () => location.reload() });
  await head(main, schedule.body);
  const place = own?.body?.place ?? null;
  // A queue or a place that cannot be read does not keep a fan away: the server asks for a turn with each reservation.
  const isKnown = !who.user || own?.ok;
  if (queue.body?.enabled && isKnown && place?.status !== 'Active') return showSummary(main, schedule.body, place);
  main.append(saleNotice(schedule.body));
  if (!who.user)
    main.append(notice('info', t('seats.signIn'), undefined, h('a', { class: 'button', href: signInAddress() }, t('nav.signIn'))));
  await new Sale(schedule.body, who, place?.status === 'Active' ? place : null).open(main);
});

/**
 * What is being sold here.
 * @param {HTMLElement} main
 * @param {{concertId: string, startsAt: string, timeZone?: string | null}} schedule
 */
async function head(main, schedule) {
  const title = h('h1', null, t('seats.title')), facts = h('p', { class: 'muted seats-facts' });
  const address = `/concerts/${schedule.concertId}`;
  main.append(h('div', { class: 'seats-head' },
    h('a', { class: 'button round quiet', href: address, 'aria-label': t('seats.back') }, icon('back')), h('div', { class: 'grow' }, title, facts)));
  const { venue, own } = bothTimes(schedule.startsAt, schedule.timeZone);
  fill(facts, venue, own ? ` (${own})` : null);
  // The title of the concert may come later than the map.
  get(`/concerts/${schedule.concertId}`, { stay: true, cache: 'default' }).then(({ ok, body }) => {
    if (!ok) return;
    fill(title, body.title);
    setTitle(body.title);
    fill(facts, venue, own ? ` (${own})` : null, ' · ', body.venue);
  });
}

/**
 * Says so when nothing can be held yet, or any more.
 * @param {{opensAt: string, startsAt: string, timeZone?: string | null}} schedule
 */
function saleNotice({ opensAt, startsAt, timeZone }) {
  const place = h('div', { class: 'seats-notice' });
  if (Date.parse(startsAt) <= now()) fill(place, notice('info', t('seats.over')));
  else if (Date.parse(opensAt) > now()) {
    const left = h('strong', { class: 'countdown' });
    fill(place, notice('info', t('seats.notYet', { time: dateTime(opensAt, timeZone) }), t('seats.notYet.do'), left));
    countdown(opensAt, span => {
      left.textContent = spanText(span);
      if (span.over) fill(place);
    });
  }
  return place;
}
