// Bounds, distances and a grid over the seats. No DOM.

/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/**
 * @param {Plan} plan
 * @param {number} [first]
 * @param {number} [count]
 * @returns {Box}
 */
export function boundsOf(plan, first = 0, count = plan.seatCount) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let seat = first; seat < first + count; seat++) {
    box.left = Math.min(box.left, plan.x[seat]);
    box.right = Math.max(box.right, plan.x[seat]);
    box.top = Math.min(box.top, plan.y[seat]);
    box.bottom = Math.max(box.bottom, plan.y[seat]);
  }
  return count > 0 ? box : { left: 0, top: 0, right: 1, bottom: 1 };
}

/** @param {Box} box @param {number} by @returns {Box} */
export function grown(box, by) {
  return { left: box.left - by, top: box.top - by, right: box.right + by, bottom: box.bottom + by };
}

/** @param {Box} a @param {Box} b @returns {Box} */
export function union(a, b) {
  return {
    left: Math.min(a.left, b.left), top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom),
  };
}

/** @param {Plan} plan @param {number} a @param {number} b */
export function distance(plan, a, b) {
  return Math.hypot(plan.x[a] - plan.x[b], plan.y[a] - plan.y[b]);
}

/** @param {number[]} values @param {number} otherwise */
function median(values, otherwise) {
  if (values.length === 0) return otherwise;
  values.sort((a, b) => a - b);
  return values[values.length >> 1];
}

/**
 * The usual distance between neighbours of a row, in units of the plan.
 * @param {Plan} plan
 */
export function pitchOf(plan) {
  const steps = [];
  for (const row of plan.rows)
    for (let seat = row.first + 1; seat < row.first + row.count; seat++) {
      const step = distance(plan, seat - 1, seat);
      if (step > 0) steps.push(step);
    }
  if (steps.length > 0) return median(steps, 1);
  const gaps = plan.rows.slice(1).map(row => row.first < plan.seatCount ? distance(plan, row.first - 1, row.first) : 0);
  return median(gaps.filter(gap => gap > 0), 24);
}

/**
 * The usual distance between the rows of a zone, at least the pitch.
 * @param {Plan} plan
 * @param {import('./plan.js').Zone} zone
 * @param {number} pitch
 */
export function rowGapOf(plan, zone, pitch) {
  const gaps = [];
  for (let at = zone.firstRow + 1; at < zone.firstRow + zone.rowCount; at++) {
    const row = plan.rows[at], before = plan.rows[at - 1];
    if (row.count === 0 || before.count === 0) continue;
    const middle = row.first + (row.count >> 1);
    let gap = Infinity;
    for (let seat = before.first; seat < before.first + before.count; seat++)
      gap = Math.min(gap, distance(plan, middle, seat));
    if (gap > 0 && gap < 4 * pitch) gaps.push(gap);
  }
  return Math.min(2.5 * pitch, Math.max(pitch, median(gaps, pitch)));
}

/** Finds seats by place: cells of a few seats, in two arrays. */
export class Grid {
  /** @param {Plan} plan @param {number} pitch */
  constructor(plan, pitch) {
    this.plan = plan;
    this.box = boundsOf(plan);
    const { left, top, right, bottom } = this.box;
    const most = 4 * plan.seatCount + 64; // a plan with one seat far away must not make millions of cells
    this.cell = Math.max(2 * pitch, Math.sqrt((right - left) * (bottom - top) / most), (right - left) / most,
      (bottom - top) / most, 1e-6);
    this.columns = Math.floor((right - left) / this.cell) + 1;
    this.lines = Math.floor((bottom - top) / this.cell) + 1;
    this.starts = new Uint32Array(this.columns * this.lines + 1);
    this.seats = new Uint32Array(plan.seatCount);
    for (let seat = 0; seat < plan.seatCount; seat++) this.starts[this.cellOf(plan.x[seat], plan.y[seat]) + 1]++;
    for (let cell = 1; cell < this.starts.length; cell++) this.starts[cell] += this.starts[cell - 1];
    const next = this.starts.slice();
    for (let seat = 0; seat < plan.seatCount; seat++)
      this.seats[next[this.cellOf(plan.x[seat], plan.y[seat])]++] = seat;
  }

  /** @param {number} x */
  columnOf(x) { return Math.max(0, Math.min(this.columns - 1, Math.floor((x - this.box.left) / this.cell))); }

  /** @param {number} y */
  lineOf(y) { return Math.max(0, Math.min(this.lines - 1, Math.floor((y - this.box.top) / this.cell))); }

  /** @param {number} x @param {number} y */
  cellOf(x, y) { return this.lineOf(y) * this.columns + this.columnOf(x); }

  /** @param {Box} box @param {(seat: number) => void} visit */
  within(box, visit) {
    const { x, y } = this.plan;
    const from = this.columnOf(box.left), to = this.columnOf(box.right), last = this.lineOf(box.bottom);
    for (let line = this.lineOf(box.top); line <= last; line++)
      for (let at = this.starts[line * this.columns + from]; at < this.starts[line * this.columns + to + 1]; at++) {
        const seat = this.seats[at];
        if (x[seat] >= box.left && x[seat] <= box.right && y[seat] >= box.top && y[seat] <= box.bottom) visit(seat);
      }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @returns {number} the nearest seat within the radius; -1 when there is none
   */
  nearest(x, y, radius) {
    let best = -1, least = radius * radius;
    this.within({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }, seat => {
      const square = (this.plan.x[seat] - x) ** 2 + (this.plan.y[seat] - y) ** 2;
      if (square <= least) [best, least] = [seat, square];
    });
    return best;
  }
}

/**
 * The seat that an arrow key leads to: near, and more ahead than aside.
 * @param {Plan} plan
 * @param {number} from
 * @param {number} dx -1, 0 or 1
 * @param {number} dy -1, 0 or 1
 * @param {(seat: number) => boolean} accept
 * @returns {number} -1 when there is none in that direction
 */
export function neighbour(plan, from, dx, dy, accept) {
  let best = -1, least = Infinity;
  for (let seat = 0; seat < plan.seatCount; seat++) {
    const x = plan.x[seat] - plan.x[from], y = plan.y[seat] - plan.y[from];
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0 || aside > 1.8 * ahead) continue;
    const cost = ahead + 2.5 * aside;
    if (cost < least && accept(seat)) [best, least] = [seat, cost];
  }
  return best;
}

/**
 * Where a zone is named: the seat next to the middle of its seats, so that the name of a curved zone is inside it.
 * @param {Plan} plan
 * @param {import('./plan.js').Zone} zone
 */
export function middleOf(plan, zone) {
  let x = 0, y = 0, best = zone.first, least = Infinity;
  for (let seat = zone.first; seat < zone.first + zone.count; seat++) [x, y] = [x + plan.x[seat], y + plan.y[seat]];
  [x, y] = [x / Math.max(1, zone.count), y / Math.max(1, zone.count)];
  for (let seat = zone.first; seat < zone.first + zone.count; seat++) {
    const square = (plan.x[seat] - x) ** 2 + (plan.y[seat] - y) ** 2;
    if (square < least) [best, least] = [seat, square];
  }
  return zone.count > 0 ? { x: plan.x[best], y: plan.y[best] } : { x, y };
}
