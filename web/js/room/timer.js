// A timer that keeps its time in the background. Only a page that goes there loads it.

/**
 * One timer, by a worker.
 * @param {() => void} due
 * @returns {(milliseconds: number | null) => void} Replaces what was planned; null plans nothing.
 */
export function timerFor(due) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let plain;
  /** @type {Worker | null} */
  let worker = null;

  /** @param {number | null} milliseconds */
  const plan = milliseconds => {
    clearTimeout(plain);
    worker?.postMessage(milliseconds);
    // Beside the worker as a net, a little later: a phone may have ended the worker.
    if (milliseconds !== null) plain = setTimeout(fire, milliseconds + (worker ? 2000 : 0));
  };
  const fire = () => { plan(null); due(); };

  try {
    worker = new Worker(import.meta.resolve('./ticker.js'));
    worker.onmessage = fire;
    worker.onerror = () => { worker = null; };
  } catch { /* The plain timer does. */ }
  return plan;
}
