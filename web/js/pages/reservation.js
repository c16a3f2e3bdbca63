// The page of one reservation: pays it, waits for the payment, answers an offer, gives it back. What it shows is what
// `GET /reservations/{id}` last answered; a reload, another tab or another device shows the same.
import { get } from '../api.js';
import { now } from '../clock.js';
import { exactTime } from '../dates.js';
import { onMoreTimeKey, runClocks } from '../deadline.js';
import { announce, draw, h } from '../dom.js';
import { couponName, deedsOf } from '../hold/deeds.js';
import { tabsOf } from '../hold/elsewhere.js';
import { forgetAttempts, unfinished } from '../hold/pay.js';
import { isMoving, phaseOf, quoteOf, resumes } from '../hold/phase.js';
import { holdSections } from '../hold/view.js';
import { pendingKeys } from '../keys.js';
import { live } from '../live.js';
import { idOfPath, setTitle, start } from '../page.js';
import { notice, problemText } from '../problems.js';
import { forget, recall } from '../session.js';
import { t } from '../text.js';

const id = idOfPath();
const calmSeconds = 15, movingSeconds = 2;

start({ title: 'hold.title', texts: ['refusal'], needsSession: true, current: '/reservations' }, async main => {
  /** @type {import('../hold/deeds.js').State} */
  const state = {
    reservation: null, quote: null, schedule: null, coupon: recall(couponName(id)),
    faults: { coupon: null, charge: null, other: null }, busy: null, step: null, lostSince: null,
  };
  /** @type {any} */
  let concert = null;
  let elsewhere = false;
  /** @type {import('../hold/phase.js').Phase|null} */
  let shownPhase = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let soon;
  /** @type {ReturnType<typeof live>|null} */
  let stream = null;

  const parts = ['top', 'left', 'right', 'bar'].map(name => h('div', { class: name }));
  const currency = () => state.reservation?.currency ?? state.schedule?.currency ?? null;
  const words = (/** @type {Api.Answer} */ answer) => problemText(answer, { currency: currency(), zone: state.schedule?.timeZone });

  /** While this browser sends a payment, the page shows it as paying, whatever the reservation said before. */
  const phase = () => {
    const real = phaseOf(/** @type {NonNullable<typeof state.reservation>} */ (state.reservation), now());
    return state.step && (real === 'held' || real === 'ending') ? 'paying' : real;
  };

  function render() {
    if (!state.reservation) return;
    const current = phase(), title = concert?.title ?? '';
    if (!parts[0].isConnected) main.replaceChildren(h('div', { class: 'purchase' }, ...parts));
    const sections = holdSections({
      reservation: state.reservation, phase: current, quote: state.quote ?? quoteOf(state.reservation), title, venue: concert?.venue ?? '',
      startsAt: state.schedule?.startsAt ?? null, zone: state.schedule?.timeZone ?? null, currency: currency(), coupon: state.coupon,
      couponFault: state.faults.coupon, chargeFault: state.faults.charge, refusal: state.faults.other, busy: state.busy,
      step: state.step?.name ?? null, slow: state.step?.slow ?? false, lostSince: state.lostSince, elsewhere,
      begun: state.schedule !== null && now() >= Date.parse(state.schedule.startsAt),
    }, deeds);
    main.classList.toggle('narrow', current !== 'held');
    [sections.top, sections.left, sections.right, sections.bar].forEach((wanted, at) => draw(parts[at], wanted));
    setTitle(title || t('hold.title'));
    if (current !== shownPhase) changed(current);
    tick();
  }

  /** @param {import('../hold/phase.js').Phase} current */
  function changed(current) {
    const isFirst = shownPhase === null;
    shownPhase = current;
    if (isFirst) return;
    announce(t(`hold.${current}`), current === 'offered' || current === 'confirmed');
    if (document.activeElement === document.body) document.getElementById('now')?.focus();
    document.getElementById('now')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Api.Answer} answer */
  function heard(answer) {
    if (answer.status > 0 && answer.status < 500) state.lostSince = null;
    else state.lostSince ??= exactTime(new Date(now()));
  }
  const onWait = (/** @type {number} */ _, /** @type {Api.Answer} */ answer) => { heard(answer); render(); };

  /** Reads what is true now. @param {number} [patience] */
  async function look(patience = 5) {
    const answer = await get(`/reservations/${id}`, { patience });
    heard(answer);
    if (answer.ok) take(answer.body);
    render();
    plan();
    return answer;
  }

  /** @param {NonNullable<typeof state.reservation>} next */
  function take(next) {
    const before = state.reservation;
    state.reservation = next;
    const ended = !['Pending', 'Paying'].includes(next.status);
    if (ended && !state.step) forgetAttempts(id);
    if (ended) forget(couponName(id));
    if (before && (before.amount !== next.amount || before.status !== next.status)) askQuote();
  }

  /** The stream tells of every change. While something happens without the fan, a hint that was lost is made up for. */
  function plan() {
    clearTimeout(soon);
    const seconds = stream?.state === 'live' ? calmSeconds : movingSeconds;
    if (state.reservation && isMoving(phase()) && !state.step) soon = setTimeout(() => look(), seconds * 1000 * (1 + Math.random() / 2));
  }

  const { deeds, askQuote, sendPayment, sendCharge } = deedsOf(id, state, {
    currency, words, render, look, take, heard, onWait, told: () => tabs.changed(),
  });
  const tick = runClocks(() => { render(); look(); });
  const tabs = tabsOf(`reservation ${id}`, {
    onOpen: open => { elsewhere = open; render(); },
    onChange: () => { look().then(askQuote); },
  });
  onMoreTimeKey(() => { if (phase() === 'held' && (state.reservation?.renewalsLeft ?? 0) > 0) deeds.renew(new Event('key')); });
  addEventListener('pageshow', event => { if (event.persisted) look(); });

  for (;;) {
    const answer = await look(30);
    if (answer.ok) break;
    const gone = answer.status === 404 || answer.status === 400;
    const said = gone ? { title: t('hold.notFound'), advice: t('hold.notFound.text') } : words(answer);
    draw(main, [{ key: 'fault', model: said, make: () => h('div', { class: 'stack' },
      h('h1', null, t('hold.title')), notice('bad', said.title, said.advice,
      h('a', { class: 'button', href: '/reservations' }, t('hold.reservations')))) }]);
    if (gone) return;
  }
  await begin();

  async function begin() {
    if (!state.reservation) return;
    const [terms] = await Promise.all([get(`/schedules/${state.reservation.scheduleId}`), askQuote()]);
    state.schedule = terms.body;
    render();
    const found = state.schedule && await get(`/concerts/${state.schedule.concertId}`, { patience: 5 });
    concert = found?.body ?? null;
    render();
    stream = live(`/api/v1/schedules/${state.reservation.scheduleId}/live`, {
      events: { reservations: () => { if (!state.busy) look().then(askQuote); } },
      poll: async () => (await look()).ok ? (isMoving(phase()) ? movingSeconds : calmSeconds) : null,
    });
    await resume();
  }

  /** Takes up what this browser had begun before it was closed, or lost its connection. */
  async function resume() {
    const charge = pendingKeys(`charge ${id} `).find(({ at }) => Date.now() - at.getTime() < 120_000);
    if (charge && state.reservation && phaseOf(state.reservation, now()) === 'held')
      await sendCharge(/** @type {any} */ (charge.request).body.amount);
    const attempt = unfinished(id);
    if (!attempt || !state.reservation) return;
    const real = phaseOf(state.reservation, now());
    // An older attempt may have been refused: its key would repeat that refusal.
    if (!resumes(attempt, real, Date.now())) { if (real === 'held') forgetAttempts(id); return; }
    state.coupon = attempt.coupon;
    await sendPayment();
  }
});
