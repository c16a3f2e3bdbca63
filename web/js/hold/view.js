// The content of a reservation's page: lists of sections from one model. No request is made here.
import { moreTimeSwitch, until } from '../deadline.js';
import { h, icon } from '../dom.js';
import { bothTimes, digits, money } from '../format.js';
import { notice } from '../problems.js';
import { seatName } from '../seat.js';
import { hasText, t } from '../text.js';
import { isAdmission, linesOf, majorOf } from './phase.js';

/** @param {Hold.Model} hold @param {Hold.Deeds} deeds @returns {Hold.Sections} */
export function holdSections(hold, deeds) {
  const { phase, reservation, quote, currency, busy } = hold;
  const pays = phase === 'held';
  return {
    top: [
      { key: 'head', model: [hold.title, hold.venue, hold.startsAt, hold.zone], make: head },
      hold.elsewhere && { key: 'elsewhere', model: 0,
        make: () => h('div', { role: 'status' }, notice('info', t('hold.elsewhere'), t('hold.elsewhere.text'))) },
      hold.lostSince !== null && { key: 'lost', model: hold.lostSince,
        make: since => h('div', { role: 'status' }, notice('warn', t('hold.lost'), t('hold.lost.do', { time: since }))) },
      { key: 'status', model: statusModel(hold), make: model => statusCard(model, deeds) },
      hold.refusal && { key: 'refusal', model: hold.refusal, make: words => notice('bad', words.title, words.advice) },
    ],
    left: [
      { key: 'seats', model: seatsModel(hold), make: seatsCard },
      (pays || phase === 'confirmed') && !hold.begun && { key: 'release',
        model: { paid: phase === 'confirmed', busy: busy === 'release' }, make: model => releaseButton(model, deeds) },
    ],
    right: [
      pays && { key: 'coupon', model: { coupon: hold.coupon, discount: quote.discount, fault: hold.couponFault, currency,
        busy: busy === 'coupon' }, make: model => couponCard(model, deeds) },
      pays && quote.balance !== null && { key: 'balance', model: { balance: quote.balance, missing: quote.missing,
        toPay: quote.toPay, fault: hold.chargeFault, currency, busy: busy === 'charge' }, make: model => balanceCard(model, deeds) },
    ],
    bar: [
      pays && { key: 'pay', model: { toPay: quote.toPay, missing: quote.missing, currency, busy: busy === 'pay',
        expiresAt: reservation.expiresAt }, make: model => payBar(model, deeds) },
    ],
  };
}

/** @param {[string, string, string|null, string|null]} model */
function head([title, venue, startsAt, zone]) {
  const times = startsAt ? bothTimes(startsAt, zone) : null;
  return h('header', { class: 'page-head' },
    h('p', { class: 'eyebrow' }, t('hold.title')),
    h('h1', { dir: 'auto' }, title || t('hold.title')),
    times && h('p', { class: 'muted' }, h('time', { datetime: startsAt }, times.venue), venue && [' · ', h('bdi', null, venue)]),
    times?.own && h('p', { class: 'muted small' }, times.own));
}

/** @param {Hold.Model} hold */
const statusModel = ({ phase, reservation, step, slow, busy, currency, quote }) => ({
  phase, currency, step, slow, busy,
  id: reservation.id, scheduleId: reservation.scheduleId, expiresAt: reservation.expiresAt, reason: reservation.reason,
  paid: reservation.paid || quote.toPay, refunded: reservation.refunded, renewalsLeft: reservation.renewalsLeft ?? null,
});

/** @param {ReturnType<typeof statusModel>} model @param {Hold.Deeds} deeds */
function statusCard(model, deeds) {
  const { phase, currency, step, slow, expiresAt, reason } = model;
  const amounts = { paid: money(model.paid, currency), refunded: money(model.refunded, currency) };
  const [deadline, label, say] = phase === 'held' ? [expiresAt, 'hold.timeToPay', 'hold.sayPay']
    : phase === 'offered' ? [expiresAt, 'hold.timeToAnswer', 'hold.sayAnswer'] : [];
  const isMoving = phase === 'paying' || phase === 'late' || phase === 'refunding' || phase === 'ending';
  return h('section', { class: `card spaced hold-status ${phase}`, 'aria-labelledby': 'now' },
    h('div', { class: 'row spread wrap top-aligned' },
      h('h2', { id: 'now', tabindex: -1, class: 'row' },
        isMoving && h('span', { class: 'spinner', 'aria-hidden': 'true' }),
        phase === 'confirmed' && icon('check'), h('span', null, t(`hold.${phase}`))),
      deadline && h('p', { class: 'figure' }, h('span', { class: 'label' }, t(label ?? '')), h('span', until(deadline, say)))),
    h('div', { class: 'stack', role: isMoving ? 'status' : null },
      phase === 'paying' && step && h('p', { class: 'strong' }, t(`hold.step.${step}`)),
      phase === 'paying' && slow && h('p', null, t('hold.step.slow')),
      reason && hasText(`hold.reason.${reason}`) && h('p', null, t(`hold.reason.${reason}`)),
      h('p', null, t(`hold.${phase}.text`, amounts)),
      phase === 'offered' && h('p', null, t('hold.offerEnds'))),
    statusButtons(model, deeds));
}

