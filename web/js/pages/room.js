// The waiting room of a schedule: takes a place, waits, and takes the turn. What it shows is what the server last
// answered; a reload, or another device, starts from `GET /schedules/{id}/place`.
import { del, get, post, problemName } from '../api.js';
import { now } from '../clock.js';
import { onMoreTimeKey, runClocks } from '../deadline.js';
import { announce, ask, h } from '../dom.js';
import { clockTime } from '../format.js';
import { recall, remember } from '../keys.js';
import { idOfPath, setTitle, start } from '../page.js';
import { notice, problemText } from '../problems.js';
import {
  expect, hasPlace, keepWait, lookIn, minutesLeft, phaseOf, recallWait, saysAhead, wantsStream,
} from '../room/rules.js';
import { roomSections, supplyOf } from '../room/view.js';
import { draw } from '../sections.js';
import { t } from '../text.js';

/** @typedef {import('../api.js').Answer} Answer */
/** @typedef {import('../room/types.js').Place} Place */
/** @typedef {import('../room/types.js').Phase} Phase */

const id = idOfPath();
const calmSeconds = 20, nearSeconds = 5, restSeconds = 20;
const canVibrate = 'vibrate' in navigator && matchMedia('(pointer: coarse)').matches;
const callSettings = () => ({ sound: recall('call-sound') === 'on', vibration: recall('call-vibration') === 'on' });

