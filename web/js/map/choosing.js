// Choosing single seats: by the fan, by the page for the fan, and losing them to another fan.

import { announce, fill, notice } from '../page.js';
import { t } from '../text.js';
import { bestSeats } from './choose.js';
import { showLosses } from './losses.js';
import { seatText } from './words.js';

export class Choosing {
  /** @param {import('./sale.js').Sale} sale */
  constructor(sale) { this.sale = sale; }

  /** Chosen seats that another fan has got. */
  check() {
    const { scene, choice, asking, elsewhere } = this.sale;
    // While a request is on its way, its seats may be held already: for this fan.
    if (!scene || asking.busy) return;
    const gone = choice.dropTaken();
    if (gone.length === 0) return;
    this.lost(gone.filter(seat => !scene.own.has(seat) && !elsewhere.has(seat)));
    this.sale.choiceChanged(gone);
  }

  /** @param {number[]} gone @param {string} [more] */
  lost(gone, more = '') {
    const { scene, tray, choice, currency } = this.sale;
    if (scene) showLosses(tray.news, scene, choice, gone, more, currency, seat => this.choose(seat));
  }

  /** @param {number} seat */
  choose(seat) {
    const { scene, choice, tray } = this.sale;
    if (!scene) return;
    const toggled = choice.toggle(seat), name = seatText(scene.plan, seat), count = choice.seats.length;
    if (toggled === 'added' || toggled === 'removed') announce(t(`seats.say.${toggled}`, { seat: name, count }));
    else announce(toggled === 'full' ? t('seats.say.full', { count: choice.most }) : t('seats.say.gone', { seat: name }), true);
    if (toggled === 'full') fill(tray.news, notice('info', t('seats.say.full', { count: choice.most })));
    else if (toggled === 'added' || toggled === 'removed') fill(tray.news);
    this.sale.choiceChanged([seat]);
  }

  /** The best free seats that the filter lets through, on the map, to look at before holding them. */
  suggest() {
    const { scene, choice, tray, map } = this.sale;
    if (!scene) return;
    const before = choice.seats;
    const { seats, together } = bestSeats(scene.plan, scene.rank, scene.pitch, choice.party, seat => scene.isOffered(seat));
    choice.replace(seats);
    fill(tray.news, together ? null : notice('info', t(seats.length > 0 ? 'seats.suggest.apart' : 'seats.suggest.none', { count: choice.party })));
    const names = seats.map(seat => seatText(scene.plan, seat)).join('; ');
    announce(seats.length > 0 ? t('seats.suggest.say', { seats: names }) : t('seats.suggest.none', { count: choice.party }));
    this.sale.choiceChanged([...before, ...seats]);
    map?.showAll(seats);
    map?.element.scrollIntoView({ block: 'center' });
  }
}
