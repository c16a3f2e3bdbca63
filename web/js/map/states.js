// The states of the seats, one byte each in memory, two bits each over the wire.

export const AVAILABLE = 0, HELD = 1, SOLD = 2, BLOCKED = 3;

/**
 * Unpacks the states of a map: seat i is in byte i >> 2, at bits 2 * (i & 3).
 * @param {string} base64
 * @param {number} seatCount
 * @returns {Uint8Array} a state a seat; seats that the text does not reach are blocked
 */
export function unpackStates(base64, seatCount) {
  const packed = atob(base64), states = new Uint8Array(seatCount).fill(BLOCKED);
  for (let seat = 0; seat < seatCount && seat >> 2 < packed.length; seat++)
    states[seat] = packed.charCodeAt(seat >> 2) >> 2 * (seat & 3) & 3;
  return states;
}

/**
 * Applies [index, state, index, state, ...].
 * @param {Uint8Array} states
 * @param {ArrayLike<number>} changes
 * @returns {number[]} the seats that really changed
 */
export function applyChanges(states, changes) {
  const changed = [];
  for (let at = 0; at + 1 < changes.length; at += 2) {
    const seat = changes[at], state = changes[at + 1];
    if (seat < states.length && states[seat] !== state) {
      states[seat] = state;
      changed.push(seat);
    }
  }
  return changed;
}

/**
 * @param {Uint8Array} before
 * @param {Uint8Array} after
 * @returns {number[]} the seats whose state differs
 */
export function differences(before, after) {
  const changed = [];
  for (let seat = 0; seat < after.length; seat++)
    if (before[seat] !== after[seat]) changed.push(seat);
  return changed;
}

/** Counts free seats and all seats: by category, by zone, and by category within a zone. */
export class Tally {
  /** @param {import('./plan.js').Plan} plan */
  constructor(plan) {
    this.plan = plan;
    this.width = plan.categories.length;
    this.free = new Uint32Array(this.width * plan.zones.length);
    this.all = new Uint32Array(this.width * plan.zones.length);
    for (let seat = 0; seat < plan.seatCount; seat++) this.all[this.cellOf(seat)]++;
  }

  /** @param {number} seat */
  cellOf(seat) {
    return this.plan.rows[this.plan.row[seat]].zone * this.width + this.plan.category[seat];
  }

  /** @param {Uint8Array} states */
  count(states) {
    this.free.fill(0);
    for (let seat = 0; seat < states.length; seat++)
      if (states[seat] === AVAILABLE) this.free[this.cellOf(seat)]++;
  }

  /** @param {number} zone @param {number} category */
  freeIn(zone, category) { return this.free[zone * this.width + category]; }

  /** @param {number} zone @param {number} category */
  allIn(zone, category) { return this.all[zone * this.width + category]; }

  /** @param {number} zone @param {(category: number) => boolean} [wanted] */
  freeOfZone(zone, wanted = () => true) {
    let sum = 0;
    for (let category = 0; category < this.width; category++)
      if (wanted(category)) sum += this.freeIn(zone, category);
    return sum;
  }

  /** Whether the zone has a seat of a category that the filter lets through. @param {number} zone @param {(category: number) => boolean} wanted */
  isWanted(zone, wanted) {
    for (let category = 0; category < this.width; category++)
      if (this.allIn(zone, category) > 0 && wanted(category)) return true;
    return false;
  }

  /** @param {number} category */
  freeOfCategory(category) {
    let sum = 0;
    for (let zone = 0; zone < this.plan.zones.length; zone++) sum += this.freeIn(zone, category);
    return sum;
  }
}
