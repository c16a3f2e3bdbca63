// Asks the server: by the stream near the front, else as often as the server says.
import { get, problemName } from '../api.js';
import { now } from '../clock.js';
import { clockTime } from '../format.js';
import { hasPlace, lookIn, wantsStream } from './rules.js';
import { supplyOf } from './view.js';

const calmSeconds = 20, nearSeconds = 5, restSeconds = 20;

/** @type {Room.Watch} */
export function watch(seen, { id, phase, render, take, signedIn }) {
  /** @type {Live.Stream|null} */
  let stream = null;
  let listens = false, looking = false, isPatient = false;
  /** @type {Live.Timer} */
  let timer;
  /** @param {number|null} milliseconds */
  let later = milliseconds => {
    clearTimeout(timer);
    if (milliseconds !== null) timer = setTimeout(look, milliseconds);
  };

  // In the background, timers run once a minute, which is as long as a turn waits.
  async function keepTime() {
    if (isPatient) return;
    const found = await import('./timer.js').catch(() => null);
    if (!found || isPatient) return;
    isPatient = true;
    later(null);
    later = found.timerFor(look);
    if (seen.schedule) plan(null);
  }

  const lost = () => { seen.lostSince ??= clockTime(new Date()); };

  /** @param {Api.Answer} answer */
  function heard(answer) {
    const answered = answer.status > 0 && answer.status < 500;
    if (answered) seen.lostSince = null;
    else lost();
    return answered;
  }

  async function look() {
    if (looking) return;
    looking = true;
    /** @type {number|null} */
    let retryAfter = null;
    try {
      ({ retryAfter } = await (seen.place ? lookAtPlace(seen.place) : lookAtQueue()));
      await lookAtRest();
      render();
    } finally {
      looking = false;
      plan(retryAfter);
    }
  }

  /** @param {Room.Place} place */
  async function lookAtPlace(place) {
    const answer = await get(`/queue-tokens/${place.token}?enter=false`, { patience: 5, stay: true });
    heard(answer);
    if (answer.ok) { seen.queueIsOff = false; take(answer.body); }
    else if (problemName(answer) === 'no-queue') { seen.queueIsOff = true; }
    else if (['queue-token-invalid', 'not-found'].includes(problemName(answer))) await askForPlace();
    return answer;
  }

  async function lookAtQueue() {
    const answer = await get(`/schedules/${id}/queue`, { patience: 5, stay: true });
    if (heard(answer) && answer.ok) seen.queue = answer.body;
    return answer;
  }

  async function askForPlace() {
    if (!signedIn) return null;
    const answer = await get(`/schedules/${id}/place`, { patience: 5, stay: true });
    if (heard(answer) && answer.ok) take(answer.body.place);
    else if (problemName(answer) === 'no-queue') seen.queueIsOff = true;
    return answer;
  }

  // The seats that are left, and the key of the draw once it is public.
  async function lookAtRest() {
    if (document.hidden || Date.now() < seen.restAt) return;
    seen.restAt = Date.now() + restSeconds * 1000 * (1 + Math.random() / 4);
    const isDrawn = seen.queue.draw?.entries === null && now() > Date.parse(seen.queue.opensAt);
    const [found] = await Promise.all([
      get(`/schedules/${id}/availability`, { patience: 0, stay: true }),
      isDrawn && lookAtQueue(),
    ]);
    if (found.ok) seen.supply = supplyOf(seen.schedule, found.body);
  }

  /** @param {number|null} retryAfter */
  function plan(retryAfter) {
    const current = phase(), wanted = wantsStream(seen.place, document.hidden) && hasPlace(current);
    if (wanted) listen();
    else deaf();
    if (stream || (document.hidden && !hasPlace(current))) return later(null);
    const usual = wantsStream(seen.place, false) ? nearSeconds : calmSeconds;
    const asked = seen.lostSince ? Math.max(retryAfter ?? 0, 5) : retryAfter ?? usual;
    later(lookIn(asked, { hidden: document.hidden, atLeastSeconds: seen.place?.estimatedWait?.atLeastSeconds ?? null }));
  }

  async function listen() {
    if (listens || !seen.place) return;
    listens = true;
    const found = await import('../live.js').catch(() => null);
    if (!found) { listens = false; return; }
    if (!listens || stream) return;
    later(null);
    const news = (/** @type {Room.Place} */ place) => { take(place); rest(); };
    stream = found.live(`/api/v1/schedules/${id}/live?token=${encodeURIComponent(seen.place?.token ?? '')}`, {
      events: { place: news, 'place-ended': news, refused: () => look() },
      poll: async () => {
        if (!seen.place) return calmSeconds;
        const answer = await lookAtPlace(seen.place);
        await rest();
        return answer.ok ? answer.retryAfter ?? calmSeconds : null;
      },
      onState: state => { if (state === 'live') { seen.lostSince = null; render(); } },
    });
  }

  function deaf() {
    listens = false;
    stream?.close();
    stream = null;
  }

  async function rest() {
    render();
    if (!wantsStream(seen.place, document.hidden)) return plan(null);
    await lookAtRest();
    render();
  }

  const seenAgain = () => {
    if (!seen.schedule || !seen.queue) return; // it does not exist, or is being asked for
    if (!document.hidden) { seen.restAt = 0; look(); return; }
    plan(null);
    keepTime();
  };
  if (document.hidden) keepTime();
  document.addEventListener('visibilitychange', seenAgain);
  addEventListener('pageshow', event => { if (event.persisted) seenAgain(); });
  addEventListener('online', seenAgain);

  return {
    look, plan, askForPlace, lookAtRest, heard, lost,
    // All pages pass the opening in the same second.
    soon: () => { if (!stream) later(Math.random() * 3000); },
  };
}
