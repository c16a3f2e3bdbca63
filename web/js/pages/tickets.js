// The tickets: one a swipe, also without a connection, in full screen for the gate, and on paper.
import { carousel } from '../carousel.js';
import { date, exactTime } from '../dates.js';
import { showProblem } from '../faults.js';
import { bothTimes, clockTime, dateTime } from '../format.js';
import { showHolds } from '../holds.js';
import '../icons.js';
import { isPast, keptTickets, readTickets } from '../keep.js';
import { announce, fill, h, icon, notice, start } from '../page.js';
import { seatName } from '../seat.js';
import { tabs } from '../tabs.js';
import { t } from '../text.js';

/** @typedef {import('../keep.js').Tickets} Tickets */
/** @typedef {import('../keep.js').Ticket} Ticket */
/** @typedef {import('../keep.js').Show} Show */

/** Pictures of this page by ticket; drawing the list again does not make new ones. @type {Map<string, string>} */
const addresses = new Map();

start({ title: 'tickets.title', needsSession: true, current: '/tickets', patience: 1 }, async (main, who) => {
  const state = h('div', { class: 'as-of', role: 'status' });
  const place = h('div', { class: 'stack loose' });
  const holds = h('div', { class: 'stack' });
  main.append(h('h1', null, t('tickets.title')), tabs('/tickets'), holds, state, place);
  navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
  if (!who.user) return void fill(place, notice('warn', t('tickets.noneKept'), t('tickets.noneKept.do')));

  const userId = who.user.id;
  /** @type {Tickets | null} */
  let shown = await keptTickets(userId);
  if (shown) show(place, shown);
  else fill(place, h('div', { class: 'skeleton block tall' }));
  const refresh = async () => {
    fill(state, shown ? [h('span', null, asOf(shown)), ' ', h('span', { class: 'muted' }, t('tickets.refreshing'))] : null);
    const { tickets, problem } = await readTickets(userId, shown);
    if (tickets) {
      if (!shown || !isSame(shown, tickets)) show(place, tickets);
      shown = tickets;
      fill(state, h('span', { class: 'muted' }, asOf(tickets)));
    } else if (shown) {
      fill(state, icon('offline'), h('span', null, t('tickets.kept', { time: when(shown) })),
        h('button', { class: 'button quiet', type: 'button', onclick: refresh }, t('problem.retry')));
    } else if (problem) {
      showProblem(place, problem, { retry: refresh });
    }
  };
  if (!who.offline) showHolds(holds);
  await refresh();
  addEventListener('online', refresh);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
});

/** @param {Tickets} tickets */
function when({ at }) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? exactTime(at) : dateTime(at);
}

/** @param {Tickets} tickets */
const asOf = tickets => t('site.asOf', { time: when(tickets) });

/** @param {Tickets} one @param {Tickets} other */
const isSame = (one, other) => ['tickets', 'shows', 'pictures'].every(part =>
  JSON.stringify(Reflect.get(one, part)) === JSON.stringify(Reflect.get(other, part)));

/** @param {HTMLElement} place @param {Tickets} all */
function show(place, all) {
  const { tickets, shows } = all;
  const groups = Map.groupBy(tickets, ({ scheduleId }) => scheduleId);
  const sorted = [...groups].sort(([one], [other]) => time(shows[one]) - time(shows[other]));
  const coming = sorted.filter(([id, of]) => !isPast(shows[id]) && of.some(({ isCancelled }) => !isCancelled));
  const rest = sorted.filter(one => !coming.includes(one)).reverse();
  fill(place,
    coming.map(([id, of]) => event(shows[id], of.filter(({ isCancelled }) => !isCancelled), all)),
    coming.length ? null : h('div', { class: 'empty' }, icon('ticket'), h('h2', null, t('tickets.none')),
      h('p', null, h('a', { href: '/' }, t('tickets.none.do')))),
    rest.length ? h('details', { class: 'card flat no-print' }, h('summary', null, t('tickets.past')),
      h('ul', { class: 'list' }, rest.flatMap(([id, of]) => of.map(ticket => past(shows[id], ticket))))) : null);
}

/** @param {Show | undefined} show */
const time = show => show ? Date.parse(show.startsAt) : 0;

