// One event stream of a page, with polling while there is none.
import { heardEvent, now } from './clock.js';

const slowestSeconds = 60, hiddenFactor = 3;

// An EventSource gives up on 429 and 503, and reconnects in step with all others after a restart; so each loss closes it
// here, polling takes over, and the stream is tried again after a while.
/** @param {string} address @param {Live.Options} options @returns {Live.Stream} */
export function live(address, options) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {Record<string, Live.Timer>} */
  const timers = { poll: undefined, stream: undefined, silence: undefined };
  /** @type {Live.State | null} */
  let state = null;
  /** @type {Date | null} */
  let asOf = null;
  let lastId = '', losses = 0, closed = false, polling = false;
  /** Only one chain of polls runs; an older one ends when this has changed. */
  let chain = 0;

  /** @param {Live.State} next */
  const show = next => {
    if (state === next) return;
    state = next;
    options.onState?.(next, asOf);
  };

  const hear = () => {
    asOf = new Date(now());
    losses = 0;
    stopPolling();
    show('live');
    clearTimeout(timers.silence);
    timers.silence = setTimeout(lose, 1000 * (options.silentSeconds ?? 45));
  };

  const open = () => {
    clearTimeout(timers.stream);
    if (closed || source || document.hidden) return;
    const resumed = lastId ? `${address.includes('?') ? '&' : '?'}lastEventId=${encodeURIComponent(lastId)}` : '';
    source = new EventSource(address + resumed);
    for (const name of new Set(['time', ...Object.keys(options.events)])) source.addEventListener(name, take);
    source.onerror = lose;
    clearTimeout(timers.silence);
    timers.silence = setTimeout(lose, 15_000);
  };

  /** @param {MessageEvent<string>} event */
  const take = event => {
    if (event.lastEventId) lastId = event.lastEventId;
    const data = event.data ? JSON.parse(event.data) : null;
    if (event.type === 'time' && data?.now) heardEvent(data.now);
    hear();
    options.events[event.type]?.(data, event.lastEventId);
  };

  const shut = () => {
    source?.close();
    source = null;
    clearTimeout(timers.silence);
  };

  const lose = () => {
    shut();
    if (closed) return;
    const seconds = Math.min(slowestSeconds, 2 ** ++losses) * (0.5 + Math.random());
    clearTimeout(timers.stream);
    timers.stream = setTimeout(open, 1000 * seconds);
    startPolling();
  };

  const startPolling = () => {
    if (polling || closed || (document.hidden && !options.pollsHidden)) return;
    polling = true;
    // Not at once: half a million pages may have lost their streams in the same moment.
    schedule(++chain, Math.random() * 2);
  };

  const stopPolling = () => {
    polling = false;
    chain++;
    clearTimeout(timers.poll);
  };

  /** @param {number} mine @param {number} seconds */
  const schedule = (mine, seconds) => {
    clearTimeout(timers.poll);
    timers.poll = setTimeout(() => ask(mine), 1000 * seconds);
  };

  /** @param {number} mine */
  const ask = async mine => {
    const wanted = await options.poll().catch(() => null);
    if (mine !== chain || closed) return;
    if (wanted !== null) asOf = new Date(now());
    show(wanted !== null ? 'polling' : 'offline');
    const factor = (document.hidden ? hiddenFactor : 1) * (1 + Math.random() / 4);
    schedule(mine, Math.max(1, wanted ?? 5) * factor);
  };

  const turn = () => {
    if (closed) return;
    if (document.hidden) {
      shut();
      clearTimeout(timers.stream);
      stopPolling();
      startPolling();
    } else {
      losses = 0;
      stopPolling();
      open();
    }
  };
  const cameBack = () => { if (!source) { stopPolling(); losses = 0; open(); } };
  const wentAway = () => { if (!closed) { shut(); show('offline'); lose(); } };

  document.addEventListener('visibilitychange', turn);
  addEventListener('pageshow', turn);
  addEventListener('pagehide', shut);
  addEventListener('online', cameBack);
  addEventListener('offline', wentAway);
  if (document.hidden) startPolling(); else open();

  return {
    close() {
      closed = true;
      shut();
      stopPolling();
      clearTimeout(timers.stream);
      document.removeEventListener('visibilitychange', turn);
      removeEventListener('pageshow', turn);
      removeEventListener('pagehide', shut);
      removeEventListener('online', cameBack);
      removeEventListener('offline', wentAway);
    },
    get asOf() { return asOf; },
    get state() { return state; },
  };
}
