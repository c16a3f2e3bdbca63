// What a fan does with a reservation: pay it, charge the balance, use a coupon, ask for time, give it back, answer an offer.
import { del, post, problemName } from '../api.js';
import { now } from '../clock.js';
import { announce, ask } from '../dom.js';
import { clockTime, digits, money } from '../format.js';
import { postOnce } from '../keys.js';
import { forget, remember } from '../session.js';
import { t } from '../text.js';
import { pay } from './pay.js';
import { majorOf, minorOf, phaseOf } from './phase.js';

/**
 * What the page knows.
 * @typedef {object} State
 * @property {import('./phase.js').Reservation|null} reservation
 * @property {Hold.Quote|null} quote
 * @property {any} schedule
 * @property {string|null} coupon
 * @property {Record<'coupon'|'charge'|'other', Hold.Words|null>} faults
 * @property {Hold.Deed|null} busy
 * @property {{name: string, slow: boolean}|null} step Of a payment that this browser sends.
 * @property {string|null} lostSince
 */

/**
 * @typedef {object} Page
 * @property {() => string|null} currency
 * @property {(answer: Api.Answer) => Hold.Words} words
 * @property {() => void} render
 * @property {(patience?: number) => Promise<Api.Answer>} look Reads what is true now.
 * @property {(next: import('./phase.js').Reservation) => void} take
 * @property {(answer: Api.Answer) => void} heard Notes whether the server answered.
 * @property {Api.Options['onWait']} onWait
 * @property {() => void} told Other tabs look again.
 */

/** The name under which the browser remembers the coupon. @param {string} id Of the reservation. */
export const couponName = id => `coupon:${id}`;

/** @param {string} id @param {State} state @param {Page} page */
export function deedsOf(id, state, { currency, words, render, look, take, heard, onWait, told }) {
  let asked = 0;
  /** An answer that a later question has overtaken is null. @param {string|null} coupon */
  async function quoteWith(coupon) {
    const mine = ++asked;
    const answer = await post(`/reservations/${id}/quote`, coupon ? { couponCode: coupon } : {}, { repeat: true, patience: 10 });
    return mine === asked ? answer : null;
  }

  const quoted = (/** @type {Api.Answer} */ { body }) => ({ ...body, missing: body.missing ?? 0 });

  async function askQuote() {
    if (!state.reservation || phaseOf(state.reservation, now()) !== 'held') { state.quote = null; return; }
    const answer = await quoteWith(state.coupon);
    if (!answer) return;
    if (answer.ok) state.quote = quoted(answer);
    else if (state.coupon && problemName(answer).startsWith('coupon-')) await dropCoupon(words(answer));
    render();
  }

  /** @param {Hold.Words|null} why */
  async function dropCoupon(why) {
    [state.coupon, state.faults.coupon] = [null, why];
    forget(couponName(id));
    await askQuote();
  }

  /**
   * One deed at a time; a refusal is shown where the fan looks, then the truth is read again.
   * @param {Hold.Deed} deed
   * @param {() => Promise<Api.Answer>} request
   * @param {(answer: Api.Answer) => void} done
   * @param {'charge'|'other'} [where]
   */
  async function perform(deed, request, done, where = 'other') {
    if (state.busy) return;
    state.busy = deed;
    state.faults.charge = state.faults.other = null;
    render();
    const answer = await request();
    [state.busy, state.step] = [null, null];
    heard(answer);
    if (answer.ok) done(answer);
    else refuse(answer, where);
    told();
    render();
    await look(30);
    await askQuote();
  }

  /** @param {Api.Answer} answer @param {'charge'|'other'} where */
  function refuse(answer, where) {
    const text = state.faults[where] = words(answer);
    announce(`${text.title} ${text.advice}`, true);
  }

  async function sendPayment() {
    await perform('pay', () => pay(id, state.coupon, (name, slow) => { state.step = { name, slow }; render(); }), answer => {
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

  /** @type {Hold.Deeds} */
  const deeds = {
    pay: () => {
      const missing = state.quote?.missing ?? 0;
      if (missing === 0) { sendPayment(); return; }
      announce(t('hold.pay.first', { missing: money(missing, currency()) }), true);
      document.getElementById('amount')?.focus();
    },
    charge: event => {
      event.preventDefault();
      const typed = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('amount');
      const fraction = currency() ? digits(currency() ?? '') : 0, amount = minorOf(String(typed), fraction);
      if (amount) { sendCharge(amount); return; }
      state.faults.charge = { title: t('hold.charge.bad', { example: majorOf(5 * 10 ** (fraction + 1), fraction) }), advice: '' };
      announce(state.faults.charge.title, true);
      render();
      document.getElementById('amount')?.focus();
    },
    // Each renewal has a name of its own: the key of one whose answer was lost would otherwise swallow the next.
    renew: () => perform('renew', () => postOnce(`/reservations/${id}/renewals`, undefined,
      `renew ${id} ${state.reservation?.renewalsLeft}`, { onWait }), answer => {
      take(answer.body);
      announce(t('hold.renewed', { time: clockTime(answer.body.expiresAt) }));
    }),
    release: async () => {
      if (!state.reservation) return;
      const [which, paid] = state.reservation.status === 'Confirmed' ? ['cancel', true] : ['release', false];
      const yes = await ask({
        title: t(`hold.${which}.title`), text: t(`hold.${which}.text`, { paid: money(state.reservation.paid, currency()) }),
        yes: t(paid ? 'hold.yesReturn' : 'hold.yes'), no: t('hold.no'), danger: true,
      });
      if (yes) await perform('release', () => del(`/reservations/${id}`, { onWait }), answer => take(answer.body));
    },
    accept: () => answerOffer(true),
    decline: async () => {
      const paid = money(state.reservation?.paid ?? 0, currency());
      const yes = await ask({ title: t('hold.decline.title'), text: t('hold.decline.text', { paid }),
        yes: t('hold.decline'), no: t('hold.no') });
      if (yes) await answerOffer(false);
    },
    applyCoupon: async event => {
      event.preventDefault();
      const typed = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('code') ?? '').trim();
      if (!typed || state.busy) { document.getElementById('code')?.focus(); return; }
      [state.busy, state.faults.coupon] = ['coupon', null];
      const answer = await quoteWith(typed);
      state.busy = null;
      if (!answer) { render(); return; }
      heard(answer);
      if (answer.ok) {
        [state.coupon, state.quote] = [typed, quoted(answer)];
        remember(couponName(id), typed);
        announce(t('hold.coupon.applied', { code: typed, discount: money(answer.body.discount, currency()) }));
      } else {
        state.faults.coupon = words(answer);
        announce(`${state.faults.coupon.title} ${state.faults.coupon.advice}`, true);
      }
      render();
      if (!answer.ok) /** @type {HTMLInputElement|null} */ (document.getElementById('code'))?.focus();
    },
    removeCoupon: () => dropCoupon(null),
  };

  /** @param {boolean} accept */
  const answerOffer = accept => perform(accept ? 'accept' : 'decline',
    () => post(`/reservations/${id}/offer`, { accept }, { repeat: true, onWait }), answer => take(answer.body));

  return { deeds, askQuote, sendPayment, sendCharge };
}
