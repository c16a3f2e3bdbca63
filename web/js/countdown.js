// Counts down to a deadline by the server's time.
import { latest, now, span } from './clock.js';

/**
 * Calls `tick` now and at each second until the deadline, the last time with `over`. The time that is left is computed
 * each time from the deadline, so a page that slept shows the right time when it wakes.
 * @param {string} deadline RFC 3339.
 * @param {(left: Clock.Span) => void} tick
 * @returns {() => void} Ends the countdown.
 */
export function countdown(deadline, tick) {
  const end = Date.parse(deadline);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let ended = false;
  const step = () => {
    clearTimeout(timer);
    if (ended) return;
    const left = end - latest(), shown = { ...span(left), over: now() >= end };
    if (shown.over) stop();
    tick(shown);
    // At the next change of the display: at most a second, and never in a burst.
    if (!ended) timer = setTimeout(step, Math.max(50, left > 0 ? left % 1000 || 1000 : end - now()));
  };
  const wake = () => { if (!document.hidden) step(); };
  const stop = () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', wake);
  };
  document.addEventListener('visibilitychange', wake);
  step();
  return stop;
}
