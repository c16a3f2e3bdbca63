// The number left of categories without seats. The stream of the map does not say it, so it is polled.

import { get } from '../api.js';

const SECONDS = 10;

/**
 * @param {string} scheduleId
 * @param {{category: string, available: number}[]} admissions changed when more or less is left
 * @param {() => void} changed
 */
export function watchAdmissions(scheduleId, admissions, changed) {
  const wait = (/** @type {number} */ seconds) => setTimeout(look, 1000 * seconds * (1 + Math.random() / 4));
  const look = async () => {
    const answer = document.hidden ? null : await get(`/schedules/${scheduleId}/availability`, { patience: 0, stay: true });
    for (const { name, free } of answer?.body?.categories ?? []) {
      const admission = admissions.find(one => one.category === name);
      if (admission) admission.available = free;
    }
    changed();
    wait(Math.max(SECONDS, answer?.retryAfter ?? 0));
  };
  wait(SECONDS);
}