start({ title: 'room.title' }, async (main, who) => {
  /** @type {{schedule: any, concert: any, queue: any, place: Place|null, queueIsOff: boolean}} */
  const seen = { schedule: null, concert: null, queue: null, place: null, queueIsOff: false };
  /** @type {import('../room/types.js').Expectation|null} */
  let expectation = null;
  /** @type {number|null} */
  let firstAhead = null;
  /** @type {import('../room/types.js').Supply[]|null} */
  let supply = null;
  let restAt = 0;
  /** @type {import('../room/types.js').Deed|null} */
  let busy = null;
  /** @type {import('../room/types.js').Words|null} */
  let refusal = null;
  /** @type {string|null} */
  let lostSince = null;
  /** @type {Phase|null} */
  let shownPhase = null;
  /** @type {ReturnType<typeof import('../live.js').live>|null} */
  let stream = null;
  let listens = false;
  let looking = false;

  /** @type {typeof import('../room/call.js')|null} */
  let caller = null;
  const loadCaller = async () => { caller ??= await import('../room/call.js').catch(() => null); render(); };
  if (callSettings().sound || callSettings().vibration) loadCaller();

  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  /** Plans the next look, instead of the one that was planned. @param {number|null} milliseconds */
  let later = milliseconds => {
    clearTimeout(timer);
    if (milliseconds !== null) timer = setTimeout(look, milliseconds);
  };
  let isPatient = false;
  /** In the background, the timers of a page run once a minute, which is as long as a turn waits. */
  async function keepTime() {
    if (isPatient) return;
    const found = await import('../room/timer.js').catch(() => null);
    if (!found || isPatient) return;
    isPatient = true;
    later(null);
    later = found.timerFor(look);
    if (seen.schedule) plan(null);
  }

  const phase = () => phaseOf({ ...seen, startsAt: seen.schedule.startsAt, now: now() });

  function render() {
    if (!seen.schedule || !seen.queue) return;
    const current = phase(), call = callSettings();
    draw(main, roomSections({
      id, title: seen.concert?.title ?? '', venue: seen.concert?.venue ?? '',
      startsAt: seen.schedule.startsAt, zone: seen.schedule.timeZone ?? null, currency: seen.schedule.currency ?? null,
      queue: seen.queue, place: seen.place, phase: current, signedIn: who.user !== null,
      wait: expectation && { ...minutesLeft(expectation, now()), corrected: expectation.corrected },
      firstAhead, supply, busy, refusal, lostSince,
      call: { ...call, canVibrate, needsTouch: call.sound && !!caller && !caller.isUnlocked() },
    }, deeds));
    setTitle(tabTitle(current));
    if (current !== shownPhase) changed(current);
    tick();
  }

  /** @param {Phase} current */
  function tabTitle(current) {
    const name = seen.concert?.title ?? t('room.title');
    if (current === 'called') return t('room.tab.called', { name });
    return current === 'waiting' && seen.place?.ahead ? t('room.tab.ahead', { ahead: seen.place.ahead, name }) : name;
  }

  /** A new phase is said aloud; one that the fan asked for also takes the focus. @param {Phase} current */
  function changed(current) {
    const isFirst = shownPhase === null;
    shownPhase = current;
    if (current === 'called') caller?.ring(callSettings());
    if (isFirst && current !== 'called') return;
    announce(t(`room.${current}`), current === 'called');
    if (document.activeElement === document.body) document.getElementById('now')?.focus({ preventScroll: true });
  }

  /** @param {Place|null} place */
  function take(place) {
    if (place?.token !== seen.place?.token) [expectation, firstAhead] = recallWait(place);
    const before = seen.place;
    seen.place = place;
    if (!place) return;
    if (place.status !== before?.status) restAt = 0;
    expectation = place.status === 'Waiting' ? expect(expectation, place.estimatedWait, now()) : null;
    if (place.status === 'Waiting' && place.ahead !== null) {
      firstAhead = Math.max(firstAhead ?? 0, place.ahead);
      if (saysAhead(before?.ahead ?? null, place.ahead)) announce(t('room.sayAhead', { count: place.ahead }));
    }
    keepWait(place, expectation, firstAhead);
  }

  /** @param {Answer} answer */
  function heard(answer) {
    const answered = answer.status > 0 && answer.status < 500;
    if (answered) lostSince = null;
    else lostSince ??= clockTime(new Date());
    return answered;
  }

  /** Asks for what may have changed, then plans when to ask again. */
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

  /** @param {Place} place */
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
    if (!who.user) return null;
    const answer = await get(`/schedules/${id}/place`, { patience: 5, stay: true });
    if (heard(answer) && answer.ok) take(answer.body.place);
    else if (problemName(answer) === 'no-queue') seen.queueIsOff = true;
    return answer;
  }

  /** What is left, and the key of the draw once it is public: seldom, and never for a page that is not looked at. */
  async function lookAtRest() {
    if (document.hidden || Date.now() < restAt) return;
    restAt = Date.now() + restSeconds * 1000 * (1 + Math.random() / 4);
    const isDrawn = seen.queue.draw?.entries === null && now() > Date.parse(seen.queue.opensAt);
    const [found] = await Promise.all([
      get(`/schedules/${id}/availability`, { patience: 0, stay: true }),
      isDrawn && lookAtQueue(),
    ]);
    if (found.ok) supply = supplyOf(seen.schedule, found.body);
  }

  /** @param {number|null} retryAfter */
  function plan(retryAfter) {
    const current = phase(), wanted = wantsStream(seen.place, document.hidden) && hasPlace(current);
    if (wanted) listen();
    else deaf();
    if (stream || (document.hidden && !hasPlace(current))) return later(null);
    // Without an answer, for example when the page went to the background: near the front as often as there.
    const usual = wantsStream(seen.place, false) ? nearSeconds : calmSeconds;
    const asked = lostSince ? Math.max(retryAfter ?? 0, 5) : retryAfter ?? usual;
    later(lookIn(asked, { hidden: document.hidden, atLeastSeconds: seen.place?.estimatedWait?.atLeastSeconds ?? null }));
  }

  /** The code of the stream is loaded when the turn is near: the first view is to be small. */
  async function listen() {
    if (listens || !seen.place) return;
    listens = true;
    const found = await import('../live.js').catch(() => null);
    if (!found) { listens = false; return; }
    if (!listens) return;
    later(null);
    const news = (/** @type {Place} */ place) => { take(place); rest(); };
    stream = found.live(`/api/v1/schedules/${id}/live?token=${encodeURIComponent(token())}`, {
      events: { place: news, 'place-ended': news, refused: () => look() },
      poll: async () => {
        if (!seen.place) return calmSeconds;
        const answer = await lookAtPlace(seen.place);
        await rest();
        return answer.ok ? answer.retryAfter ?? calmSeconds : null;
      },
      onState: state => { if (state === 'live') { lostSince = null; render(); } },
    });
  }

  function deaf() {
    listens = false;
    stream?.close();
    stream = null;
  }

  /** After news of the stream. */
  async function rest() {
    render();
    if (!wantsStream(seen.place, document.hidden)) return plan(null);
    await lookAtRest();
    render();
  }

  /**
   * One deed at a time, with its refusal in plain words.
   * @param {import('../room/types.js').Deed} deed
   * @param {() => Promise<Answer>} request
   * @param {(answer: Answer) => void} done
   */
  async function perform(deed, request, done) {
    if (busy) return;
    [busy, refusal] = [deed, null];
    render();
    const answer = await request();
    busy = null;
    heard(answer);
    if (answer.ok) done(answer);
    else refuse(answer);
    render();
    if (document.activeElement === document.body) document.getElementById('now')?.focus({ preventScroll: true });
    look();
  }

  /** @param {Answer} answer */
  function refuse(answer) {
    if (problemName(answer) === 'no-queue') { seen.queueIsOff = true; return; }
    refusal = problemText(answer, { zone: seen.schedule.timeZone });
    announce(`${refusal.title} ${refusal.advice}`, true);
  }

  const onWait = () => { lostSince ??= clockTime(new Date()); render(); };
  const token = () => seen.place?.token ?? '';

  /** @type {import('../room/types.js').Deeds} */
  const deeds = {
    join: () => perform('join', () => post(`/schedules/${id}/queue-tokens?enter=false`, undefined, { repeat: true, onWait }),
      answer => take(answer.body)),
    enter: () => perform('enter', () => post(`/queue-tokens/${token()}/entry`, undefined, { repeat: true, onWait }),
      answer => { take(answer.body); location.assign(`/schedules/${id}/seats`); }),
    moreTime: () => perform('moreTime', () => post(`/queue-tokens/${token()}/more-time`), answer => {
      take(answer.body);
      announce(t('room.gotTime'));
    }),
    leave: async () => {
      const isTurn = seen.place?.status === 'Called' || seen.place?.status === 'Active';
      const yes = await ask({
        title: t(isTurn ? 'room.giveTurnBack.title' : 'room.giveBack.title'), text: t('room.giveBack.text'),
        yes: t('room.giveBack.yes'), no: t('room.giveBack.no'), danger: true,
      });
      if (yes) await perform('leave', () => del(`/queue-tokens/${token()}`, { onWait }), () => {
        if (seen.place) take({ ...seen.place, status: 'Left', ahead: null });
      });
    },
    call: event => {
      const box = /** @type {HTMLInputElement} */ (event.target);
      remember(`call-${box.name}`, box.checked ? 'on' : 'off');
      if (box.checked) loadCaller().then(() => {
        caller?.unlockSound();
        setTimeout(() => { caller?.ring(callSettings(), true); render(); }, 100);
      });
    },
  };

  // All pages pass the opening in the same second: they ask within the next three.
  const tick = runClocks(() => { render(); if (!stream) later(Math.random() * 3000); });
  onMoreTimeKey(() => { if (phase() === 'called' && (seen.place?.moreTimesLeft ?? 0) > 0) deeds.moreTime(new Event('key')); });
  for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => {
    if (callSettings().sound && caller && !caller.isUnlocked()) { caller.unlockSound(); setTimeout(render, 300); }
  });
  const seenAgain = () => {
    if (!seen.schedule || !seen.queue) return; // it does not exist, or is being asked for
    if (!document.hidden) { restAt = 0; look(); return; }
    plan(null);
    keepTime();
  };
  if (document.hidden) keepTime();
  document.addEventListener('visibilitychange', seenAgain);
  addEventListener('pageshow', event => { if (event.persisted) seenAgain(); });
  addEventListener('online', seenAgain);

  /** @type {Answer|null} */
  let first = null;
  for (;;) {
    const [schedule, queue, place] = await Promise.all([
      get(`/schedules/${id}`, { onWait }), get(`/schedules/${id}/queue`, { onWait }), askForPlace(),
    ]);
    if (schedule.ok && queue.ok) { [seen.schedule, seen.queue, first] = [schedule.body, queue.body, place]; break; }
    const refused = schedule.ok ? queue : schedule;
    draw(main, [{ key: 'fault', model: problemText(refused), make: ({ title, advice }) =>
      h('div', { class: 'stack' }, h('h1', null, t('room.title')), notice('bad', title, advice)) }]);
    if (refused.status >= 400 && refused.status < 500 && refused.status !== 429) return;
  }
  render();
  const [concert] = await Promise.all([get(`/concerts/${seen.schedule.concertId}`, { patience: 5 }), lookAtRest()]);
  seen.concert = concert.body;
  render();
  plan(first?.retryAfter ?? null);
});
