// Which part of buying a reservation is in. Pure.

/**
 * @typedef {object} ReservedSeat
 * @property {string|null} seat
 * @property {string|null} label
 * @property {string|null} block
 * @property {string|null} row
 * @property {string|null} seatNumber
 * @property {string} category
 * @property {number} price
 */

/**
 * @typedef {object} Reservation  `GET /reservations/{id}`
 * @property {string} id
 * @property {string} scheduleId
 * @property {string} status
 * @property {string} payment
 * @property {ReservedSeat[]} seats
 * @property {number} amount
 * @property {number} discount
 * @property {number} paid
 * @property {number} refunded
 * @property {string} expiresAt
 * @property {string|null} reason
 * @property {boolean|null} [together]
 * @property {number|null} [renewalsLeft]
 * @property {string} [currency]
 */

/**
 * @typedef {'held'|'ending'|'paying'|'late'|'offered'|'confirmed'|'expired'|'cancelled'|'refunding'|'refunded'} Phase
 *   'ending': the deadline has passed, and the server has not said so yet. 'late': the hold ended while a payment was
 *   in flight, so whether the seats are still there is being decided.
 */

/**
 * @param {Pick<Reservation, 'status'|'payment'|'expiresAt'>} reservation
 * @param {number} now  The server's time, ms since 1970.
 * @returns {Phase}
 */
export function phaseOf({ status, payment, expiresAt }, now) {
  if (status === 'Pending') return now < Date.parse(expiresAt) ? 'held' : 'ending';
  if (status === 'Paying' && payment === 'Paid') return now < Date.parse(expiresAt) ? 'offered' : 'ending';
  if (status === 'Paying') return 'paying';
  if (status === 'Confirmed') return 'confirmed';
  if (payment === 'Refunding') return 'refunding';
  if (payment === 'Refunded') return 'refunded';
  if (status === 'Cancelled') return 'cancelled';
  return payment === 'Debiting' ? 'late' : 'expired';
}

/** Whether something happens next without the fan, so that the page asks again soon. @param {Phase} phase */
export const isMoving = phase => ['ending', 'paying', 'late', 'refunding'].includes(phase);

/** Whether a deadline runs that the fan must see. @param {Phase} phase */
export const hasDeadline = phase => phase === 'held' || phase === 'offered';

/** An attempt that is older was either answered elsewhere or never arrived: the reservation shows which. */
const resumeMilliseconds = 120_000;

/**
 * Whether an attempt to pay that this browser began, and whose answer it never saw, is taken up again. The key of the
 * attempt makes that safe: it is charged once.
 * @param {{at: number}|null} attempt
 * @param {Phase} phase
 * @param {number} now
 */
export const resumes = (attempt, phase, now) => attempt !== null
  && ((phase === 'held' && now - attempt.at < resumeMilliseconds) || phase === 'paying' || phase === 'late');

/** A place without a seat; the seats of some plans have no label either. @param {{seat?: string|null, label: string|null}} line */
export const isAdmission = ({ seat, label }) => !seat && label === null;

/**
 * Seats as lines: each seat its own, admissions without a seat together.
 * @template {{seat?: string|null, label: string|null, category: string, price: number, discount?: number}} L
 * @param {L[]} seats
 * @returns {Array<L & {quantity: number}>}
 */
export function linesOf(seats) {
  /** @type {Array<L & {quantity: number}>} */
  const lines = [];
  for (const seat of seats) {
    const same = isAdmission(seat) && lines.find(line => isAdmission(line)
      && line.category === seat.category && line.price === seat.price && line.discount === seat.discount);
    if (same) same.quantity++;
    else lines.push({ ...seat, quantity: 1 });
  }
  return lines;
}

/**
 * A typed amount in minor units; null when it is none. A point or a comma separates the fraction; before three digits
 * it separates thousands, unless the currency has three.
 * @param {string} typed
 * @param {number} digits  Of the currency's fraction: 0 for KRW, 2 for EUR.
 */
export function minorOf(typed, digits) {
  const joined = typed.replace(/[\s\u00a0\u202f']/g, '');
  const text = (digits < 3 ? joined.replace(/[.,](?=\d{3}(?!\d))/g, '') : joined).replace(',', '.');
  if (!/^\d{1,12}(\.\d*)?$/.test(text)) return null;
  const [whole, fraction = ''] = text.split('.');
  if (fraction.length > digits) return null;
  return Number(whole + fraction.padEnd(digits, '0')) || null;
}

/** @param {number} minor @param {number} digits */
export const majorOf = (minor, digits) => (minor / 10 ** digits).toFixed(digits);

/**
 * What the reservation itself says about its price, while there is no quote.
 * @param {Reservation} reservation
 * @returns {Hold.Quote}
 */
export function quoteOf({ seats, amount, discount }) {
  const lines = seats.map(seat => ({ ...seat, discount: 0 }));
  return { lines, total: amount, discount, toPay: amount - discount, balance: null, missing: 0 };
}