/** @param {ReturnType<typeof statusModel>} model @param {Hold.Deeds} deeds */
function statusButtons({ phase, scheduleId, renewalsLeft, busy }, deeds) {
  const button = (/** @type {'renew'|'accept'|'decline'} */ deed, /** @type {string} */ look, /** @type {string} */ text) =>
    h('button', { id: deed, class: `button ${look}`, type: 'button', 'aria-busy': busy === deed,
      'aria-keyshortcuts': deed === 'renew' ? 'M' : null, onclick: deeds[deed] }, text);
  const link = (/** @type {string} */ href, /** @type {string} */ look, /** @type {string} */ text) =>
    h('a', { class: `button ${look}`, href }, text);
  switch (phase) {
    case 'held':
      return renewalsLeft === null ? null : renewalsLeft > 0
        ? h('div', { class: 'row wrap' }, button('renew', '', t('hold.renew', { count: renewalsLeft })), moreTimeSwitch())
        : h('p', { class: 'muted small' }, t('hold.noRenewal'));
    case 'offered':
      return h('div', { class: 'actions' }, button('accept', 'primary', t('hold.accept')), button('decline', '', t('hold.decline')));
    case 'confirmed':
      return h('div', { class: 'actions' }, link('/tickets', 'primary big', t('hold.toTickets')));
    case 'expired': case 'cancelled': case 'refunding': case 'refunded':
      return h('div', { class: 'actions' }, link(`/schedules/${scheduleId}`, 'primary', t('hold.again')),
        link('/reservations', '', t('hold.reservations')));
    default:
      return null;
  }
}

/** @param {Hold.Model} hold */
function seatsModel({ quote, reservation, currency, phase }) {
  const isPaid = reservation.paid > 0;
  return {
    currency, lines: linesOf(quote.lines.map(line => ({ ...reservation.seats.find(named => line.seat && named.seat === line.seat), ...line }))), total: quote.total,
    discount: isPaid ? reservation.discount : quote.discount,
    together: phase === 'held' || phase === 'offered' ? reservation.together ?? null : null, seats: reservation.seats.length,
    toPay: phase === 'held' || phase === 'paying' ? quote.toPay : null,
    paid: isPaid ? reservation.paid : null, refunded: reservation.refunded || null,
  };
}

/** @param {ReturnType<typeof seatsModel>} model */
function seatsCard({ currency, lines, total, discount, together, seats, toPay, paid, refunded }) {
  const sum = (/** @type {string} */ text, /** @type {number|null} */ amount, strong = false) => amount !== null
    && h('div', { class: strong ? 'total' : null }, h('dt', null, t(text)), h('dd', { class: 'numbers' }, money(amount, currency)));
  return h('section', { class: 'card spaced', 'aria-labelledby': 'seats' },
    h('div', { class: 'row spread' }, h('h2', { id: 'seats' }, t('hold.seats')),
      seats > 1 && together !== null
        && h('span', { class: together ? 'tag good' : 'tag' }, t(together ? 'hold.together' : 'hold.apart'))),
    h('ul', { class: 'list', role: 'list' }, ...lines.map(line => seatLine(line, currency))),
    (toPay !== null || paid !== null) && h('dl', { class: 'sums' },
      discount > 0 && sum('hold.sum', total),
      discount > 0 && sum('hold.discount', -discount),
      sum('hold.total', toPay, true), sum('hold.paid', paid, true), sum('hold.refundedSum', refunded)));
}

/**
 * @param {import('../seat.js').NamedSeat & {seat?: string|null, category: string, price: number, discount: number, quantity: number}} line
 * @param {string|null} currency
 */
function seatLine(line, currency) {
  const { category, price, discount, quantity } = line;
  const name = isAdmission(line) ? t('hold.admission', { count: quantity }) : seatName(line) ?? category;
  return h('li', { class: 'row spread top-aligned' },
    h('span', { class: 'grow' }, h('span', { class: 'strong seat-name' }, h('bdi', null, name)),
      name !== category && h('span', { class: 'muted small' }, h('bdi', null, category))),
    h('span', { class: 'numbers price' },
      discount > 0 && [h('s', { class: 'muted small' }, h('span', { class: 'visually-hidden' }, `${t('hold.priceWas')} `),
        money(price * quantity, currency)), ' '],
      money((price - discount) * quantity, currency)));
}

