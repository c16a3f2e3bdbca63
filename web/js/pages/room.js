// The waiting room: takes a place, waits, takes the turn. It shows what the server last answered.
import { del, get, post, problemName } from '../api.js';
import { now } from '../clock.js';
import { onMoreTimeKey, runClocks } from '../deadline.js';
import { announce, ask, draw, h } from '../dom.js';
import { idOfPath, setTitle, start } from '../page.js';
import { notice, problemText } from '../problems.js';
import { expect, keepWait, minutesLeft, phaseOf, recallWait, saysAhead } from '../room/rules.js';
import { roomSections } from '../room/view.js';
import { watch } from '../room/watch.js';
import { recall, remember } from '../session.js';
import { t } from '../text.js';

const id = idOfPath();
const canVibrate = 'vibrate' in navigator && matchMedia('(pointer: coarse)').matches;
const callSettings = () => ({ sound: recall('call-sound') === 'on', vibration: recall('call-vibration') === 'on' });

start({ title: 'room.title' }, async (main, who) => {
  /** @type {Room.Seen} */
  const seen = {
    schedule: null, concert: null, queue: null, place: null, queueIsOff: false, supply: null, restAt: 0, lostSince: null,
  };
  /** @type {Room.Expectation|null} */
  let expectation = null;
  /** @type {number|null} */
  let firstAhead = null;
  /** @type {Room.Deed|null} */
  let busy = null;
  /** @type {Room.Words|null} */
  let refusal = null;
  /** @type {Room.Phase|null} */
  let shownPhase = null;

  /** @type {typeof import('../room/call.js')|null} */
  let caller = null;
  const loadCaller = async () => { caller ??= await import('../room/call.js').catch(() => null); render(); };
  if (callSettings().sound || callSettings().vibration) loadCaller();

  const phase = () => phaseOf({ ...seen, startsAt: seen.schedule.startsAt, now: now() });

  function render() {
    if (!seen.schedule || !seen.queue) return;
    const current = phase(), call = callSettings();
    draw(main, roomSections({
      id, title: seen.concert?.title ?? '', venue: seen.concert?.venue ?? '',
      startsAt: seen.schedule.startsAt, zone: seen.schedule.timeZone ?? null, currency: seen.schedule.currency ?? null,
      queue: seen.queue, place: seen.place, phase: current, signedIn: who.user !== null,
      wait: expectation && { ...minutesLeft(expectation, now()), corrected: expectation.corrected },
      firstAhead, supply: seen.supply, busy, refusal, lostSince: seen.lostSince,
      call: { ...call, canVibrate, needsTouch: call.sound && !!caller && !caller.isUnlocked() },
    }, deeds));
    setTitle(tabTitle(current));
    if (current !== shownPhase) changed(current);
    tick();
  }

  /** @param {Room.Phase} current */
  function tabTitle(current) {
    const name = seen.concert?.title ?? t('room.title');
    if (current === 'called') return t('room.tab.called', { name });
    return current === 'waiting' && seen.place?.ahead ? t('room.tab.ahead', { ahead: seen.place.ahead, name }) : name;
  }

  const focusNow = () => {
    if (document.activeElement === document.body) document.getElementById('now')?.focus({ preventScroll: true });
  };

  /** @param {Room.Phase} current */
  function changed(current) {
    const isFirst = shownPhase === null;
    shownPhase = current;
    if (current === 'called') caller?.ring(callSettings());
    if (isFirst && current !== 'called') return;
    announce(t(`room.${current}`), current === 'called');
    focusNow();
  }

  /** @param {Room.Place|null} place */
  function take(place) {
    if (place?.token !== seen.place?.token) [expectation, firstAhead] = recallWait(place);
    const before = seen.place;
    seen.place = place;
    if (!place) return;
    if (place.status !== before?.status) seen.restAt = 0;
    expectation = place.status === 'Waiting' ? expect(expectation, place.estimatedWait, now()) : null;
    if (place.status === 'Waiting' && place.ahead !== null) {
      firstAhead = Math.max(firstAhead ?? 0, place.ahead);
      if (saysAhead(before?.ahead ?? null, place.ahead)) announce(t('room.sayAhead', { count: place.ahead }));
    }
    keepWait(place, expectation, firstAhead);
  }

  const watching = watch(seen, { id, phase, render, take, signedIn: who.user !== null });

  /** One at a time. @type {Room.Perform} */
  async function perform(deed, request, done) {
    if (busy) return;
    [busy, refusal] = [deed, null];
    render();
    const answer = await request();
    busy = null;
    watching.heard(answer);
    if (answer.ok) done(answer);
    else refuse(answer);
    render();
    focusNow();
    watching.look();
  }

  /** @param {Api.Answer} answer */
  function refuse(answer) {
    if (problemName(answer) === 'no-queue') { seen.queueIsOff = true; return; }
    refusal = problemText(answer, { zone: seen.schedule.timeZone });
    announce(`${refusal.title} ${refusal.advice}`, true);
  }

  const onWait = () => { watching.lost(); render(); };
  const token = () => seen.place?.token ?? '';

  /** @type {Room.Deeds} */
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

  const tick = runClocks(() => { render(); watching.soon(); });
  onMoreTimeKey(() => { if (phase() === 'called' && (seen.place?.moreTimesLeft ?? 0) > 0) deeds.moreTime(new Event('key')); });
  for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => {
    if (callSettings().sound && caller && !caller.isUnlocked()) { caller.unlockSound(); setTimeout(render, 300); }
  });

  /** @type {Api.Answer|null} */
  let first = null;
  for (;;) {
    const [schedule, queue, place] = await Promise.all([
      get(`/schedules/${id}`, { onWait }), get(`/schedules/${id}/queue`, { onWait }), watching.askForPlace(),
    ]);
    if (schedule.ok && queue.ok) { [seen.schedule, seen.queue, first] = [schedule.body, queue.body, place]; break; }
    const refused = schedule.ok ? queue : schedule;
    draw(main, [{ key: 'fault', model: problemText(refused), make: ({ title, advice }) =>
      h('div', { class: 'stack' }, h('h1', null, t('room.title')), notice('bad', title, advice)) }]);
    if (refused.status >= 400 && refused.status < 500 && refused.status !== 429) return;
  }
  render();
  const [concert] = await Promise.all([get(`/concerts/${seen.schedule.concertId}`, { patience: 5 }), watching.lookAtRest()]);
  seen.concert = concert.body;
  render();
  watching.plan(first?.retryAfter ?? null);
});
