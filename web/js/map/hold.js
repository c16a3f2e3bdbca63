// Asking the server for seats. The key of the request is stored before it is sent, so that a reload in between repeats
// the request instead of holding other seats, too.

import { post, problemName } from '../api.js';
import { showProblem } from '../faults.js';
import { dropKey, isDefinite, pendingKeys, postOnce } from '../keys.js';
import { h } from '../dom.js';
import { seatName } from '../seat.js';
import { t } from '../text.js';

/** @typedef {Api.Answer} Answer */

const RESUME_SECONDS = 180; // after which a request that was not answered is forgotten: the fan has long seen what is held

/**
 * @param {string} scheduleId
 * @param {object} wish the members that name the seats
 * @param {string | null} token of the queue
 * @param {(seconds: number) => void} onWait
 */
export function hold(scheduleId, wish, token, onWait) {
  const name = `reserve ${scheduleId} ${JSON.stringify(wish)}`;
  return postOnce('/reservations', { scheduleId, ...wish }, name, {
    headers: headersOf(token), onWait, stay: true,
  });
}

/** @param {string | null} token @returns {Record<string, string>} */
const headersOf = token => token ? { 'Queue-Token': token } : {};

/**
 * Sends the request again that was on its way when the page was left.
 * @param {string} scheduleId
 * @param {string | null} token
 * @param {() => void} begins called when there is one
 * @returns {Promise<Answer | null>} null when there is none
 */
export async function resume(scheduleId, token, begins) {
  /** @type {Answer | null} */
  let last = null;
  for (const { name, key, at, request } of pendingKeys(`reserve ${scheduleId} `)) {
    const body = /** @type {{body?: unknown} | undefined} */ (request)?.body;
    if (body === undefined || Date.now() - at.getTime() > RESUME_SECONDS * 1000) {
      dropKey(name, key);
      continue;
    }
    begins();
    const answer = await post('/reservations', body, { key, headers: headersOf(token), stay: true });
    if (isDefinite(answer)) dropKey(name, key);
    if (answer.ok) return answer;
    last = answer;
  }
  return last;
}

/** The seats that a refusal is about, by index. @param {Answer} answer @returns {number[]} */
export const refusedSeats = answer =>
  problemName(answer) === 'seats-taken' ? (answer.problem?.seatIndexes ?? []) : [];

const QUEUE_PROBLEMS = ['not-your-turn', 'queue-token-required', 'queue-token-invalid', 'queue-token-foreign',
  'queue-token-expired', 'queue-token-left', 'queue-token-used'];

/** Whether the fan has no turn. @param {Answer} answer */
export const needsTurn = answer => QUEUE_PROBLEMS.includes(problemName(answer));

/**
 * Shows a refusal in plain words with what to do next.
 * @param {Element} place
 * @param {Answer} answer
 * @param {string} scheduleId
 * @param {{currency: string | null, zone: string | null}} context
 */
export function showRefusal(place, answer, scheduleId, context) {
  const link = (/** @type {string} */ address, /** @type {string} */ key) => h('a', { class: 'button', href: address }, t(key));
  const name = problemName(answer), actions = [];
  if (needsTurn(answer)) actions.push(link(`/schedules/${scheduleId}`, 'seats.toRoom'));
  if (name === 'limit-exceeded' || name === 'too-many-unpaid-holds') actions.push(link('/reservations', 'seats.toReservations'));
  const seats = Object.values(answer.problem?.labels ?? {}).map(seatName).filter(Boolean);
  if (seats.length > 0) actions.push(h('p', null, t('seats.taken.these', { seats: seats.join('; ') })));
  showProblem(place, answer, { actions, currency: context.currency, zone: context.zone });
}
