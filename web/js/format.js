// Numbers, money and times as the reader's language writes them.
import { locale, t } from './text.js';

/** Intl objects take long to make. @type {Map<string, any>} */
const made = new Map();

/** @type {Clock.Kept} */
function kept(key, make) {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

/** @param {number} value */
export const number = value => kept('number', () => new Intl.NumberFormat(locale)).format(value);

/** @type {Clock.Money} */
export function money(minor, currency) {
  if (!currency) return t('format.points', { count: minor });
  const format = kept(`money ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }));
  return format.format(minor / 10 ** digits(currency));
}

/** Behind the point: 2 for EUR, 0 for KRW. @param {string} currency */
export function digits(currency) {
  return kept(`digits ${currency}`, () =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);
}

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {string} zone @param {Intl.DateTimeFormatOptions} options */
export function times(zone, options) {
  return kept(`time ${zone} ${JSON.stringify(options)}`, () => {
    try {
      return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone || undefined });
    } catch {
      return new Intl.DateTimeFormat(locale, options); // A zone that this browser does not know yet.
    }
  });
}

// 'Sat, 5 December 2026, 19:30'
/** @type {Clock.Write} */
export const dateTime = (time, zone) => times(zone ?? '', {
  weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit',
}).format(new Date(time));

/** @type {Clock.Write} */
export const clockTime = (time, zone) =>
  times(zone ?? '', { hour: 'numeric', minute: '2-digit' }).format(new Date(time));

// 'GMT+9'
/** @type {Clock.Write} */
export const zoneName = (time, zone) => times(zone ?? '', { timeZoneName: 'short' })
  .formatToParts(new Date(time)).find(part => part.type === 'timeZoneName')?.value ?? '';

/** The own time is null where it is the same. @type {Clock.Write<{venue: string, own: string | null}>} */
export function bothTimes(time, zone) {
  const venue = dateTime(time, zone), own = dateTime(time);
  return zone && venue !== own
    ? { venue: `${venue} ${zoneName(time, zone)}`, own: t('format.yourTime', { time: `${own} ${zoneName(time)}` }) }
    : { venue, own: null };
}

/** '2 days', '40 seconds' @param {number} seconds */
export function duration(seconds) {
  const [unit, length] = /** @type {const} */ ([['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]])
    .find(([, least]) => seconds >= least) ?? ['second', 1];
  return kept(`unit ${unit}`, () => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }))
    .format(Math.round(seconds / length));
}

/** '2 d 03:04:05', '1:04:05', '4:05' @param {Clock.Span} left */
export function spanText({ days, hours, minutes, seconds }) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const hour = days ? two(hours) : String(hours);
  const rest = days || hours ? `${hour}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  return days ? t('format.daysAnd', { count: days, rest }) : rest;
}
