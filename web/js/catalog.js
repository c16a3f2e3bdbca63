// Concerts and their dates, read once a page.
import { get } from './api.js';

/** @typedef {{id: string, title: string, venue: string, description: string}} Concert */
/** @typedef {import('./sale.js').Schedule} Schedule */
/** A date with its concert; both are null when they could not be read. @typedef {{schedule: Schedule | null, concert: Concert | null}} Event */

/** @type {Map<string, Promise<any>>} */
const asked = new Map();

/** @param {string} path */
function once(path) {
  let answer = asked.get(path);
  if (!answer) {
    answer = get(path, { patience: 8, stay: true }).then(({ body }) => {
      if (!body) asked.delete(path);
      return body;
    });
    asked.set(path, answer);
  }
  return answer;
}

/** @param {string} id @returns {Promise<Schedule | null>} */
export const scheduleOf = id => once(`/schedules/${id}`);

/** @param {string} id @returns {Promise<Concert | null>} */
export const concertOf = id => once(`/concerts/${id}`);

/** @param {string} scheduleId @returns {Promise<Event>} */
export async function eventOf(scheduleId) {
  const schedule = await scheduleOf(scheduleId);
  return { schedule, concert: schedule ? await concertOf(schedule.concertId) : null };
}

/**
 * The dates of these ids, each read once.
 * @param {string[]} scheduleIds
 * @returns {Promise<Map<string, Event>>}
 */
export async function eventsOf(scheduleIds) {
  const ids = [...new Set(scheduleIds)];
  const events = await Promise.all(ids.map(eventOf));
  return new Map(ids.map((id, at) => [id, events[at]]));
}
