// The time of the server. A phone's clock may be minutes off, and a deadline must not depend on it.

// The offset of the server's clock lies between these bounds. Its second lies somewhere between sending a request and
// receiving the answer, so every answer narrows them.
let lowest = -Infinity, highest = Infinity;

/** @type {Clock.Hear} */
export function heard(server, sentAt, receivedAt, precision = 0) {
  if (!Number.isFinite(server)) return;
  const low = server - receivedAt, high = server + precision - sentAt;
  // Bounds that exclude each other: this clock was set, or has drifted. Only the new reading counts.
  const fits = low <= highest && high >= lowest;
  lowest = fits ? Math.max(low, lowest) : low;
  highest = fits ? Math.min(high, highest) : high;
}

/** @param {Headers} headers @param {number} sentAt @param {number} receivedAt */
export function heardHeaders(headers, sentAt, receivedAt) {
  const date = Date.parse(headers.get('Date') ?? '');
  const age = Number(headers.get('Age') ?? 0);
  // A header has whole seconds; so has the age that a shared cache adds.
  heard(date + age * 1000, sentAt, receivedAt, age > 0 ? 2000 : 1000);
}

// A `time` event may be late, on a bad connection by as long as a stream may be silent: it says only that it is not
// earlier.
const mostLate = 60_000;
/** @param {string} iso */
export function heardEvent(iso) {
  const at = Date.now();
  heard(Date.parse(iso), at - mostLate, at);
}

/** The server's time, in milliseconds since 1970; this clock's until the server has answered once. */
export const now = () => lowest === -Infinity ? Date.now() : Date.now() + (lowest + highest) / 2;

/** The latest that the server's time may be: what is shown as left of a hold of 5 minutes is never more than 5:00. */
export const latest = () => highest === Infinity ? Date.now() : Date.now() + highest;

// Rounded up to whole seconds, so that 0 is shown only when the time is over.
/** @param {number} milliseconds @returns {Clock.Span} */
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
