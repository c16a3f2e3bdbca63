// The seats that the fan has chosen, and for how many people. It survives a reload in this tab.

/** @typedef {import('./scene.js').Scene} Scene */

/** @typedef {'added' | 'removed' | 'gone' | 'full'} Toggled */

export class Choice {
  /**
   * @param {string} name of the schedule
   * @param {number} most seats a fan may choose
   * @param {Pick<Storage, 'getItem' | 'setItem'> | null} storage
   */
  constructor(name, most, storage) {
    this.key = `seats:${name}`;
    this.most = most;
    this.storage = storage;
    /** In the order of choosing. @type {number[]} */
    this.seats = [];
    this.party = Math.min(2, most);
    this.together = true;
    /** @type {Scene | null} */
    this.scene = null;
    const kept = this.read();
    if (kept) {
      this.party = Math.max(1, Math.min(most, Number(kept.party) || this.party));
      this.together = kept.together !== false;
    }
  }

  read() {
    try { return JSON.parse(this.storage?.getItem(this.key) ?? 'null'); } catch { return null; }
  }

  /** Takes the seats of before the reload, if they are still named by the same plan. @param {Scene} scene */
  attach(scene) {
    this.scene = scene;
    const kept = this.read();
    if (kept?.revision === scene.plan.revision && Array.isArray(kept.seats))
      this.seats = kept.seats.filter((/** @type {unknown} */ seat) => Number.isInteger(seat) && Number(seat) >= 0
        && Number(seat) < scene.plan.seatCount).slice(0, this.most);
    this.write();
  }

  write() {
    if (this.scene) this.scene.chosen = new Set(this.seats);
    const kept = { revision: this.scene?.plan.revision, seats: this.seats, party: this.party, together: this.together };
    try { this.storage?.setItem(this.key, JSON.stringify(kept)); } catch { /* Without storage the choice ends with the page. */ }
  }

  /** @param {number} party */
  setParty(party) {
    this.party = Math.max(1, Math.min(this.most, party));
    this.write();
  }

  /** @param {boolean} together */
  setTogether(together) {
    this.together = together;
    this.write();
  }

  /** Adds or removes a seat; choosing more than planned means more people. @param {number} seat @returns {Toggled} */
  toggle(seat) {
    if (this.seats.includes(seat)) {
      this.remove(seat);
      return 'removed';
    }
    if (!this.scene?.isFree(seat)) return 'gone';
    if (this.seats.length >= this.most) return 'full';
    this.seats.push(seat);
    this.party = Math.max(this.party, this.seats.length);
    this.write();
    return 'added';
  }

  /** @param {number} seat */
  remove(seat) {
    this.seats = this.seats.filter(one => one !== seat);
    this.write();
  }

  /** @param {number[]} seats */
  replace(seats) {
    this.seats = seats.slice(0, this.most);
    this.write();
  }

  /** Removes and returns the seats that another fan has got. @returns {number[]} */
  dropTaken() {
    const gone = this.seats.filter(seat => !this.scene?.isFree(seat));
    if (gone.length > 0) this.replace(this.seats.filter(seat => !gone.includes(seat)));
    return gone;
  }
}
