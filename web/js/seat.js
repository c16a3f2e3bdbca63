// A seat in the reader's words.
import { t } from './text.js';

/**
 * A seat as the API names it.
 * @typedef {{label: string | null, block?: string | null, row?: string | null, seatNumber?: string | null}} NamedSeat
 */

/**
 * Zone, row and number. The words of the API's label are English, unless the plan has its own, which are kept.
 * @param {NamedSeat} seat
 * @returns {string | null} Null when the plan does not name the seat.
 */
export function seatName({ label, block, row, seatNumber }) {
  const english = [block, row && `Row ${row}`, seatNumber && `Seat ${seatNumber}`].filter(Boolean).join(', ');
  if (label !== english) return label || null;
  return [block, row && t('seat.row', { row }), seatNumber && t('seat.number', { seat: seatNumber })]
    .filter(Boolean).join(t('seat.between')) || null;
}
