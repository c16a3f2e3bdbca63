// Numbers, money and times as the reader's language writes them.
import { locale, t } from './text.js';

/** Making an Intl object takes longer than using it. @type {Map<string, any>} */
const made = new Map();

/** @template T @param {string} key @param {() => T} make @returns {T} */
function kept(key, make) {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

/** @param {number} value */
export const number = value => kept('number', () => new Intl.NumberFormat(locale)).format(value);

/** @param {number} share From 0 to 1. */
export const percent = share =>
  kept('percent', () => new Intl.NumberFormat(locale, { style: 'percent' })).format(share);

/**
 * @param {number} minor The amount in the smallest unit of the currency: cents, or whole won.
 * @param {string | null} [currency] ISO 4217; points without one.
 */
export function money(minor, currency) {
  if (!currency) return t('format.points', { count: minor });
  const format = kept(`money ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }));
  return format.format(minor / 10 ** digits(currency));
}

/** How many digits the currency has behind the point: 2 for EUR, 0 for KRW. @param {string} currency */
export function digits(currency) {
  return kept(`digits ${currency}`, () =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2);
}

/** The time zone of this device. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * @param {string} zone An IANA name, or '' for that of this device.
 * @param {Intl.DateTimeFormatOptions} options
 */
function times(zone, options) {
  return kept(`time ${zone} ${JSON.stringify(options)}`, () => {
    try {
      return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone || undefined });
    } catch {
      return new Intl.DateTimeFormat(locale, options); // A zone that this browser does not know yet.
    }
  });
}

/** @typedef {string | Date} Time */

/**
 * Day and time, such as 'Sat, 5 December 2026, 19:30'.
 * @param {Time} time
 * @param {string | null} [zone]
 */
export const dateTime = (time, zone) => times(zone ?? '', {
  weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit',
}).format(new Date(time));

/** The day without a time. @param {Time} time @param {string | null} [zone] */
export const date = (time, zone) => times(zone ?? '', {
  weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
}).format(new Date(time));

/** Day and time for lists, such as '5 Dec 2026, 19:30'. @param {Time} time @param {string | null} [zone] */
export const shortTime = (time, zone) => times(zone ?? '', {
  day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit',
}).format(new Date(time));

/** Hours and minutes. @param {Time} time @param {string | null} [zone] */
export const clockTime = (time, zone) =>
  times(zone ?? '', { hour: 'numeric', minute: '2-digit' }).format(new Date(time));

/** Hours, minutes and seconds. @param {Time} time @param {string | null} [zone] */
export const exactTime = (time, zone) =>
  times(zone ?? '', { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(new Date(time));

/** The parts of a calendar leaf. @param {Time} time @param {string | null} [zone] */
export const leaf = (time, zone) => ({
  month: times(zone ?? '', { month: 'short' }).format(new Date(time)),
  day: times(zone ?? '', { day: 'numeric' }).formatToParts(new Date(time)).find(part => part.type === 'day')?.value ?? '',
  weekday: times(zone ?? '', { weekday: 'short' }).format(new Date(time)),
});

/** The name of a zone at that time, such as 'GMT+9'. @param {Time} time @param {string | null} [zone] */
export const zoneName = (time, zone) => times(zone ?? '', { timeZoneName: 'short' })
  .formatToParts(new Date(time)).find(part => part.type === 'timeZoneName')?.value ?? '';

/**
 * The time at the venue, and where this device's clock shows another one, that one, too.
 * @param {Time} time
 * @param {string | null} [zone]
 * @returns {{venue: string, own: string | null}}
 */
export function bothTimes(time, zone) {
  const venue = dateTime(time, zone), own = dateTime(time);
  return zone && venue !== own
    ? { venue: `${venue} ${zoneName(time, zone)}`, own: t('format.yourTime', { time: `${own} ${zoneName(time)}` }) }
    : { venue, own: null };
}

/**
 * A span for reading, not for counting: '2 days', '3 hours', '12 minutes', '40 seconds'.
 * @param {number} seconds
 */
export function duration(seconds) {
  const [unit, length] = /** @type {const} */ ([['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]])
    .find(([, least]) => seconds >= least) ?? ['second', 1];
  return kept(`unit ${unit}`, () => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }))
    .format(Math.round(seconds / length));
}

/**
 * A countdown's display: '2 d 03:04:05', '1:04:05', '4:05'.
 * @param {import('./clock.js').Span} left
 */
export function spanText({ days, hours, minutes, seconds }) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const hour = days ? two(hours) : String(hours);
  const rest = days || hours ? `${hour}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  return days ? t('format.daysAnd', { count: days, rest }) : rest;
}
