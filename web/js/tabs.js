// The two pages about what a fan has bought.
import { h } from './dom.js';
import { t } from './text.js';

/** @param {'/tickets' | '/reservations'} current */
export function tabs(current) {
  return h('nav', { class: 'tabs no-print', 'aria-label': t('mine.tabs') },
    [['/tickets', t('nav.tickets')], ['/reservations', t('nav.reservations')]].map(([address, text]) =>
      h('a', { href: address, 'aria-current': address === current ? 'page' : null }, text)));
}
