// The seating plan in memory: typed arrays, a seat an index. No DOM.

/** @typedef {{name: string, color: string | null, price: number}} Category */
/** @typedef {{name: string, label: string | null, seatLabel: string | null, zone: number, first: number, count: number}} Row */
/** @typedef {{name: string, firstRow: number, rowCount: number, first: number, count: number}} Zone */
/** @typedef {{x: number, y: number, radiusX: number, radiusY: number, rotation: number}} Ellipse */
/** @typedef {{text: string, x: number, y: number, size: number, color: string | null, rotation: number}} Caption */
/** @typedef {{polygon: Float32Array | null, ellipse: Ellipse | null, color: string | null, border: string | null,
 *   borderWidth: number, text: Caption | null}} Area */

/**
 * @typedef {object} Plan
 * @property {string} revision
 * @property {number} seatCount
 * @property {Float32Array} x of each seat, in units of the plan
 * @property {Float32Array} y
 * @property {Uint16Array} category of each seat
 * @property {Uint32Array} row of each seat
 * @property {string[]} number of each seat
 * @property {Row[]} rows
 * @property {Zone[]} zones
 * @property {Category[]} categories
 * @property {Area[]} areas
 * @property {{x: number, y: number, name: string | null} | null} front
 * @property {boolean} schematic whether the places were made here, because the plan has none that can be drawn
 */

/** @typedef {{number: string, label?: string | null, seatLabel?: string | null, from?: number | null,
 *   step?: number | null, numbers?: string[] | null, categories: number[], x: number[], y: number[]}} DrawnRow */
/** @typedef {{polygon?: number[] | null, ellipse?: Ellipse | null, color?: string | null, border?: string | null,
 *   borderWidth?: number | null, text?: Caption | null}} DrawnArea */
/** @typedef {{revision: string, seatCount: number, front?: {x: number, y: number, name?: string | null} | null,
 *   categories: Category[], zones: {name: string, rows: DrawnRow[]}[], areas: DrawnArea[]}} Drawing */

const TENTHS = 10; // lengths of a drawing are whole tenths

/**
 * Reads the answer of GET /schedules/{id}/drawing.
 * @param {Drawing} drawing
 * @returns {Plan}
 */
export function readDrawing(drawing) {
  const seatCount = drawing.seatCount, front = drawing.front;
  const plan = /** @type {Plan} */ ({
    revision: drawing.revision, seatCount,
    x: new Float32Array(seatCount), y: new Float32Array(seatCount),
    category: new Uint16Array(seatCount), row: new Uint32Array(seatCount), number: new Array(seatCount),
    rows: [], zones: [], categories: drawing.categories, areas: drawing.areas.map(readArea),
    front: front ? { x: front.x / TENTHS, y: front.y / TENTHS, name: front.name ?? null } : null,
    schematic: false,
  });
  let seat = 0;
  for (const { name, rows } of drawing.zones) {
    const zone = { name, firstRow: plan.rows.length, rowCount: rows.length, first: seat, count: 0 };
    for (const row of rows) seat = readRow(plan, row, plan.zones.length, seat);
    zone.count = seat - zone.first;
    plan.zones.push(zone);
  }
  return plan;
}

/** @param {Plan} plan @param {DrawnRow} drawn @param {number} zone @param {number} first @returns {number} the next seat */
function readRow(plan, drawn, zone, first) {
  const { number, label = null, seatLabel = null, from, step, numbers, categories } = drawn, count = drawn.x.length;
  let x = 0, y = 0;
  for (let at = 0; at < count; at++) {
    const seat = first + at;
    plan.x[seat] = (x += drawn.x[at]) / TENTHS;
    plan.y[seat] = (y += drawn.y[at]) / TENTHS;
    plan.category[seat] = categories.length === 1 ? categories[0] : categories[at];
    plan.row[seat] = plan.rows.length;
    plan.number[seat] = numbers ? numbers[at] : String((from ?? 1) + at * (step ?? 1));
  }
  plan.rows.push({ name: number, label, seatLabel, zone, first, count });
  return first + count;
}

/** @param {DrawnArea} drawn @returns {Area} */
function readArea({ polygon, ellipse, color = null, border = null, borderWidth, text }) {
  let corners = null;
  if (polygon) {
    corners = new Float32Array(polygon.length);
    for (let at = 0, x = 0, y = 0; at + 1 < polygon.length; at += 2) {
      corners[at] = (x += polygon[at]) / TENTHS;
      corners[at + 1] = (y += polygon[at + 1]) / TENTHS;
    }
  }
  return {
    polygon: corners,
    ellipse: ellipse ? {
      x: ellipse.x / TENTHS, y: ellipse.y / TENTHS, radiusX: ellipse.radiusX / TENTHS,
      radiusY: ellipse.radiusY / TENTHS, rotation: ellipse.rotation ?? 0,
    } : null,
    color, border, borderWidth: (borderWidth ?? 0) / TENTHS,
    text: text ? { ...text, x: text.x / TENTHS, y: text.y / TENTHS, size: text.size / TENTHS } : null,
  };
}

/** @param {Plan} plan @param {number} seat */
export function zoneOf(plan, seat) { return plan.rows[plan.row[seat]].zone; }

/**
 * Finds seats by the words that other answers name them with.
 * @param {Plan} plan
 * @returns {(block: string | null | undefined, row: string | null | undefined, number: string | null | undefined) => number}
 *   -1 when there is no such seat
 */
export function seatFinder(plan) {
  /** @type {Map<string, number> | null} */
  let known = null;
  const key = (/** @type {unknown[]} */ ...words) => words.map(word => word ?? '').join('\n');
  return (block, row, number) => {
    if (!known) {
      known = new Map();
      for (let seat = plan.seatCount - 1; seat >= 0; seat--) {
        const { zone, name } = plan.rows[plan.row[seat]];
        known.set(key(plan.zones[zone].name, name, plan.number[seat]), seat);
      }
    }
    return known.get(key(block, row, number)) ?? -1;
  };
}
