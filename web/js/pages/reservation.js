// The page of one reservation: pays it, waits for the payment, answers an offer, gives it back. What it shows is what
// `GET /reservations/{id}` last answered; a reload, another tab or another device shows the same.
import { del, get, pendingKeys, post, postOnce } from '../api.js';
import { now } from '../clock.js';
import { onMoreTimeKey, runClocks } from '../deadline.js';
import { announce, ask, h } from '../dom.js';
import { clockTime, digits, exactTime, money } from '../format.js';
import { tabsOf } from '../hold/elsewhere.js';
import { forgetAttempts, pay, unfinished } from '../hold/pay.js';
import { isMoving, majorOf, minorOf, phaseOf, resumes } from '../hold/phase.js';
import { holdSections } from '../hold/view.js';
import { forget, recall, remember } from '../keys.js';
import { live } from '../live.js';
import { idOfPath, setTitle, start } from '../page.js';
import { notice, problemText } from '../problems.js';
import { draw } from '../sections.js';
import { t } from '../text.js';

/** @typedef {import('../api.js').Answer} Answer */
/** @typedef {import('../hold/view.js').Words} Words */
/** @typedef {import('../hold/view.js').Deed} Deed */

const id = idOfPath(), couponName = `coupon:${id}`;
const calmSeconds = 15, movingSeconds = 2;

