// Choosing seats for a fan in the browser: seats side by side, and the nearest like one that is gone. No DOM.
// The server decides: another fan may be faster, and then the answer to the request says so.

import { distance } from './geometry.js';

/** @typedef {import('./plan.js').Plan} Plan */

/**
 * How good each seat is: its distance to the front, or its order in the plan when there is no front.
 * @param {Plan} plan
 * @returns {Float32Array} less is better
 */
export function ranks(plan) {
  const rank = new Float32Array(plan.seatCount);
  for (let seat = 0; seat < plan.seatCount; seat++)
    rank[seat] = plan.front ? Math.hypot(plan.x[seat] - plan.front.x, plan.y[seat] - plan.front.y) : plan.row[seat];
  return rank;
}

/**
 * The best seats side by side; without such, the seats nearest to the best one.
 * @param {Plan} plan
 * @param {Float32Array} rank
 * @param {number} pitch
 * @param {number} count
 * @param {(seat: number) => boolean} accept
 * @returns {{seats: number[], together: boolean}} no seats when there are not enough
 */
export function bestSeats(plan, rank, pitch, count, accept) {
  let best = -1, least = Infinity;
  for (const row of plan.rows) {
    let run = 0, sum = 0;
    for (let seat = row.first; seat < row.first + row.count; seat++) {
      const goes = accept(seat);
      if (run > 0 && (!goes || plan.category[seat] !== plan.category[seat - 1]
          || distance(plan, seat - 1, seat) > 1.6 * pitch)) run = sum = 0;
      if (!goes) continue;
      run++;
      sum += rank[seat];
      if (run > count) sum -= rank[seat - count];
      if (run >= count && sum < least) [best, least] = [seat - count + 1, sum];
    }
  }
  if (best >= 0) return { seats: Array.from({ length: count }, (_, step) => best + step), together: true };
  return { seats: nearBest(plan, rank, count, accept), together: false };
}

/**
 * @param {Plan} plan
 * @param {Float32Array} rank
 * @param {number} count
 * @param {(seat: number) => boolean} accept
 */
function nearBest(plan, rank, count, accept) {
  const free = [];
  for (let seat = 0; seat < plan.seatCount; seat++) if (accept(seat)) free.push(seat);
  if (free.length < count) return [];
  const start = free.reduce((a, b) => rank[b] < rank[a] ? b : a);
  free.sort((a, b) => distance(plan, a, start) - distance(plan, b, start));
  return free.slice(0, count).sort((a, b) => a - b);
}

/**
 * @param {Plan} plan
 * @param {number} lost
 * @param {(seat: number) => boolean} accept
 * @returns {number} the nearest seat of the same category, else of one that costs no more; -1 when there is none
 */
export function nearestLike(plan, lost, accept) {
  const category = plan.category[lost], price = plan.categories[category].price;
  let best = -1, least = Infinity;
  for (let seat = 0; seat < plan.seatCount; seat++) {
    if (seat === lost || plan.categories[plan.category[seat]].price > price || !accept(seat)) continue;
    const far = distance(plan, lost, seat) + (plan.category[seat] === category ? 0 : 1e9);
    if (far < least) [best, least] = [seat, far];
  }
  return best;
}
