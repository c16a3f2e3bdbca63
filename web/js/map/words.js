// Seats, categories and states in the reader's words.

import { money } from '../format.js';
import { t } from '../text.js';
import { HELD, SOLD } from './states.js';
import { CHOSEN, OWN } from './scene.js';

/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {import('./scene.js').Scene} Scene */

/** @param {Plan} plan @param {number} row an index */
export function rowText(plan, row) {
  const { name, label } = plan.rows[row];
  if (name === '') return t('seat.row', { row: String(row - plan.zones[plan.rows[row].zone].firstRow + 1) });
  return label?.includes('%s') ? label.replace('%s', name) : t('seat.row', { row: name });
}

/** @param {Plan} plan @param {number} seat */
export function numberText(plan, seat) {
  const number = plan.number[seat], wording = plan.rows[plan.row[seat]].seatLabel;
  if (!number) return t('seat.number', { seat: String(seat - plan.rows[plan.row[seat]].first + 1) });
  return wording?.includes('%s') ? wording.replace('%s', number) : t('seat.number', { seat: number });
}

/** @param {Plan} plan @param {number} zone */
export function zoneText(plan, zone) {
  return plan.zones[zone].name || t('seats.zoneUnnamed', { number: zone + 1 });
}

/** Zone, row and number. @param {Plan} plan @param {number} seat */
export function seatText(plan, seat) {
  const { zone, name } = plan.rows[plan.row[seat]];
  const words = [plan.zones[zone].name, name === '' ? '' : rowText(plan, plan.row[seat]), numberText(plan, seat)];
  return words.filter(Boolean).join(t('seat.between'));
}

/** @param {Scene} scene @param {number} seat */
export function stateText(scene, seat) {
  const look = scene.lookOf(seat);
  if (look === OWN) return t('seats.state.own');
  if (look === CHOSEN) return t('seats.state.chosen');
  const state = scene.states[seat];
  return t(state === 0 ? 'seats.state.free' : state === HELD ? 'seats.state.held' : state === SOLD ? 'seats.state.sold' : 'seats.state.blocked');
}

/** @param {Plan} plan @param {number} seat @param {string | null} currency */
export function priceText(plan, seat, currency) {
  return money(plan.categories[plan.category[seat]].price, currency);
}

/** All that is to be said of a seat. @param {Scene} scene @param {number} seat @param {string | null} currency */
export function fullText(scene, seat, currency) {
  const { plan } = scene;
  return t('seats.full', {
    seat: seatText(plan, seat), category: plan.categories[plan.category[seat]].name,
    price: priceText(plan, seat, currency), state: stateText(scene, seat),
  });
}
