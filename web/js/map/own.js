// The seats that this fan has at this date already, and other tabs of this page.

import { get } from '../api.js';
import { h, notice } from '../page.js';
import { clockTime } from '../format.js';
import { t } from '../text.js';

/** @typedef {{id: string, scheduleId: string, status: string, expiresAt: string,
 *   seats: {block: string | null, row: string | null, seatNumber: string | null}[]}} Reservation */

const LIVE = ['Pending', 'Paying', 'Confirmed'];

/**
 * The live reservations of this fan at a schedule.
 * @param {string} scheduleId
 * @returns {Promise<Reservation[] | null>} null when they could not be read
 */
export async function ownReservations(scheduleId) {
  const answer = await get('/reservations?limit=50', { stay: true });
  if (!answer.ok) return null;
  return answer.body.items.filter((/** @type {Reservation} */ one) => one.scheduleId === scheduleId && LIVE.includes(one.status));
}

/** What to do with seats that are held but not paid. @param {Reservation[]} reservations @param {string | null} zone */
export function ownNotice(reservations, zone) {
  const open = reservations.find(one => one.status !== 'Confirmed');
  if (!open) return null;
  return notice('warn', t('seats.own.held', { count: open.seats.length }),
    open.status === 'Pending' ? t('seats.own.until', { time: clockTime(open.expiresAt, zone) }) : t('seats.own.paying'),
    h('a', { class: 'button primary', href: `/reservations/${open.id}` }, t('seats.own.go')));
}

/**
 * Talks to other tabs of this browser that show the same date.
 * @param {string} scheduleId
 * @param {(holding: number[]) => void} found another tab is there, and is asking for these seats
 * @returns {(holding: number[]) => void} tells the other tabs which seats this one asks for
 */
export function watchTabs(scheduleId, found) {
  if (!('BroadcastChannel' in globalThis)) return () => undefined;
  const channel = new BroadcastChannel(`seats:${scheduleId}`);
  channel.onmessage = ({ data }) => {
    found(data.holding ?? []);
    if (data.opened) channel.postMessage({});
  };
  channel.postMessage({ opened: true });
  return holding => channel.postMessage({ holding });
}