/**
 * @param {{coupon: string|null, discount: number, fault: Hold.Words|null, currency: string|null, busy: boolean}} model
 * @param {Hold.Deeds} deeds
 */
function couponCard({ coupon, discount, fault, currency, busy }, deeds) {
  return h('section', { class: 'card spaced', 'aria-labelledby': 'coupon' },
    h('h2', { id: 'coupon' }, t('hold.coupon')),
    coupon
      ? h('div', { class: 'row spread' }, h('p', null, t('hold.coupon.applied', { code: coupon, discount: money(discount, currency) })),
        h('button', { id: 'remove-coupon', class: 'button quiet', type: 'button', 'aria-busy': busy, onclick: deeds.removeCoupon },
          t('hold.coupon.remove')))
      : h('form', { class: 'field', novalidate: true, onsubmit: deeds.applyCoupon },
        h('label', { for: 'code' }, t('hold.coupon.code')),
        h('div', { class: 'with-button' },
          h('input', { id: 'code', name: 'code', class: 'input', maxlength: 40, autocomplete: 'off', autocapitalize: 'characters',
            spellcheck: 'false', 'aria-invalid': fault !== null, 'aria-describedby': 'code-hint' }),
          h('button', { id: 'apply', class: 'button', 'aria-busy': busy }, t('hold.coupon.use'))),
        h('p', { id: 'code-hint', class: fault ? 'fault' : 'hint' }, fault ? `${fault.title} ${fault.advice}` : t('hold.coupon.hint'))));
}

/**
 * @param {{balance: number, missing: number, toPay: number, fault: Hold.Words|null, currency: string|null, busy: boolean}} model
 * @param {Hold.Deeds} deeds
 */
function balanceCard({ balance, missing, toPay, fault, currency, busy }, deeds) {
  const fraction = currency ? digits(currency) : 0;
  const form = h('form', { class: 'field', novalidate: true, onsubmit: deeds.charge },
    h('label', { for: 'amount' }, `${t('hold.charge.amount')}${currency ? ` (${currency})` : ''}`),
    h('div', { class: 'with-button' },
      h('input', { id: 'amount', name: 'amount', class: 'input numbers', autocomplete: 'off',
        inputmode: fraction ? 'decimal' : 'numeric', value: missing > 0 ? majorOf(missing, fraction) : null, 'aria-invalid': fault !== null, 'aria-describedby': 'amount-hint' }),
      h('button', { id: 'charge', class: `button ${missing > 0 ? 'primary' : ''}`, 'aria-busy': busy }, t('hold.charge'))),
    h('p', { id: 'amount-hint', class: fault ? 'fault' : 'hint' },
      fault ? `${fault.title} ${fault.advice}`.trim() : missing > 0 ? t('hold.charge.missing') : ''));
  return h('section', { class: 'card spaced', 'aria-labelledby': 'balance' },
    h('div', { class: 'row spread' },
      h('h2', { id: 'balance' }, t('hold.balance')), h('p', { class: 'strong numbers' }, money(balance, currency))),
    missing > 0 ? h('p', { class: 'missing' }, t('hold.balance.missing', { missing: money(missing, currency) }))
      : h('p', { class: 'muted' }, t('hold.balance.enough', { left: money(balance - toPay, currency) })),
    missing > 0 || fault ? form : h('details', null, h('summary', null, t('hold.charge.more')), form));
}

/** @param {{paid: boolean, busy: boolean}} model @param {Hold.Deeds} deeds */
const releaseButton = ({ paid, busy }, deeds) => h('p', { class: 'centered' },
  h('button', { id: 'release', class: 'button quiet', type: 'button', 'aria-busy': busy, onclick: deeds.release },
    t(paid ? 'hold.cancel' : 'hold.release')));

/** @param {{toPay: number, missing: number, currency: string|null, busy: boolean, expiresAt: string}} model @param {Hold.Deeds} deeds */
function payBar({ toPay, missing, currency, busy, expiresAt }, deeds) {
  return h('section', { class: 'pay-bar', 'aria-labelledby': 'total' },
    h('div', { class: 'row spread' },
      h('p', { id: 'total' },
        h('span', { class: 'muted small' }, t('hold.total')), ' ', h('strong', { class: 'numbers' }, money(toPay, currency))),
      h('span', { ...until(expiresAt), class: 'countdown small-only', 'aria-hidden': 'true' })),
    h('button', { id: 'pay', class: 'button primary big block', type: 'button', 'aria-busy': busy, 'aria-disabled': String(missing > 0),
      'aria-describedby': 'pay-hint', onclick: deeds.pay },
      toPay > 0 ? t('hold.pay', { amount: money(toPay, currency) }) : t('hold.pay.free')),
    h('p', { id: 'pay-hint', class: 'small muted centered' },
      missing > 0 ? t('hold.pay.first', { missing: money(missing, currency) }) : t('hold.pay.promise')));
}
