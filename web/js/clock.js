// The time of the server. A phone's clock may be minutes off, and a deadline must not depend on it.

/**
 * The offset of the server's clock from this one lies between these bounds, in milliseconds. The server's second lies
 * somewhere between sending a request and receiving its answer, so every answer narrows the bounds.
 */
let lowest = -Infinity, highest = Infinity;

/**
 * Notes one reading of the server's clock.
 * @param {number} server The reading, in milliseconds since 1970.
 * @param {number} sentAt When the request was sent, by `Date.now()`; for a message that the server sent by itself, when
 * it arrived.
 * @param {number} receivedAt When the answer arrived, by `Date.now()`.
 * @param {number} [precision] How far the true time may lie after the reading, in milliseconds.
 */
export function heard(server, sentAt, receivedAt, precision = 0) {
  if (!Number.isFinite(server)) return;
  const low = server - receivedAt, high = server + precision - sentAt;
  // Bounds that exclude each other: this clock was set, or has drifted. Only the new reading counts.
  const fits = low <= highest && high >= lowest;
  lowest = fits ? Math.max(low, lowest) : low;
  highest = fits ? Math.min(high, highest) : high;
}

/**
 * Notes the clock of an answer that no cache has kept.
 * @param {Headers} headers
 * @param {number} sentAt
 * @param {number} receivedAt
 */
export function heardHeaders(headers, sentAt, receivedAt) {
  const date = Date.parse(headers.get('Date') ?? '');
  const age = Number(headers.get('Age') ?? 0);
  // A header has whole seconds; so has the age that a shared cache adds.
  heard(date + age * 1000, sentAt, receivedAt, age > 0 ? 2000 : 1000);
}

/**
 * Notes the `now` of a `time` event, which took up to some seconds to arrive.
 * @param {string} iso
 */
export function heardEvent(iso) {
  const at = Date.now();
  heard(Date.parse(iso), at - 2000, at);
}

/** The server's time, in milliseconds since 1970; this clock's until the server has answered once. */
export function now() {
  if (lowest === -Infinity) return Date.now();
  return Date.now() + (lowest + highest) / 2;
}

/** The latest that the server's time may be: what is shown as left of a hold of 5 minutes is never more than 5:00. */
export const latest = () => highest === Infinity ? Date.now() : Date.now() + highest;

/** Whether the server's time is known. */
export const isKnown = () => lowest !== -Infinity;

/**
 * The parts of a time span, for a display that counts down.
 * @typedef {{total: number, days: number, hours: number, minutes: number, seconds: number, over: boolean}} Span
 */

/**
 * @param {number} milliseconds
 * @returns {Span} Rounded up to whole seconds, so that 0 is shown only when the time is over.
 */
export function span(milliseconds) {
  const total = Math.max(0, Math.ceil(milliseconds / 1000));
  return {
    total,
    days: Math.floor(total / 86400),
    hours: Math.floor(total / 3600) % 24,
    minutes: Math.floor(total / 60) % 60,
    seconds: total % 60,
    over: total === 0,
  };
}

/**
 * Calls `tick` now and at each second until the deadline, the last time with `over`. The time that is left is computed
 * each time from the deadline, so a page that slept shows the right time when it wakes.
 * @param {string} deadline RFC 3339.
 * @param {(left: Span) => void} tick
 * @returns {() => void} Ends the countdown.
 */
export function countdown(deadline, tick) {
  const end = Date.parse(deadline);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let ended = false;
  const step = () => {
    clearTimeout(timer);
    if (ended) return;
    const left = end - latest(), shown = { ...span(left), over: now() >= end };
    if (shown.over) stop();
    tick(shown);
    // At the next change of the display: at most a second, and never in a burst.
    if (!ended) timer = setTimeout(step, Math.max(50, left > 0 ? left % 1000 || 1000 : end - now()));
  };
  const wake = () => { if (!document.hidden) step(); };
  const stop = () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', wake);
  };
  document.addEventListener('visibilitychange', wake);
  step();
  return stop;
}
