// Chosen seats that another fan has got: which they are, and the nearest like each.

import { announce, h, notice } from '../page.js';
import { t } from '../text.js';
import { nearestLike } from './choose.js';
import { priceText, seatText } from './words.js';

const MOST_NOTES = 2; // more would hide the map on a phone

/**
 * @param {Element} place
 * @param {import('./scene.js').Scene} scene
 * @param {import('./choice.js').Choice} choice without the lost seats
 * @param {number[]} gone
 * @param {string} more said after each
 * @param {string | null} currency
 * @param {(seat: number) => void} take
 */
export function showLosses(place, scene, choice, gone, more, currency, take) {
  const { plan } = scene, offered = new Set(choice.seats), said = [];
  for (const seat of gone) {
    const other = nearestLike(plan, seat, one => scene.isFree(one) && !offered.has(one) && !gone.includes(one));
    const title = t('seats.lost', { seat: seatText(plan, seat) }), none = other < 0 ? t('seats.lost.none') : '';
    const note = notice('warn', title, [more, none].filter(Boolean).join(' '),
      other < 0 ? null : h('button', {
        type: 'button', class: 'button', onclick: () => {
          note.remove();
          if (!choice.seats.includes(other)) take(other);
        },
      }, t('seats.lost.take', { seat: seatText(plan, other), price: priceText(plan, other, currency) })),
      h('button', { type: 'button', class: 'button quiet', onclick: () => note.remove() }, t('site.close')));
    place.append(note);
    while (place.childElementCount > MOST_NOTES) place.firstElementChild?.remove();
    offered.add(other);
    said.push(title, more, none || t('seats.lost.offer', { seat: seatText(plan, other) }));
  }
  if (said.length > 0) announce(said.filter(Boolean).join(' '), true);
}