start({ title: 'hold.title', needsSession: true, current: '/reservations' }, async main => {
  /** @type {import('../hold/phase.js').Reservation|null} */
  let reservation = null;
  /** @type {import('../hold/view.js').Quote|null} */
  let quote = null;
  /** @type {any} */
  let schedule = null;
  /** @type {any} */
  let concert = null;
  let coupon = recall(couponName);
  /** @type {Record<'coupon'|'charge'|'other', Words|null>} */
  const faults = { coupon: null, charge: null, other: null };
  /** @type {Deed|null} */
  let busy = null;
  /** @type {{name: string, slow: boolean}|null} */
  let step = null;
  /** @type {string|null} */
  let lostSince = null;
  let elsewhere = false;
  /** @type {import('../hold/phase.js').Phase|null} */
  let shownPhase = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let soon;

  const parts = ['top', 'left', 'right', 'bar'].map(name => h('div', { class: name }));
  const currency = () => reservation?.currency ?? schedule?.currency ?? null;
  const words = (/** @type {Answer} */ answer) => problemText(answer, { currency: currency(), zone: schedule?.timeZone });

  /** While this browser sends a payment, the page shows it as paying, whatever the reservation said before. */
  const phase = () => {
    const real = phaseOf(/** @type {NonNullable<typeof reservation>} */ (reservation), now());
    return step && (real === 'held' || real === 'ending') ? 'paying' : real;
  };

  function render() {
    if (!reservation) return;
    const current = phase(), title = concert?.title ?? '';
    if (!parts[0].isConnected) main.replaceChildren(h('div', { class: 'purchase' }, ...parts));
    const sections = holdSections({
      reservation, phase: current, quote: quote ?? quoteOf(reservation), title, venue: concert?.venue ?? '',
      startsAt: schedule?.startsAt ?? null, zone: schedule?.timeZone ?? null, currency: currency(), coupon,
      couponFault: faults.coupon, chargeFault: faults.charge, refusal: faults.other, busy,
      step: step?.name ?? null, slow: step?.slow ?? false, lostSince, elsewhere,
      begun: schedule !== null && now() >= Date.parse(schedule.startsAt),
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

  /** @param {Answer} answer */
  function heard(answer) {
    if (answer.status > 0 && answer.status < 500) lostSince = null;
    else lostSince ??= exactTime(new Date(now()));
  }
  const onWait = (/** @type {number} */ _, /** @type {Answer} */ answer) => { heard(answer); render(); };

  /** Reads what is true now. @param {number} [patience] */
  async function look(patience = 5) {
    const answer = await get(`/reservations/${id}`, { patience });
    heard(answer);
    if (answer.ok) take(answer.body);
    render();
    plan();
    return answer;
  }

  /** @param {NonNullable<typeof reservation>} next */
  function take(next) {
    const before = reservation;
    reservation = next;
    const ended = !['Pending', 'Paying'].includes(next.status);
    if (ended && !step) forgetAttempts(id);
    if (ended) forget(couponName);
    if (before && (before.amount !== next.amount || before.status !== next.status)) askQuote();
  }

  /** What happens next without the fan is asked for soon; everything else comes by the stream. */
  function plan() {
    clearTimeout(soon);
    if (reservation && isMoving(phase()) && !step) soon = setTimeout(() => look(), movingSeconds * 1000 * (1 + Math.random() / 2));
  }

  async function askQuote() {
    if (!reservation || phaseOf(reservation, now()) !== 'held') { quote = null; return; }
    const answer = await post(`/reservations/${id}/quote`, coupon ? { couponCode: coupon } : {}, { repeat: true, patience: 10 });
    if (answer.ok) quote = { ...answer.body, missing: answer.body.missing ?? 0 };
    else if (coupon && answer.status >= 400 && answer.status < 500) await dropCoupon(words(answer));
    render();
  }

  /** @param {Words|null} why */
  async function dropCoupon(why) {
    [coupon, faults.coupon] = [null, why];
    forget(couponName);
    await askQuote();
  }

  /**
   * One deed at a time; a refusal is shown where the fan looks, then the truth is read again.
   * @param {Deed} deed
   * @param {() => Promise<Answer>} request
   * @param {(answer: Answer) => void} done
   * @param {'charge'|'other'} [where]
   */
  async function perform(deed, request, done, where = 'other') {
    if (busy) return;
    busy = deed;
    faults.charge = faults.other = null;
    render();
    const answer = await request();
    [busy, step] = [null, null];
    heard(answer);
    if (answer.ok) done(answer);
    else refuse(answer, where);
    tabs.changed();
    render();
    await look(30);
    await askQuote();
  }

  /** @param {Answer} answer @param {'charge'|'other'} where */
  function refuse(answer, where) {
    const text = faults[where] = words(answer);
    announce(`${text.title} ${text.advice}`, true);
  }

  async function sendPayment() {
    await perform('pay', () => pay(id, coupon, (name, slow) => { step = { name, slow }; render(); }), answer => {
      if (answer.body.reservation) take(answer.body.reservation);
    });
  }

  /** @param {number} amount  Minor units. */
  const sendCharge = amount => perform('charge', () => {
    const request = currency() ? { amount, currency: currency() } : { amount };
    return postOnce('/balance/charges', request, `charge ${id} ${amount}`, { onWait });
  }, answer => {
    /** @type {HTMLFormElement|null} */ (document.querySelector('form:has(#amount)'))?.reset();
    announce(t('hold.charged', { balance: money(answer.body.balance, currency()) }));
  }, 'charge');

  /** @type {import('../hold/view.js').Deeds} */
  const deeds = {
    pay: () => {
      const missing = quote?.missing ?? 0;
      if (missing === 0) { sendPayment(); return; }
      announce(t('hold.pay.first', { missing: money(missing, currency()) }), true);
      document.getElementById('amount')?.focus();
    },
    charge: event => {
      event.preventDefault();
      const typed = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('amount');
      const fraction = currency() ? digits(currency() ?? '') : 0, amount = minorOf(String(typed), fraction);
      if (amount) { sendCharge(amount); return; }
      faults.charge = { title: t('hold.charge.bad', { example: majorOf(5 * 10 ** (fraction + 1), fraction) }), advice: '' };
      announce(faults.charge.title, true);
      render();
      document.getElementById('amount')?.focus();
    },
    renew: () => perform('renew', () => postOnce(`/reservations/${id}/renewals`, undefined, `renew ${id}`, { onWait }), answer => {
      take(answer.body);
      announce(t('hold.renewed', { time: clockTime(answer.body.expiresAt) }));
    }),
    release: async () => {
      if (!reservation) return;
      const [which, paid] = reservation.status === 'Confirmed' ? ['cancel', true] : ['release', false];
      const yes = await ask({
        title: t(`hold.${which}.title`), text: t(`hold.${which}.text`, { paid: money(reservation.paid, currency()) }),
        yes: t(paid ? 'hold.yesReturn' : 'hold.yes'), no: t('hold.no'), danger: true,
      });
      if (yes) await perform('release', () => del(`/reservations/${id}`, { onWait }), answer => take(answer.body));
    },
    accept: () => answerOffer(true),
    decline: async () => {
      const paid = money(reservation?.paid ?? 0, currency());
      const yes = await ask({ title: t('hold.decline.title'), text: t('hold.decline.text', { paid }),
        yes: t('hold.decline'), no: t('hold.no') });
      if (yes) await answerOffer(false);
    },
    applyCoupon: async event => {
      event.preventDefault();
      const typed = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('code') ?? '').trim();
      if (!typed || busy) { document.getElementById('code')?.focus(); return; }
      [busy, faults.coupon] = ['coupon', null];
      const answer = await post(`/reservations/${id}/quote`, { couponCode: typed }, { repeat: true, patience: 10 });
      busy = null;
      heard(answer);
      if (answer.ok) {
        [coupon, quote] = [typed, { ...answer.body, missing: answer.body.missing ?? 0 }];
        remember(couponName, typed);
        announce(t('hold.coupon.applied', { code: typed, discount: money(answer.body.discount, currency()) }));
      } else {
        faults.coupon = words(answer);
        announce(`${faults.coupon.title} ${faults.coupon.advice}`, true);
      }
      render();
      if (!answer.ok) /** @type {HTMLInputElement|null} */ (document.getElementById('code'))?.focus();
    },
    removeCoupon: () => dropCoupon(null),
  };

  /** @param {boolean} accept */
  const answerOffer = accept => perform(accept ? 'accept' : 'decline',
    () => post(`/reservations/${id}/offer`, { accept }, { repeat: true, onWait }), answer => take(answer.body));

  const tick = runClocks(() => { render(); look(); });
  const tabs = tabsOf(`reservation ${id}`, {
    onOpen: open => { elsewhere = open; render(); },
    onChange: () => { look().then(askQuote); },
  });
  onMoreTimeKey(() => { if (phase() === 'held' && (reservation?.renewalsLeft ?? 0) > 0) deeds.renew(new Event('key')); });
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
    if (!reservation) return;
    const [terms] = await Promise.all([get(`/schedules/${reservation.scheduleId}`), askQuote()]);
    schedule = terms.body;
    render();
    const found = schedule && await get(`/concerts/${schedule.concertId}`, { patience: 5 });
    concert = found?.body ?? null;
    render();
    live(`/api/v1/schedules/${reservation.scheduleId}/live`, {
      events: { reservations: () => { if (!busy) look().then(askQuote); } },
      poll: async () => (await look()).ok ? (isMoving(phase()) ? movingSeconds : calmSeconds) : null,
    });
    await resume();
  }

  /** Takes up what this browser had begun before it was closed, or lost its connection. */
  async function resume() {
    const charge = pendingKeys(`charge ${id} `).find(({ at }) => Date.now() - at.getTime() < 120_000);
    if (charge && reservation && phaseOf(reservation, now()) === 'held')
      await sendCharge(/** @type {any} */ (charge.request).body.amount);
    const attempt = unfinished(id);
    if (!attempt || !reservation) return;
    const real = phaseOf(reservation, now());
    // An older attempt may have been refused: its key would repeat that refusal.
    if (!resumes(attempt, real, Date.now())) { if (real === 'held') forgetAttempts(id); return; }
    coupon = attempt.coupon;
    await sendPayment();
  }
});

/**
 * What the reservation itself says about its price, while there is no quote.
 * @param {import('../hold/phase.js').Reservation} reservation
 * @returns {import('../hold/view.js').Quote}
 */
function quoteOf({ seats, amount, discount }) {
  const lines = seats.map(seat => ({ ...seat, discount: 0 }));
  return { lines, total: amount, discount, toPay: amount - discount, balance: null, missing: 0 };
}
