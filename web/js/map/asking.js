// One request for seats at a time: what the page shows meanwhile, and what it does with the answer.

import { problemName, signInAddress } from '../api.js';
import { announce, fill, notice } from '../page.js';
import { t } from '../text.js';
import { hold, needsTurn, refusedSeats, resume, showRefusal } from './hold.js';

/** @typedef {Api.Answer} Answer */
/** @typedef {import('./sale.js').Sale} Sale */

export class Asking {
  /** @param {Sale} sale */
  constructor(sale) {
    this.sale = sale;
    /** Whether a request is on its way. */
    this.busy = false;
    // A page that the back button brings back has not heard the answer.
    addEventListener('pageshow', event => { if (event.persisted) this.rest(); });
  }

  /** @param {object} wish the members of the request that name the seats */
  async ask(wish) {
    const { schedule, token, tray, signedIn } = this.sale;
    if (!signedIn) return location.assign(signInAddress());
    if (this.busy) return;
    this.begin();
    this.end(await hold(schedule.id, wish, token, () => fill(tray.news, notice('info', t('seats.waiting')))));
  }

  /** Finishes what was on its way when the page was left. */
  async resume() {
    const { schedule, token, signedIn } = this.sale;
    const answer = signedIn ? await resume(schedule.id, token, () => this.begin()) : null;
    if (answer) this.end(answer);
  }

  begin() {
    this.busy = this.sale.tray.busy = true;
    fill(this.sale.tray.news);
    announce(t('seats.holding'));
    this.sale.update();
  }

  /** Nothing is on its way. */
  rest() {
    this.busy = this.sale.tray.busy = false;
    this.sale.best.busy = null;
    this.sale.update();
    this.sale.refreshOwn();
  }

  /** @param {Answer} answer */
  end(answer) {
    const { schedule, tray, choice } = this.sale;
    if (answer.ok) {
      choice.replace([]);
      return location.assign(`/reservations/${answer.body.id}`);
    }
    this.rest();
    if (answer.status === 401) return location.assign(signInAddress());
    if (problemName(answer) === 'unknown-plan-revision') return location.reload();
    const seats = refusedSeats(answer);
    tray.element.hidden = false;
    fill(tray.news);
    if (seats.length === 0) showRefusal(tray.news, answer, schedule.id, this.sale);
    if (needsTurn(answer)) this.sale.close();
    this.sale.refused(seats);
  }
}
