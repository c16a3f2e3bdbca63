// One timer that keeps its time in the background, by a worker where there is one.

/** @param {() => void} due */
export function timerFor(due) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let plain;
  /** @type {Worker | null} */
  let worker = null;

  /** Replaces what was planned; null plans nothing. @param {number | null} milliseconds */
  const plan = milliseconds => {
    clearTimeout(plain);
    worker?.postMessage(milliseconds);
    // Beside the worker as a net, a little later: a phone may have ended the worker.
    if (milliseconds !== null) plain = setTimeout(fire, milliseconds + (worker ? 2000 : 0));
  };
  const fire = () => { plan(null); due(); };

  // Only a page that goes to the background needs it.
  const begin = () => {
    if (worker || !document.hidden) return;
    try {
      worker = new Worker(import.meta.resolve('./ticker.js'));
      worker.onmessage = fire;
      worker.onerror = () => { worker = null; };
    } catch { /* The plain timer does. */ }
  };
  document.addEventListener('visibilitychange', begin);
  begin();
  return plan;
}
