// The rules of the waiting room: which phase a fan is in, when to ask again, how long the wait may be. Pure.
/** @typedef {import('./types.js').Phase} Phase */
/** @typedef {import('./types.js').Place} Place */
/** @typedef {import('./types.js').Queue} Queue */
/** @typedef {import('./types.js').Expectation} Expectation */

/** @type {Record<string, Phase>} */
const ofStatus = {
  BeforeDraw: 'draw', Called: 'called', Active: 'active', Missed: 'missed', RanOut: 'ranOut', Left: 'left',
  Served: 'served', Released: 'released', Closed: 'over',
};

/**
 * @param {import('./types.js').Sale} sale
 * @returns {Phase}
 */
export function phaseOf({ startsAt, queue, place, queueIsOff, now }) {
  const isOpen = now >= Date.parse(queue.opensAt);
  if (now >= Date.parse(startsAt)) return place?.status === 'Served' ? 'served' : 'over';
  if (!queue.enabled || queueIsOff) return isOpen ? 'open' : 'opening';
  if (place) return ofStatus[place.status] ?? (isOpen ? 'waiting' : 'early');
  return queue.draining ? 'draining' : 'join';
}

/** Whether the fan has a place: it may change by itself, and can be given back. @param {Phase} phase */
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
  return now.paused ?? queue.paused ? 'paused' : null;
}

/** A page with the stream hears of every step; streams are for those whose turn is near. */
const nearAhead = 300;

/** A page in the background asks up to this much less often. */
const backgroundFactor = 4;

/**
 * Milliseconds until the next look. Never earlier than the server asked for, and spread over a quarter more, so that
 * half a million pages that were opened in the same second drift apart. A page in the background asks less, but never
 * so late that a third of the least wait passes unseen: a turn that comes must not be missed.
 * @param {number|null} retryAfterSeconds
 * @param {{hidden: boolean, atLeastSeconds: number|null, random?: number}} how
 */
export function lookIn(retryAfterSeconds, { hidden, atLeastSeconds, random = Math.random() }) {
  const asked = Math.max(1, retryAfterSeconds ?? 10);
  const patient = hidden ? Math.min(asked * backgroundFactor, (atLeastSeconds ?? 0) / 3) : asked;
  return Math.max(asked, patient) * 1000 * (1 + random / 4);
}

/**
 * Whether the page should listen to the stream instead of polling.
 * @param {Place|null} place
 * @param {boolean} hidden
 */
export const wantsStream = (place, hidden) => !hidden && place !== null
  && (place.status === 'Called' || (place.status === 'Waiting' && place.ahead !== null && place.ahead < nearAhead));

/**
 * What the page says about the wait after one more answer. A range that moves with every answer teaches a fan to
 * believe none. So the range shown is kept while the server's range overlaps it, and only gets narrower; when the
 * server's range lies outside, it is corrected once and the page says so. A correction back is shown as the range
 * that covers both, because then the pace itself is uncertain.
 * @param {Expectation|null} shown
 * @param {import('./types.js').Wait|null|undefined} wait
 * @param {number} now
 * @returns {Expectation|null}
 */
export function expect(shown, wait, now) {
  if (!wait) return null;
  const from = now + wait.atLeastSeconds * 1000, to = now + wait.atMostSeconds * 1000;
  if (!shown) return { from, to, corrected: null };
  if (from > shown.to) return correct(shown, from, to, 'longer');
  if (to < shown.from) return correct(shown, from, to, 'sooner');
  const narrow = { from: Math.max(from, shown.from), to: Math.min(to, shown.to) };
  return narrow.to - narrow.from >= leastWidth(narrow.to - now) ? { ...narrow, corrected: shown.corrected } : shown;
}

/**
 * @param {Expectation} shown
 * @param {number} from
 * @param {number} to
 * @param {'longer'|'sooner'} direction
 */
const correct = (shown, from, to, direction) => shown.corrected && shown.corrected !== direction
  ? { from: Math.min(from, shown.from), to: Math.max(to, shown.to), corrected: direction }
  : { from, to, corrected: direction };

/** A narrower range would promise more than a pace of the last minute can keep. @param {number} left */
const leastWidth = left => Math.max(60_000, left / 4);

const steps = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 120, 180, 240, 360, 480, 720, 1440];

/**
 * The range in round minutes or hours, given in minutes and rounded outwards. `least` is 0 when the turn may come at any
 * moment; `most` is null when it is more than a day.
 * @param {Expectation} expectation
 * @param {number} now
 */
export function minutesLeft({ from, to }, now) {
  const least = Math.max(0, (from - now) / 60_000), most = Math.max(0, (to - now) / 60_000);
  return { least: steps.findLast(step => step <= least) ?? 0, most: steps.find(step => step >= most) ?? null };
}

/** Numbers of fans ahead that are said aloud when they are reached. */
const spoken = [10_000, 5_000, 1_000, 500, 100, 50, 10, 1];

/**
 * Whether a step towards the front is said aloud: every step would drown everything else.
 * @param {number|null} before
 * @param {number} ahead
 */
export const saysAhead = (before, ahead) => before !== null && spoken.some(mark => before > mark && ahead <= mark);

const prefix = 'wait:';

/**
 * What this tab has shown about a place: after a reload, the range and the bar go on instead of beginning again.
 * @param {Place|null} place
 * @returns {[Expectation|null, number|null]}
 */
export function recallWait(place) {
  try { return JSON.parse(sessionStorage.getItem(prefix + place?.token) ?? '[null, null]'); } catch { return [null, null]; }
}

/**
 * @param {Place} place
 * @param {Expectation|null} expectation
 * @param {number|null} firstAhead
 */
export function keepWait(place, expectation, firstAhead) {
  try {
    sessionStorage.setItem(prefix + place.token, JSON.stringify([expectation, firstAhead]));
  } catch { /* Without storage, a reload begins again. */ }
}