/** @param {Show | undefined} show @param {Ticket[]} tickets @param {Tickets} all */
function event(show, tickets, all) {
  const { venue, own } = show ? bothTimes(show.startsAt, show.timeZone) : { venue: '', own: null };
  const pages = carousel(show?.title ?? t('nav.tickets'), tickets.map(ticket => face(ticket, all)));
  let at = 0;
  pages.element.querySelector('.track')?.addEventListener('scroll', event => {
    const track = /** @type {HTMLElement} */ (event.target);
    at = Math.round(Math.abs(track.scrollLeft) / Math.max(1, track.clientWidth));
  });
  return h('section', { class: 'card event' },
    h('div', { class: 'event-head stack' },
      h('h2', null, h('bdi', null, show?.title ?? t('nav.tickets'))),
      show ? [
        h('p', null, h('time', { datetime: show.startsAt }, venue), own ? h('span', { class: 'muted small own-time' }, ` ${own}`) : null),
        h('p', { class: 'muted' }, h('bdi', null, show.venue), ` · ${t('event.doors', { time: clockTime(show.doorsAt, show.timeZone) })}`),
      ] : null),
    pages.element,
    h('div', { class: 'actions no-print' },
      h('button', { class: 'button primary', type: 'button', onclick: () => gate(show, tickets, all, at) },
        icon('enlarge'), t('tickets.gate')),
      h('button', { class: 'button', type: 'button', onclick: () => print() }, icon('print'), t('tickets.print'))));
}

/** A ticket as it is shown at the gate: black on white in any mode. @param {Ticket} ticket @param {Tickets} all */
function face(ticket, all) {
  const { id, category, block, row, seatNumber, usedAt, usedGate } = ticket;
  const address = picture(id, all);
  const seat = seatName(ticket) ?? category;
  return h('article', { class: usedAt ? 'face used' : 'face', 'aria-label': seat },
    address
      ? h('img', { class: 'code', src: address, alt: t('tickets.codeOf', { seat }), draggable: 'false' })
      : h('p', { class: 'code missing' }, t('tickets.noPicture')),
    usedAt ? h('p', { class: 'tag bad' }, t('tickets.used', { time: dateTime(usedAt), gate: usedGate ?? '' })) : null,
    h('dl', { class: 'seat' },
      [['tickets.block', block], ['tickets.row', row], ['tickets.seat', seatNumber]].map(([key, value]) =>
        value ? h('div', null, h('dt', null, t(key ?? '')), h('dd', { dir: 'auto' }, value)) : null)),
    h('p', { class: 'strong', dir: 'auto' }, category));
}

/** @param {string} id @param {Tickets} all */
function picture(id, { pictures }) {
  const known = addresses.get(id);
  if (known || !pictures[id]) return known;
  const address = URL.createObjectURL(new Blob([pictures[id]], { type: 'image/svg+xml' }));
  addresses.set(id, address);
  return address;
}

/** @param {Show | undefined} show @param {Ticket} ticket */
function past(show, ticket) {
  const { category, isCancelled, usedAt } = ticket;
  return h('li', { class: 'row spread' },
    h('div', null, h('p', { class: 'strong' }, h('bdi', null, show?.title ?? '')),
      h('p', { class: 'muted small' }, show ? `${date(show.startsAt, show.timeZone)} · ` : null, h('bdi', null, seatName(ticket) ?? category))),
    isCancelled ? h('span', { class: 'tag' }, t('tickets.cancelled')) : usedAt ? h('span', { class: 'tag' }, t('tickets.wasUsed')) : null);
}

/**
 * All the light of the screen: white, full screen, and the screen stays on.
 * @param {Show | undefined} show @param {Ticket[]} tickets @param {Tickets} all @param {number} at
 */
async function gate(show, tickets, all, at) {
  const pages = carousel(show?.title ?? t('nav.tickets'), tickets.map(ticket => face(ticket, all)));
  const close = h('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, icon('close'), t('site.close'));
  const dialog = h('dialog', { class: 'gate', 'aria-label': show?.title ?? t('nav.tickets') },
    h('div', { class: 'row spread' }, h('p', { class: 'strong clamp' }, h('bdi', null, show?.title ?? '')), close),
    pages.element, h('p', { class: 'small centered' }, t('tickets.bright')));
  document.body.append(dialog);
  dialog.showModal();
  pages.go(at, 'auto');
  /** @type {HTMLElement | null} */ (dialog.querySelector('.track'))?.focus();
  announce(t('tickets.bright'));
  dialog.requestFullscreen?.().catch(() => undefined);
  const lock = await navigator.wakeLock?.request('screen').catch(() => null);
  dialog.addEventListener('close', () => {
    lock?.release();
    if (document.fullscreenElement) document.exitFullscreen();
    dialog.remove();
  });
  if (!dialog.open) dialog.dispatchEvent(new Event('close'));
}
