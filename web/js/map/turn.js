// The fan's turn: how long it lasts, and what to do when it is over.

import { countdown } from '../countdown.js';
import { announce, fill, h, notice } from '../page.js';
import { spanText } from '../format.js';
import { t } from '../text.js';

/** @typedef {{token: string, status: string, activeUntil?: string | null}} Place */

const SAID_AT = [120, 60, 30]; // seconds before the end

export class Turn {
  /** @param {string} scheduleId @param {() => void} ended */
  constructor(scheduleId, ended) {
    this.scheduleId = scheduleId;
    this.ended = ended;
    this.element = h('div', { class: 'seats-notice' });
    /** @type {string | null} */
    this.until = null;
    /** @type {(() => void) | null} */
    this.stop = null;
  }

  /** @param {Place} place */
  show(place) {
    if (place.status === 'Waiting' || place.status === 'Called') return;
    if (place.status !== 'Active') return this.end();
    if (!place.activeUntil || place.activeUntil === this.until) return;
    this.until = place.activeUntil;
    this.stop?.();
    const left = h('strong', { class: 'countdown' });
    fill(this.element, h('p', { class: 'turn-line' }, t('seats.turn'), ' ', left));
    this.stop = countdown(this.until, span => {
      left.textContent = spanText(span);
      if (SAID_AT.includes(span.total)) announce(t('seats.turn.say', { time: spanText(span) }), span.total <= 30);
    });
  }

  end() {
    this.stop?.();
    announce(t('seats.turn.over'), true);
    fill(this.element, notice('warn', t('seats.turn.over'), t('seats.turn.over.do'),
      h('a', { class: 'button primary', href: `/schedules/${this.scheduleId}` }, t('seats.toRoom'))));
    this.ended();
  }
}
