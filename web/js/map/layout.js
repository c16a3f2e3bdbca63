// Places for seats whose plan has none that can be drawn: the rows of each zone below each other. No DOM.

/** @typedef {import('./plan.js').Plan} Plan */

const STEP = 24, ROW = 30, AISLE = 70;

/**
 * Whether enough seats are in the same place as another one that the plan is no picture.
 * @param {Plan} plan
 */
export function isUndrawable(plan) {
  if (plan.seatCount < 2) return false;
  const places = new Set();
  // One number for both, exact to a tenth up to 3,000,000 units.
  for (let seat = 0; seat < plan.seatCount; seat++)
    places.add(Math.round(10 * plan.x[seat]) * 2 ** 26 + Math.round(10 * plan.y[seat]));
  return places.size < .9 * plan.seatCount;
}

/**
 * Gives every seat a place, with the front at the top.
 * @param {Plan} plan changed: its areas are gone, they would be anywhere
 */
export function layOut(plan) {
  const columns = Math.ceil(Math.sqrt(plan.zones.length));
  let top = 0;
  for (let line = 0; line * columns < plan.zones.length; line++) {
    const zones = plan.zones.slice(line * columns, (line + 1) * columns);
    let left = 0, lowest = top;
    for (const zone of zones) {
      const rows = plan.rows.slice(zone.firstRow, zone.firstRow + zone.rowCount);
      const width = Math.max(0, ...rows.map(row => (row.count - 1) * STEP));
      rows.forEach((row, at) => {
        for (let seat = 0; seat < row.count; seat++) {
          plan.x[row.first + seat] = left + (width - (row.count - 1) * STEP) / 2 + seat * STEP;
          plan.y[row.first + seat] = top + at * ROW;
        }
      });
      left += width + AISLE;
      lowest = Math.max(lowest, top + rows.length * ROW);
    }
    top = lowest + AISLE;
  }
  plan.schematic = true;
  plan.areas = [];
  plan.front = null;
}
