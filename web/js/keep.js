// The tickets of the fan on this device, for a gate without reception. Nothing else of the fan is kept.
import { get } from './api.js';
import { eventsOf } from './catalog.js';
import { lastUser, ticketCache } from './session.js';

/**
 * @typedef {{id: string, reservationId: string, scheduleId: string, seat: string | null, block: string | null,
 *   row: string | null, seatNumber: string | null, label: string | null, category: string, code: string,
 *   isCancelled: boolean, usedAt: string | null, usedGate: string | null}} Ticket
 */
/** What a ticket is for. @typedef {{title: string, venue: string, startsAt: string, doorsAt: string, timeZone?: string | null}} Show */

/**
 * @typedef {object} Tickets
 * @property {string} userId
 * @property {string} at When they were read.
 * @property {Ticket[]} tickets
 * @property {Record<string, Show>} shows By the id of their date.
 * @property {Record<string, string>} pictures SVG by the id of the ticket.
 */

const address = '/kept/tickets', mostPages = 5, atATime = 4;

/** The copy of this device. @param {string} userId @returns {Promise<Tickets | null>} */
export async function keptTickets(userId) {
  try {
    const found = await (await open())?.match(address);
    /** @type {Tickets | null} */
    const kept = found ? await found.json() : null;
    return kept?.userId === userId ? kept : null;
  } catch {
    return null;
  }
}

/** A browser has no such cache for a page that came over plain HTTP from another machine. */
const open = async () => globalThis.caches?.open(ticketCache);

/**
 * Reads the tickets from the server and keeps them.
 * @param {string} userId
 * @param {Tickets | null} kept Pictures that are there already are not read again: they never change.
 * @returns {Promise<{tickets: Tickets | null, problem: Api.Answer | null}>}
 */
export async function readTickets(userId, kept) {
  /** @type {Ticket[]} */
  const tickets = [];
  let cursor = null;
  for (let page = 0; page < mostPages; page++) {
    const answer = await get(`/tickets?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, { patience: 6 });
    if (!answer.ok) return { tickets: null, problem: answer };
    tickets.push(...answer.body.items);
    cursor = answer.body.nextCursor;
    if (!cursor) break;
  }

  const shows = await showsOf(tickets, kept);
  const pictures = await picturesOf(tickets.filter(ticket => isFor(ticket, shows)), kept);
  const all = { userId, at: new Date().toISOString(), tickets, shows, pictures };
  await keep(all);
  return { tickets: all, problem: null };
}

/** Whether a picture is of use: the ticket is valid and its date was not days ago. @param {Ticket} ticket @param {Record<string, Show>} shows */
function isFor({ isCancelled, scheduleId }, shows) {
  return !isCancelled && !isPast(shows[scheduleId]);
}

/** A date is past a day after its start: nothing says when it ends. @param {Show | undefined} show */
export const isPast = show => show !== undefined && Date.parse(show.startsAt) + 24 * 3600_000 < Date.now();

/** @param {Ticket[]} tickets @param {Tickets | null} kept @returns {Promise<Record<string, Show>>} */
async function showsOf(tickets, kept) {
  /** @type {Record<string, Show>} */
  const shows = {};
  for (const [id, { schedule, concert }] of await eventsOf(tickets.map(({ scheduleId }) => scheduleId))) {
    const { title, venue } = concert ?? kept?.shows[id] ?? { title: '', venue: '' };
    const { startsAt, doorsAt, timeZone } = schedule ?? kept?.shows[id] ?? { startsAt: '', doorsAt: '', timeZone: null };
    if (startsAt) shows[id] = { title, venue, startsAt, doorsAt, timeZone };
  }
  return shows;
}

/** @param {Ticket[]} tickets @param {Tickets | null} kept @returns {Promise<Record<string, string>>} */
async function picturesOf(tickets, kept) {
  /** @type {Record<string, string>} */
  const pictures = {};
  const wanted = tickets.filter(({ id }) => {
    if (kept?.pictures[id]) pictures[id] = kept.pictures[id];
    return !pictures[id];
  });
  const work = async () => {
    for (let ticket = wanted.shift(); ticket; ticket = wanted.shift()) {
      const answer = await fetch(`/api/v1/tickets/${ticket.id}.svg`).catch(() => null);
      if (answer?.ok) pictures[ticket.id] = await answer.text();
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return pictures;
}

/** @param {Tickets} tickets */
async function keep(tickets) {
  const cache = await open().catch(() => undefined);
  // Another tab may have signed out, or in with another account, in the meantime.
  if (!cache || lastUser()?.id !== tickets.userId) return;
  const answer = new Response(JSON.stringify(tickets), { headers: { 'Content-Type': 'application/json' } });
  await cache.put(address, answer).catch(() => undefined);
  if (lastUser()?.id !== tickets.userId) await caches.delete(ticketCache);
}
