// The page while the fan may choose: party size, best seats, map, list and tray work on one scene.

import { get } from '../api.js';
import { exactTime } from '../dates.js';
import { announce, fill, h } from '../page.js';
import { t } from '../text.js';
import { Best, partySize } from './best.js';
import { Choice } from './choice.js';
import { watchAdmissions } from './admissions.js';
import { Asking } from './asking.js';
import { Choosing } from './choosing.js';
import { feed } from './feed.js';
import { showRefusal } from './hold.js';
import { Legend, sign } from './legend.js';
import { SeatList } from './list.js';
import { ownNotice, ownReservations, watchTabs } from './own.js';
import { readDrawing, seatFinder } from './plan.js';
import { Scene } from './scene.js';
import { SeatMap } from './seatmap.js';
import { AVAILABLE } from './states.js';
import { Tray } from './tray.js';
import { Turn } from './turn.js';

/** @typedef {{id: string, timeZone?: string | null, currency?: string | null, seatsPerFan: number, seatCount: number,
 *   categories: {name: string, color: string | null, price: number}[],
 *   admissions: {category: string, capacity: number, available: number, price: number}[]}} Schedule */
/** @typedef {import('./turn.js').Place} Place */

const MOST_AT_ONCE = 8; // seats of one reservation

export class Sale {
  /** @param {Schedule} schedule @param {{user: object | null}} who @param {Place | null} place */
  constructor(schedule, who, place) {
    this.schedule = schedule;
    this.signedIn = who.user !== null;
    this.token = place?.token ?? null;
    this.currency = schedule.currency ?? null;
    this.zone = schedule.timeZone ?? null;
    this.choice = new Choice(schedule.id, Math.min(MOST_AT_ONCE, schedule.seatsPerFan), sessionStore());
    this.choosing = new Choosing(this);
    this.turn = new Turn(schedule.id, () => { this.close(); this.update(); });
    this.own = h('div', { class: 'seats-notice' });
    this.tabs = h('div', { class: 'seats-notice' });
    this.party = partySize(this.choice, () => this.choiceChanged());
    this.best = new Best(this.choice, {
      currency: this.currency, hold: (category, quantity, together) => this.holdBest(category, quantity, together),
    });
    this.tray = new Tray(this.choice, {
      currency: this.currency, hold: () => this.holdChosen(), remove: seat => this.choosing.choose(seat),
      show: seat => { this.setView('map'); this.map?.showAll([seat]); },
    });
    this.views = h('div', { class: 'view-buttons', role: 'group', 'aria-label': t('seats.view') }, ['best', 'map', 'list'].map(view =>
      h('button', { type: 'button', 'data-of': view, onclick: () => this.setView(view) }, t(`seats.view.${view}`))));
    this.pick = h('section', { class: 'pick', 'aria-labelledby': 'pick-title' });
    this.title = h('h2', { id: 'pick-title', class: 'visually-hidden' }, t('seats.pick'));
    this.body = h('div', { class: 'seats-body', 'data-view': 'best' });
    this.admissions = schedule.admissions;
    this.asking = new Asking(this);
    /** Seats that this fan asked for in another tab: they are not lost to somebody else. @type {Set<number>} */
    this.elsewhere = new Set();
    if (place) this.turn.show(place);
  }

  /** @param {HTMLElement} main */
  async open(main) {
    const seated = this.schedule.seatCount > 0;
    fill(this.body, seated ? this.views : null, this.best.element, seated ? this.pick : null);
    main.append(this.turn.element, this.own, this.tabs, this.party.element, this.body, this.tray.element);
    if (!seated) this.tray.element.hidden = true;
    this.setView(seated ? 'map' : 'best');
    this.update();
    this.tellTabs = watchTabs(this.schedule.id, holding => {
      for (const seat of holding) this.elsewhere.add(seat);
      fill(this.tabs, h('p', { class: 'turn-line' }, h('strong', null, t('seats.elsewhere')), ' ', t('seats.elsewhere.do')));
    });
    if (this.admissions.length > 0) watchAdmissions(this.schedule.id, this.admissions, () => this.offer());
    if (seated) await this.openMap();
    this.listen();
    this.refreshOwn();
    await this.asking.resume();
  }

  async openMap() {
    fill(this.pick, this.title, h('div', { class: 'map skeleton' }));
    const answer = await get(`/schedules/${this.schedule.id}/drawing`, { cache: 'default' });
    if (!answer.ok) return showRefusal(this.pick, answer, this.schedule.id, this);
    performance.mark('map:drawing');
    const plan = readDrawing(answer.body);
    // The drawing is kept for ever; prices are the schedule's.
    for (const category of plan.categories)
      category.price = this.schedule.categories.find(one => one.name === category.name)?.price ?? category.price;
    this.scene = new Scene(plan);
    this.find = seatFinder(plan);
    this.choice.attach(this.scene);
    this.tray.scene = this.scene;
  }

