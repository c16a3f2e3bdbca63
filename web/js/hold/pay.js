// Pays a reservation once, however often the connection breaks. The key of the attempt is stored before the request;
// the same key is sent until the server has said how the attempt ended.
import { post, problemName } from '../api.js';
import { dropKey, isDefinite, pendingKeys, storedKey } from '../keys.js';

/** @typedef {Api.Answer} Answer */

const slowMilliseconds = 10_000;

/** The name of an intention: another coupon is another request. @param {string} id @param {string|null} coupon */
const nameOf = (id, coupon) => `pay ${id} ${coupon ?? ''}`;

/**
 * The newest attempt of this browser whose answer it never saw.
 * @param {string} id
 * @returns {{at: number, coupon: string|null}|null}
 */
export function unfinished(id) {
  const found = pendingKeys(`pay ${id} `).sort((a, b) => b.at.getTime() - a.at.getTime())[0];
  return found ? { at: found.at.getTime(), coupon: /** @type {any} */ (found.request)?.couponCode ?? null } : null;
}

/** The server has said how the reservation ended: no attempt of this browser waits any more. @param {string} id */
export function forgetAttempts(id) {
  for (const { name } of pendingKeys(`pay ${id} `)) dropKey(name);
}

/**
 * Sends the payment until its end is known: 200, an offer, or a refusal. `step` hears the status of the order, 'sending'
 * or 'unreachable'.
 * @param {string} id
 * @param {string|null} coupon
 * @param {(step: string, slow: boolean) => void} step
 * @param {AbortSignal} [signal]
 * @returns {Promise<Answer>}
 */
export async function pay(id, coupon, step, signal) {
  const request = coupon === null ? {} : { couponCode: coupon };
  const name = nameOf(id, coupon), key = storedKey(name, request), begun = Date.now();
  const tell = (/** @type {string} */ which) => step(which, Date.now() - begun > slowMilliseconds);
  tell('sending');
  for (;;) {
    const answer = await post(`/reservations/${id}/payment`, request,
      { key, signal, onWait: (_, failed) => tell(failed.status === 429 ? 'sending' : 'unreachable') });
    if (isDefinite(answer)) dropKey(name, key);
    if (isDefinite(answer) || answer.status === 401 || signal?.aborted || answer.body?.status === 'Offered') return answer;
    tell(answer.status === 202 ? answer.body.status : 'unreachable');
    // A 500 is a fault of ours that the same request meets again: not in a tight loop.
    const pause = problemName(answer) === 'internal-error' ? 10_000 : answer.status === 202 ? 500 : 3000;
    await new Promise(resolve => setTimeout(resolve, pause * (1 + Math.random() / 2)));
  }
}
