// The states of the seats as they change: from the event stream, or by polling while there is none.

import { get } from '../api.js';
import { live } from '../live.js';
import { applyChanges, differences, unpackStates } from './states.js';

/** @typedef {import('./scene.js').Scene} Scene */

const POLL_SECONDS = 3, IDLE_SECONDS = 15;

/**
 * @typedef {object} FeedHost
 * @property {() => void} first the first states have come
 * @property {(seats: number[]) => void} changed
 * @property {(asOf: Date | null, isOffline: boolean) => void} connection
 * @property {(place: import('./turn.js').Place) => void} place
 * @property {() => void} placeEnded
 * @property {() => void} reservations
 */

/**
 * Begins to listen.
 * @param {string} scheduleId
 * @param {Scene | null} scene its states are set here; null when there are no seats
 * @param {string | null} token of the queue
 * @param {FeedHost} host
 */
export function feed(scheduleId, scene, token, host) {
  const path = `/schedules/${scheduleId}`, own = token ? `&token=${encodeURIComponent(token)}` : '';
  let known = false;

  /** @param {{states: string, revision?: string}} body */
  const whole = ({ states, revision }) => {
    if (!scene) return;
    if (revision && revision !== scene.plan.revision) return location.reload();
    const unpacked = unpackStates(states, scene.plan.seatCount), changed = differences(scene.states, unpacked);
    scene.states = unpacked;
    scene.tally.count(unpacked);
    if (known) return tell(changed);
    known = true;
    host.first();
  };

  /** @param {number[]} seats */
  const tell = seats => { if (seats.length > 0) host.changed(seats); };

  const poll = async () => {
    if (!scene) return IDLE_SECONDS;
    const answer = await get(`${path}/seats?form=bits`, { patience: 0, stay: true });
    if (!answer.ok) return null;
    whole(answer.body);
    return answer.retryAfter ?? POLL_SECONDS;
  };

  return live(`/api/v1${path}/live?map=${scene !== null}${own}`, {
    events: {
      map: whole,
      changes: ({ changes }) => {
        if (!scene || !known) return;
        const changed = applyChanges(scene.states, changes);
        scene.tally.count(scene.states);
        tell(changed);
      },
      place: host.place,
      'place-ended': host.placeEnded,
      reservations: host.reservations,
    },
    poll,
    onState: (state, asOf) => host.connection(asOf, state === 'offline'),
  });
}