  /** The first states have come. */
  draw() {
    const scene = /** @type {Scene} */ (this.scene);
    performance.mark('map:data');
    this.map = new SeatMap(scene, { currency: this.currency, choose: seat => this.choosing.choose(seat), say: announce });
    this.map.map.onPicture = seats => {
      performance.clearMarks('map:changed');
      performance.mark('map:changed', { detail: seats });
    };
    this.suggestButton = h('button', { type: 'button', class: 'button map-suggest', onclick: () => this.choosing.suggest() });
    const legend = h('div', { class: 'legend-place' });
    this.map.controls.before(this.suggestButton);
    fill(this.pick, this.title, legend, this.map.frame);
    this.map.start();
    this.legend = new Legend(scene, this.map, { currency: this.currency, changed: () => this.filterChanged() });
    legend.replaceWith(this.legend.element);
    this.map.frame.after(this.legend.states);
    this.map.onDressed = () => { this.legend?.draw(); this.offer(true); };
    if (this.body.dataset.view === 'list') this.showList();
    this.choosing.check();
    this.update();
    requestAnimationFrame(() => setTimeout(() => performance.mark('map:picture')));
  }

  listen() {
    feed(this.schedule.id, this.scene ?? null, this.token, {
      first: () => this.draw(),
      changed: seats => this.statesChanged(seats),
      connection: (asOf, isOffline) => this.map?.setStale(isOffline ? t('seats.stale', { time: exactTime(asOf ?? new Date(), this.zone) }) : null),
      place: place => this.turn.show(place),
      placeEnded: () => this.turn.end(),
      reservations: () => this.refreshOwn(),
    });
  }

  /** @param {number[]} seats */
  statesChanged(seats) {
    this.map?.changed(seats);
    this.list?.changed(seats);
    this.legend?.update();
    this.choosing.check();
    this.offer();
  }

  /** @param {number[]} [seats] */
  choiceChanged(seats = []) {
    this.map?.changed(seats);
    this.list?.changed(seats);
    this.update();
  }

  filterChanged() {
    this.map?.changedAll();
    this.list?.changedAll();
  }

  update() {
    this.party.update();
    this.tray.update();
    if (this.suggestButton) this.suggestButton.textContent = t('seats.suggest', { count: this.choice.party });
    this.offer();
  }

  /** What the best seats are offered of. @param {boolean} [anew] */
  offer(anew = false) {
    const { scene, map } = this;
    const seated = scene && map ? scene.plan.categories.map(({ name, price }, at) => ({
      name, price, left: scene.tally.freeOfCategory(at), sign: () => sign(map, AVAILABLE, at), seats: true,
    })) : [];
    this.best.show([...seated, ...this.admissions.map(({ category, price, available }) =>
      ({ name: category, price, left: available, sign: null, seats: false }))], anew);
  }

  holdChosen() {
    const { scene } = this, indexes = [...this.choice.seats].sort((a, b) => a - b);
    if (indexes.length === 0) announce(t('seats.tray.none'), true);
    else if (scene) {
      this.tellTabs?.(indexes);
      this.asking.ask({ seatIndexes: indexes, planRevision: scene.plan.revision });
    }
  }

  /** @param {string} category @param {number} quantity @param {boolean} together */
  holdBest(category, quantity, together) {
    this.best.busy = category;
    this.asking.ask({ category, quantity, ...together && quantity > 1 ? { together: true } : {} });
  }

  /** A request was refused. @param {number[]} seats those that another fan has */
  refused(seats) {
    for (const seat of seats) this.choice.remove(seat);
    if (seats.length > 0) this.choosing.lost(seats, t('seats.lost.nothing'));
    this.choosing.check();
    this.choiceChanged(seats);
  }

  async refreshOwn() {
    if (!this.signedIn) return;
    const found = await ownReservations(this.schedule.id);
    if (!found || this.asking.busy) return;
    fill(this.own, ownNotice(found, this.zone));
    const { scene } = this;
    if (!scene) return;
    const before = scene.own;
    scene.own = new Set(found.flatMap(one => one.seats.map(seat => this.find?.(seat.block, seat.row, seat.seatNumber) ?? -1).filter(seat => seat >= 0)));
    this.choice.replace(this.choice.seats.filter(seat => !scene.own.has(seat)));
    this.choiceChanged([...before, ...scene.own]);
  }

  /** Nothing can be held any more. */
  close() { this.tray.closed = this.best.closed = true; }

  /** The list is made when it is first wanted, so that it does not delay the map. */
  showList() {
    if (this.list || !this.scene || !this.map) return;
    this.list = new SeatList(this.scene, { currency: this.currency, choose: seat => this.choosing.choose(seat) });
    this.pick.append(this.list.element);
  }

  /** @param {string} view */
  setView(view) {
    this.body.dataset.view = view;
    for (const button of this.views.children) button.setAttribute('aria-pressed', String(button.getAttribute('data-of') === view));
    if (view === 'list') this.showList();
    this.map?.fit();
  }
}

/** A browser that refuses storage still sells seats. */
function sessionStore() {
  try { return sessionStorage; } catch { return null; }
}
