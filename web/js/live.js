// One event stream of a page, with polling while there is none.
import { heardEvent, now } from './clock.js';

/** @typedef {'live' | 'polling' | 'offline'} LiveState */

/**
 * @typedef {object} LiveOptions
 * @property {Record<string, (data: any, id: string) => void>} events What to do with each kind of event; the data are
 * parsed JSON. `time` events ({now}) also set the clock.
 * @property {() => Promise<number | null>} poll Reads the same by an ordinary request, and resolves to the number of
 * seconds until the next poll (its Retry-After), or null when it failed. Used while the stream is away.
 * @property {(state: LiveState, asOf: Date | null) => void} [onState] Called when the state changes; `asOf` is the
 * server's time of the newest data.
 * @property {boolean} [pollsHidden] Whether a hidden page polls, at a third of the pace; left out: it asks nothing.
 * @property {number} [silentSeconds] After so long without any event the stream counts as lost, as happens when a phone
 * changes its network; 45 when left out, three heartbeats of the server.
 */

const slowestSeconds = 60, hiddenFactor = 3;

/**
 * Listens until `close`. A browser's EventSource gives up on 429 and 503, and reconnects in step with all others after a
 * restart; so each loss closes it here, polling takes over, and the stream is tried again after a while.
 * @param {string} address The address of the stream, below the origin.
 * @param {LiveOptions} options
 */
export function live(address, options) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {Record<'poll' | 'stream' | 'silence', ReturnType<typeof setTimeout> | undefined>} */
  const timers = { poll: undefined, stream: undefined, silence: undefined };
  /** @type {LiveState | null} */
  let state = null;
  /** @type {Date | null} */
  let asOf = null;
  let lastId = '', losses = 0, closed = false, polling = false;
  /** Only one chain of polls runs; an older one ends when this has changed. */
  let chain = 0;

  /** @param {LiveState} next */
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
    /** Ends it for good. */
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
    /** The server's time of the newest data. */
    get asOf() { return asOf; },
    /** @returns {LiveState | null} */
    get state() { return state; },
  };
}
