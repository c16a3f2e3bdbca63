// The scene of the map: the plan with its geometry, the states, the fan's choice, the filter. No DOM.

import { ranks } from './choose.js';
import { boundsOf, distance, Grid, grown, middleOf, pitchOf, rowGapOf, union } from './geometry.js';
import { isUndrawable, layOut } from './layout.js';
import { AVAILABLE, Tally } from './states.js';

/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {import('./geometry.js').Box} Box */

/** How a seat looks; 0 to 3 are its states. */
export const CHOSEN = 4, OWN = 5, FILTERED = 6, LOOKS = 7;

/** Seats of one category in one zone, drawn as one block from afar: each run is [first seat, last seat].
 * @typedef {{zone: number, category: number, width: number, runs: [number, number][]}} Band */
/** @typedef {{box: Box, middle: {x: number, y: number}, short: string}} ZonePlace */

export class Scene {
  /** @param {Plan} plan */
  constructor(plan) {
    if (isUndrawable(plan)) layOut(plan);
    this.plan = plan;
    this.pitch = pitchOf(plan);
    this.grid = new Grid(plan, this.pitch);
    /** @type {Uint8Array} */
    this.states = new Uint8Array(plan.seatCount);
    this.tally = new Tally(plan);
    this.rank = ranks(plan);
    /** @type {Set<number>} */
    this.chosen = new Set();
    /** @type {Set<number>} */
    this.own = new Set();
    /** @type {(category: number) => boolean} */
    this.wanted = () => true;
    this.front = frontMark(plan, this.grid, this.pitch);
    this.box = this.wholeBox();
    const names = shortNames(plan);
    /** @type {ZonePlace[]} */
    this.places = plan.zones.map((zone, at) => ({
      box: grown(boundsOf(plan, zone.first, zone.count), this.pitch),
      middle: middleOf(plan, zone),
      short: names[at],
    }));
    this.bands = bandsOf(plan, this.pitch);
  }

  /** All seats, with the areas as far as they are near: one that is drawn far away must not shrink the hall to a dot. */
  wholeBox() {
    const seats = grown(boundsOf(this.plan), 1.5 * this.pitch);
    const far = .6 * Math.max(seats.right - seats.left, seats.bottom - seats.top);
    const most = grown(seats, far);
    let box = seats;
    const reach = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ by) => {
      if (x < most.left || x > most.right || y < most.top || y > most.bottom) return;
      box = union(box, { left: x - by, top: y - by, right: x + by, bottom: y + by });
    };
    for (const { polygon, ellipse, text } of this.plan.areas) {
      for (let at = 0; polygon && at < polygon.length; at += 2) reach(polygon[at], polygon[at + 1], 0);
      if (ellipse) reach(ellipse.x, ellipse.y, Math.max(ellipse.radiusX, ellipse.radiusY));
      if (text) reach(text.x, text.y, text.size);
    }
    if (this.front) reach(this.front.x, this.front.y, Math.max(2 * this.pitch, .08 * (seats.bottom - seats.top)));
    return grown(box, Math.max(this.pitch, .02 * (box.right - box.left)));
  }

  /** @param {number} seat */
  lookOf(seat) {
    if (this.own.has(seat)) return OWN;
    if (this.chosen.has(seat)) return CHOSEN;
    const state = this.states[seat];
    return state === AVAILABLE && !this.wanted(this.plan.category[seat]) ? FILTERED : state;
  }

  /** Whether the fan may choose it. @param {number} seat */
  isFree(seat) { return this.states[seat] === AVAILABLE && !this.own.has(seat); }

  /** Whether it is free and not filtered out. @param {number} seat */
  isOffered(seat) { return this.isFree(seat) && this.wanted(this.plan.category[seat]); }

  /** How full a band is: 0 nothing is free, 4 almost all is free. @param {Band} band */
  levelOf({ zone, category }) {
    const all = this.tally.allIn(zone, category), free = this.tally.freeIn(zone, category);
    return free === 0 ? 0 : Math.min(4, 1 + Math.floor(4 * free / (all + 1)));
  }

  /** The zone at a point of the plan, if a seat of it is near. @param {number} x @param {number} y @param {number} radius */
  zoneAt(x, y, radius) {
    const seat = this.grid.nearest(x, y, radius);
    return seat < 0 ? -1 : this.plan.rows[this.plan.row[seat]].zone;
  }
}

/**
 * Where the front is marked, when no area shows it. A front among the seats, such as an assumed one, is marked ahead of
 * them: away from the middle of all seats, in the direction `dx`, `dy` (both 0 for a front at its own place).
 * @param {Plan} plan
 * @param {Grid} grid
 * @param {number} pitch
 * @returns {{x: number, y: number, dx: number, dy: number} | null}
 */
function frontMark(plan, grid, pitch) {
  if (!plan.front || plan.areas.length > 0) return null;
  let { x, y } = plan.front;
  if (grid.nearest(x, y, pitch) < 0) return { x, y, dx: 0, dy: 0 };
  const { left, top, right, bottom } = boundsOf(plan);
  const dx = x - (left + right) / 2, dy = y - (top + bottom) / 2, away = Math.hypot(dx, dy);
  if (away < pitch / 2) return null; // no direction is more likely than another
  for (; grid.nearest(x, y, pitch) >= 0; x += dx / away * pitch / 2, y += dy / away * pitch / 2);
  return { x, y, dx: dx / away, dy: dy / away };
}

/** @param {Plan} plan @param {number} pitch @returns {Band[]} */
function bandsOf(plan, pitch) {
  /** @type {Band[]} */
  const bands = [];
  plan.zones.forEach((zone, at) => {
    /** @type {Map<number, Band>} */
    const ofZone = new Map();
    const width = rowGapOf(plan, zone, pitch);
    for (let seat = zone.first; seat < zone.first + zone.count; seat++) {
      const category = plan.category[seat];
      let band = ofZone.get(category);
      if (!band) ofZone.set(category, band = { zone: at, category, width, runs: [] });
      const run = band.runs[band.runs.length - 1];
      const goesOn = run && run[1] === seat - 1 && plan.row[seat] === plan.row[seat - 1]
        && distance(plan, seat - 1, seat) < 2.2 * pitch;
      if (goesOn) run[1] = seat;
      else band.runs.push([seat, seat]);
    }
    bands.push(...ofZone.values());
  });
  return bands;
}

/** The names of the zones for small places: the last word where it is unique, else without what all begin with. @param {Plan} plan @returns {string[]} */
function shortNames(plan) {
  const words = plan.zones.map(zone => zone.name.split(' ')), last = words.map(of => of[of.length - 1]);
  let common = 0;
  if (words.length > 1)
    while (words.every(of => of.length > common + 1 && of[common] === words[0][common])) common++;
  return words.map((of, at) => new Set(last).size === last.length ? last[at] : of.slice(common).join(' '));
}
