// More ways to write a time, beside those of format.js.
import { times } from './format.js';

/** @type {Clock.Write} */
export const date = (time, zone) => times(zone ?? '', {
  weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
}).format(new Date(time));

// '5 Dec 2026, 19:30'
/** @type {Clock.Write} */
export const shortTime = (time, zone) => times(zone ?? '', {
  day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit',
}).format(new Date(time));

/** @type {Clock.Write} */
export const exactTime = (time, zone) =>
  times(zone ?? '', { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(new Date(time));

/** The parts of a calendar leaf. @type {Clock.Write<{month: string, day: string, weekday: string}>} */
export const leaf = (time, zone) => ({
  month: times(zone ?? '', { month: 'short' }).format(new Date(time)),
  day: times(zone ?? '', { day: 'numeric' }).formatToParts(new Date(time)).find(part => part.type === 'day')?.value ?? '',
  weekday: times(zone ?? '', { weekday: 'short' }).format(new Date(time)),
});
