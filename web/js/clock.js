// The server's time: a phone's clock may be minutes off. Its offset lies between these bounds; every answer narrows them.
let lowest = -Infinity, highest = Infinity;

/** @type {Clock.Hear} */
export function heard(server, sentAt, receivedAt, precision = 0) {
  if (!Number.isFinite(server)) return;
  const low = server - receivedAt, high = server + precision - sentAt;
  // Otherwise this clock was set, and only the new reading counts.
  const fits = low <= highest && high >= lowest;
  lowest = fits ? Math.max(low, lowest) : low;
  highest = fits ? Math.min(high, highest) : high;
}

/** @type {Clock.HearHeaders} */
export function heardHeaders(headers, sentAt, receivedAt) {
  const date = Date.parse(headers.get('Date') ?? '');
  const age = Number(headers.get('Age') ?? 0);
  // Both have whole seconds; `Age` is of a shared cache.
  heard(date + age * 1000, sentAt, receivedAt, age > 0 ? 2000 : 1000);
}

// A `time` event may be late, on a bad connection by a minute: it only says that the server's time is not earlier.
/** @param {string} iso */
export function heardEvent(iso) {
  const low = Date.parse(iso) - Date.now();
  if (!(low > lowest)) return;
  lowest = low;
  // Nothing else was heard, or something older, such as a header that a busy server sent late.
  if (highest === Infinity || highest < low) highest = low + 2000;
}

/** Milliseconds since 1970. */
export const now = () => lowest === -Infinity ? Date.now() : Date.now() + (lowest + highest) / 2;

/** The latest that it may be: a hold of 5 minutes never shows more than 5:00. */
export const latest = () => highest === Infinity ? Date.now() : Date.now() + highest;

/** Rounded up: 0 is shown only when the time is over. @type {Clock.ToSpan} */
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
