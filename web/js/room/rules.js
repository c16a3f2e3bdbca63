// The rules of the waiting room. Pure.

/** @type {Record<string, Room.Phase>} */
const ofStatus = {
  BeforeDraw: 'draw', Called: 'called', Active: 'active', Missed: 'missed', RanOut: 'ranOut', Left: 'left',
  Served: 'served', Released: 'released', Closed: 'over',
};

/** @param {Room.Sale} sale @returns {Room.Phase} */
export function phaseOf({ startsAt, queue, place, queueIsOff, now }) {
  const isOpen = now >= Date.parse(queue.opensAt);
  if (now >= Date.parse(startsAt)) return place?.status === 'Served' ? 'served' : 'over';
  if (!queue.enabled || queueIsOff) return isOpen ? 'open' : 'opening';
  if (place) return ofStatus[place.status] ?? (isOpen ? 'waiting' : 'early');
  return queue.draining ? 'draining' : 'join';
}

/** @type {Room.OfPhase} */
export const hasPlace = phase => ['draw', 'early', 'waiting', 'called', 'active'].includes(phase);

/** For a first or a new place. @type {Room.MayJoin} */
export const mayJoin = (phase, queue) => phase === 'join'
  || (['missed', 'ranOut', 'left', 'served', 'released'].includes(phase) && !queue.draining);

/** Why no turn comes at the moment. @type {Room.Stops} */
export function stopOf(phase, queue, place) {
  if (phase !== 'waiting' && phase !== 'join') return null;
  const now = place ?? queue;
  if (now.soldOut) return 'soldOut';
  if (now.onlyHeldSeats) return 'onlyHeld';
  return now.paused ?? queue.paused ? 'paused' : null;
}

// Streams are for those whose turn is near.
const nearAhead = 300;

const backgroundFactor = 4;

/** @type {Room.LookIn} */
export function lookIn(retryAfterSeconds, { hidden, atLeastSeconds, random = Math.random() }) {
  const asked = Math.max(1, retryAfterSeconds ?? 10);
  const patient = hidden ? Math.min(asked * backgroundFactor, (atLeastSeconds ?? 0) / 3) : asked;
  return Math.max(asked, patient) * 1000 * (1 + random / 4);
}

/** @type {Room.WantsStream} */
export const wantsStream = (place, hidden) => !hidden && place !== null
  && (place.status === 'Called' || (place.status === 'Waiting' && place.ahead !== null && place.ahead < nearAhead));

/** @type {Room.Expect} */
export function expect(shown, wait, now) {
  if (!wait) return null;
  const from = now + wait.atLeastSeconds * 1000, to = now + wait.atMostSeconds * 1000;
  if (!shown) return { from, to, corrected: null };
  if (from > shown.to) return correct(shown, from, to, 'longer');
  if (to < shown.from) return correct(shown, from, to, 'sooner');
  const narrow = { from: Math.max(from, shown.from), to: Math.min(to, shown.to) };
  return narrow.to - narrow.from >= leastWidth(narrow.to - now) ? { ...narrow, corrected: shown.corrected } : shown;
}

/** @type {Room.Correct} */
const correct = (shown, from, to, direction) => shown.corrected && shown.corrected !== direction
  ? { from: Math.min(from, shown.from), to: Math.max(to, shown.to), corrected: direction }
  : { from, to, corrected: direction };

/** A narrower range would promise more than a pace of the last minute can keep. @param {number} left */
const leastWidth = left => Math.max(60_000, left / 4);

const steps = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 120, 180, 240, 360, 480, 720, 1440];

/** In round minutes, rounded outwards. @type {Room.MinutesLeft} */
export function minutesLeft({ from, to }, now) {
  const least = Math.max(0, (from - now) / 60_000), most = Math.max(0, (to - now) / 60_000);
  return { least: steps.findLast(step => step <= least) ?? 0, most: steps.find(step => step >= most) ?? null };
}

// Said aloud when they are reached: every step would drown everything else.
const spoken = [10_000, 5_000, 1_000, 500, 100, 50, 10, 1];

/** @type {Room.Steps} */
export const saysAhead = (before, ahead) => before !== null && spoken.some(mark => before > mark && ahead <= mark);

const prefix = 'wait:';

// The wait that this tab has shown: after a reload, its range and bar go on.
/** @type {Room.Recall} */
export function recallWait(place) {
  try { return JSON.parse(sessionStorage.getItem(prefix + place?.token) ?? '[null, null]'); } catch { return [null, null]; }
}

/** @type {Room.Keep} */
export function keepWait(place, expectation, firstAhead) {
  try {
    sessionStorage.setItem(prefix + place.token, JSON.stringify([expectation, firstAhead]));
  } catch { /* Without storage, a reload begins again. */ }
}
