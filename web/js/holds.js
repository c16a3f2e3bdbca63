// A reminder on the pages before the purchase: seats that the fan holds, with the time left to pay for them.
import { get } from './api.js';
import { countdown } from './countdown.js';
import { announce, h, icon } from './dom.js';
import { spanText } from './format.js';
import { t } from './text.js';

/**
 * Shows one line for each reservation that waits for payment, newest first.
 * @param {Element} place Where to put them; it stays as it is without any.
 */
export async function showHolds(place) {
  const answer = await get('/reservations?limit=10', { patience: 6, stay: true });
  for (const one of answer.body?.items ?? []) {
    if (one.status === 'Pending' || one.status === 'Paying') place.append(line(one));
  }
}

/** @param {{id: string, status: string, expiresAt: string, seats: unknown[]}} reservation */
function line({ id, status, expiresAt, seats }) {
  const left = h('span', { class: 'countdown', role: 'timer' });
  const shown = h('div', { class: 'notice warn hold' }, icon('clock'),
    h('div', { class: 'row wrap spread grow' },
      h('p', null, h('span', { class: 'strong' }, t('holds.yours', { count: seats.length })), ' ',
        status === 'Paying' ? t('holds.paying') : [t('holds.left'), ' ', left]),
      h('a', { class: 'button primary', href: `/reservations/${id}` }, t('holds.continue'))));
  if (status === 'Pending') {
    countdown(expiresAt, span => {
      left.textContent = spanText(span);
      if (!span.over || !shown.isConnected) return;
      shown.remove();
      announce(t('holds.over'));
    });
  }
  return shown;
}
