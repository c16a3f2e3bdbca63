// Which part of waiting a fan is in. Pure: the page gives everything it has read, and the server's time.

/**
 * @typedef {object} Place  A fan's place, as `GET /schedules/{id}/place` and `GET /queue-tokens/{token}` answer it.
 * @property {string} token
 * @property {number} number
 * @property {string} status
 * @property {number|null} ahead
 * @property {{atLeastSeconds: number, atMostSeconds: number}|null} [estimatedWait]
 * @property {string|null} activeUntil
 * @property {string|null} [claimUntil]
 * @property {number|null} [moreTimesLeft]
 * @property {boolean} soldOut
 * @property {boolean} onlyHeldSeats
 */

/**
 * @typedef {object} Queue  `GET /schedules/{id}/queue`
 * @property {boolean} enabled
 * @property {boolean} paused
 * @property {boolean} draining
 * @property {string} opensAt
 * @property {number} waiting
 * @property {boolean} soldOut
 * @property {boolean} onlyHeldSeats
 * @property {{commitment: string, key: string|null, entries: number|null}|null} draw
 */

/**
 * @typedef {object} Sale  What a phase follows from.
 * @property {string} startsAt  When the event begins.
 * @property {Queue} queue
 * @property {Place|null} place
 * @property {boolean} queueIsOff  The last look at the place answered that there is no queue.
 * @property {number} now  The server's time, ms since 1970.
 */

/**
 * @typedef {'over'|'opening'|'open'|'draining'|'join'|'draw'|'early'|'waiting'|'called'|'active'|'missed'|'ranOut'
 *   |'left'|'served'|'released'} Phase
 */

/** @type {Record<string, Phase>} */
const ofStatus = {
  BeforeDraw: 'draw', Called: 'called', Active: 'active', Missed: 'missed', RanOut: 'ranOut', Left: 'left',
  Served: 'served', Released: 'released', Closed: 'over',
};

/**
 * @param {Sale} sale
 * @returns {Phase}
 */
export function phaseOf({ startsAt, queue, place, queueIsOff, now }) {
  const isOpen = now >= Date.parse(queue.opensAt);
  if (now >= Date.parse(startsAt)) return place?.status === 'Served' ? 'served' : 'over';
  if (!queue.enabled || queueIsOff) return isOpen ? 'open' : 'opening';
  if (place) return ofStatus[place.status] ?? (isOpen ? 'waiting' : 'early');
  return queue.draining ? 'draining' : 'join';
}

/** Whether the place may still change by itself, so that the page must go on asking. @param {Phase} phase */
export const isOpenEnded = phase => ['draw', 'early', 'waiting', 'called', 'active'].includes(phase);

/** Whether the fan has a place that can be given back. @param {Phase} phase */
export const hasPlace = phase => ['draw', 'early', 'waiting', 'called', 'active'].includes(phase);

/** Whether a fan may ask for a (new) place. @param {Phase} phase @param {Queue} queue */
export const mayJoin = (phase, queue) => phase === 'join'
  || (['missed', 'ranOut', 'left', 'served', 'released'].includes(phase) && !queue.draining);

/**
 * Why no turn comes at the moment; null when turns come, or come later anyway.
 * @param {Phase} phase
 * @param {Queue} queue
 * @param {Place|null} place
 * @returns {'paused'|'soldOut'|'onlyHeld'|null}
 */
export function stopOf(phase, queue, place) {
  if (phase !== 'waiting' && phase !== 'join') return null;
  const now = place ?? queue;
  if (now.soldOut) return 'soldOut';
  if (now.onlyHeldSeats) return 'onlyHeld';
  return queue.paused ? 'paused' : null;
}
