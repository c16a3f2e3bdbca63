// The content of the waiting room: sections from one model.
import { moreTimeSwitch, until } from '../deadline.js';
import { h, icon } from '../dom.js';
import { bothTimes, dateTime, duration, money, number as formatted } from '../format.js';
import { notice } from '../problems.js';
import { t } from '../text.js';
import { hasPlace, mayJoin, stopOf } from './rules.js';

/** @param {Room.Model} room @param {Room.Deeds} deeds @returns {Sections.Wanted} */
export function roomSections(room, deeds) {
  const { phase } = room;
  const waits = phase === 'draw' || phase === 'early' || phase === 'waiting';
  return [
    { key: 'head', model: { title: room.title, venue: room.venue, startsAt: room.startsAt, zone: room.zone }, make: head },
    room.lostSince !== null && { key: 'lost', model: room.lostSince, make: lost },
    { key: 'now', model: nowModel(room), make: model => nowCard(model, deeds) },
    drawModel(room) && { key: 'draw', model: drawModel(room), make: drawCard },
    !!room.supply?.length && ['join', 'early', 'waiting', 'draw', 'called', 'active', 'open'].includes(phase)
      && { key: 'supply', model: { supply: room.supply, currency: room.currency }, make: supplyCard },
    waits && { key: 'call', model: room.call, make: model => callCard(model, deeds) },
    (waits || phase === 'join') && { key: 'safe', model: { has: hasPlace(phase), busy: room.busy === 'leave' },
      make: model => safeCard(model, deeds) },
  ];
}

/** @param {Room.Model} model */
function head({ title, venue, startsAt, zone }) {
  const { venue: there, own } = bothTimes(startsAt, zone);
  return h('header', { class: 'page-head' },
    h('p', { class: 'eyebrow' }, t('room.title')),
    h('h1', { dir: 'auto' }, title),
    h('p', { class: 'muted' }, h('time', { datetime: startsAt }, there), venue && [' · ', h('bdi', null, venue)]),
    own && h('p', { class: 'muted small' }, own));
}

/** @param {string} since */
const lost = since => h('div', { role: 'status' },
  notice('warn', t('room.lost'), t('room.lost.do', { time: since })));

/** @param {Room.Model} room */
function nowModel({ id, phase, queue, place, signedIn, wait, firstAhead, busy, refusal, zone }) {
  const joins = mayJoin(phase, queue);
  return {
    id, phase, joins, signedIn, busy, refusal, zone, wait, firstAhead,
    stop: stopOf(phase, queue, place),
    opensAt: queue.opensAt,
    draws: queue.draw !== null && queue.draw.entries === null,
    number: place?.number ?? null,
    ahead: place?.ahead ?? null,
    claimUntil: place?.claimUntil ?? null,
    activeUntil: place?.activeUntil ?? null,
    moreTimesLeft: place?.moreTimesLeft ?? 0,
    waiting: phase === 'join' ? queue.waiting : null,
  };
}

/** @typedef {ReturnType<typeof nowModel>} Now */

/** @param {Now} model @param {Room.Deeds} deeds */
function nowCard(model, deeds) {
  const { phase, refusal } = model;
  return h('section', { class: `card spaced room-now ${phase}`, 'aria-labelledby': 'now' },
    h('h2', { id: 'now', tabindex: -1 }, t(`room.${phase}`)),
    figure(model),
    ...words(model).map(text => h('p', null, text)),
    refusal && notice('bad', refusal.title, refusal.advice),
    buttons(model, deeds));
}

/** @param {Now} model */
function figure(model) {
  switch (model.phase) {
    case 'called':
      return model.claimUntil && timer(model.claimUntil, 'room.timeToClaim', 'room.sayClaim');
    case 'active':
      return model.activeUntil && timer(model.activeUntil, 'room.timeToChoose', 'room.sayActive');
    case 'draw': case 'early': case 'opening':
      return timer(model.opensAt, 'room.timeToOpening');
    case 'join':
      return model.draws && timer(model.opensAt, 'room.timeToOpening');
    case 'waiting':
      return waitFigure(model);
    default:
      return null;
  }
}

/** @param {string} deadline @param {string} label @param {string} [say] */
const timer = (deadline, label, say) => h('p', { class: 'figure' },
  h('span', { class: 'label' }, t(label)), h('span', until(deadline, say)));

/** @param {Now} model */
function waitFigure({ ahead, firstAhead, wait, stop }) {
  if (ahead === null) return null;
  return h('div', null,
    h('p', { class: 'figure' },
      h('span', { class: 'number' }, ahead === 0 ? t('room.next') : formatted(ahead)),
      ahead > 0 && h('span', { class: 'label' }, t('room.ahead', { count: ahead }))),
    firstAhead !== null && firstAhead > 0
      && h('progress', { max: firstAhead, value: Math.max(0, firstAhead - ahead), 'aria-label': t('room.progress') }),
    !stop && wait && h('p', { class: 'wait' }, waitText(wait)),
    !stop && wait?.corrected && h('p', { class: 'muted small' }, t(`room.corrected.${wait.corrected}`)));
}

/** @param {Room.Range} wait */
function waitText({ least, most }) {
  if (most === null) return t('room.wait.long');
  const [from, to] = [duration(least * 60), duration(most * 60)];
  if (least === 0) return t('room.wait.upTo', { to });
  return least === most ? t('room.wait.about', { to }) : t('room.wait.between', { from, to });
}

/** @param {Now} model */
function words(model) {
  const { phase, stop, opensAt, zone, draws, number, joins, waiting } = model;
  const when = dateTime(opensAt, zone);
  const said = [];
  if (phase === 'opening') said.push(t('room.opening.text', { when }));
  else if (phase === 'join' && draws) said.push(t('room.join.draw', { when }));
  else if (phase === 'join') said.push(t('room.join.text'));
  else if (phase === 'draw') said.push(t('room.draw.text', { number: number ?? 0, when }));
  else if (phase === 'early') said.push(t('room.early.text', { when }));
  else if (phase !== 'waiting') said.push(t(`room.${phase}.text`));
  if (phase === 'join' && waiting) said.push(t('room.join.waiting', { count: waiting }));
  if (stop) said.push(t(`room.stop.${stop}`));
  if (!joins && ['missed', 'ranOut', 'left', 'served', 'released'].includes(phase)) said.push(t('room.draining.text'));
  return said;
}

/** @param {Now} model @param {Room.Deeds} deeds */
function buttons({ id, phase, joins, signedIn, busy, moreTimesLeft }, deeds) {
  const seats = `/schedules/${id}/seats`;
  const link = (/** @type {string} */ href, /** @type {string} */ text, main = true) =>
    h('a', { class: main ? 'button primary' : 'button', href }, t(text));
  const all = [];
  if (phase === 'called') {
    all.push(h('button', { id: 'enter', class: 'button primary big', type: 'button', 'aria-disabled': busy === 'enter',
      onclick: deeds.enter }, t('room.enter')));
    all.push(moreTimesLeft > 0
      ? h('button', { id: 'more', class: 'button', type: 'button', 'aria-disabled': busy === 'moreTime', 'aria-keyshortcuts': 'M',
        onclick: deeds.moreTime }, t('room.moreTime', { count: moreTimesLeft }))
      : h('p', { class: 'muted small' }, t('room.noMoreTime')));
  }
  if (phase === 'active' || phase === 'open') all.push(link(seats, 'room.toSeats'));
  if (phase === 'served' || phase === 'over') all.push(link('/tickets', 'room.toTickets'));
  if (joins && !signedIn) {
    const text = phase === 'join' ? 'room.signIn' : 'room.signInAgain';
    all.push(link(`/sign-in?next=${encodeURIComponent(`/schedules/${id}`)}`, text));
  } else if (joins) {
    all.push(h('button', { id: 'join', class: `button ${phase === 'served' ? '' : 'primary big'}`, type: 'button',
      'aria-disabled': busy === 'join', onclick: deeds.join }, t(phase === 'join' ? 'room.take' : 'room.takeAgain')));
  }
  if (phase === 'called' || phase === 'active') all.push(h('button', { id: 'leave', class: 'button quiet', type: 'button',
    'aria-disabled': busy === 'leave', onclick: deeds.leave }, t('room.giveTurnBack')));
  if (['draining', 'over', 'missed', 'ranOut', 'left', 'released'].includes(phase)) all.push(link('/', 'room.toConcerts', false));
  return [all.length > 0 && h('div', { class: 'actions' }, ...all), phase === 'called' && moreTimesLeft > 0 && moreTimeSwitch()];
}

/** @param {Room.Model} room */
function drawModel({ id, phase, queue, place }) {
  const draw = queue.draw;
  if (!draw || !['join', 'draw', 'early', 'waiting', 'called', 'active'].includes(phase)) return null;
  const drawn = draw.entries !== null;
  return { id, draw, number: place?.number ?? null, isLate: drawn && place !== null && place.number > (draw.entries ?? 0) };
}

/** @param {Room.Drawing} model */
function drawCard({ id, draw, number, isLate }) {
  const drawn = draw.entries !== null;
  const address = `/draw.html?schedule=${id}${number ? `&number=${number}` : ''}&noted=${draw.commitment}`;
  return h('section', { class: 'card spaced', 'aria-labelledby': 'draw' },
    h('h2', { id: 'draw' }, t('room.drawTitle')),
    number !== null && h('p', { class: 'figure' },
      h('span', { class: 'label' }, t('room.entryNumber')), h('span', { class: 'number' }, formatted(number))),
    h('p', null, t(isLate ? 'room.draw.late' : drawn ? 'room.draw.done' : 'room.draw.meaning')),
    drawn && !isLate && number !== null && h('p', null, h('a', { href: address }, t('room.draw.check'))),
    !drawn && h('details', null,
      h('summary', null, t('room.draw.proof')),
      h('p', null, t('room.draw.commitment')), h('p', null, h('code', { class: 'break' }, draw.commitment))));
}

/** @type {Room.SupplyOf} */
export const supplyOf = ({ categories, admissions }, availability) => [
  ...categories, ...admissions.map(({ category, price }) => ({ name: category, color: null, price })),
].flatMap(({ name, color, price }) => {
  const found = availability.categories.find(one => one.name === name);
  return found ? [{ name, color, price, free: found.free, held: found.held }] : [];
});

/** @param {Room.Stock} model */
function supplyCard({ supply, currency }) {
  return h('section', { class: 'card spaced', 'aria-labelledby': 'supply' },
    h('h2', { id: 'supply' }, t('room.supply')),
    h('ul', { class: 'list supply', role: 'list' }, ...supply.map(one => h('li', null,
      h('span', { class: 'swatch', vars: one.color ? { colour: one.color } : null, 'aria-hidden': 'true' }),
      h('bdi', { class: 'strong' }, one.name),
      h('span', { class: one.free + one.held > 0 ? 'count' : 'count none' }, one.free > 0 ? t('room.supply.free', { count: one.free })
        : one.held > 0 ? t('room.supply.held', { count: one.held }) : t('room.supply.none')),
      h('span', { class: 'price' }, money(one.price, currency))))));
}

/** @param {Room.Model['call']} call @param {Room.Deeds} deeds */
function callCard({ sound, vibration, canVibrate, needsTouch }, deeds) {
  const choice = (/** @type {string} */ name, /** @type {boolean} */ on) => h('label', { class: 'check' },
    h('input', { id: `call-${name}`, type: 'checkbox', name, checked: on, onchange: deeds.call }),
    h('span', null, t(`room.call.${name}`)));
  return h('section', { class: 'card spaced', 'aria-labelledby': 'call' },
    h('h2', { id: 'call' }, t('room.call')),
    choice('sound', sound),
    canVibrate && choice('vibration', vibration),
    needsTouch && h('p', { class: 'small', role: 'status' }, t('room.call.touch')),
    h('p', { class: 'muted small' }, t('room.call.text')));
}

/** @param {{has: boolean, busy: boolean}} model @param {Room.Deeds} deeds */
function safeCard({ has, busy }, deeds) {
  return h('section', { class: 'card spaced', 'aria-labelledby': 'safe' },
    h('h2', { id: 'safe' }, t(has ? 'room.safe' : 'room.how')),
    h('ul', { class: 'ticks', role: 'list' }, ...(has ? ['leave', 'devices', 'reload', 'fair'] : ['fair', 'leave', 'devices'])
      .map(which => h('li', null, icon('check'), h('span', null, t(`room.safe.${which}`))))),
    has && h('p', null, h('button', { id: 'leave', class: 'button quiet', type: 'button', 'aria-disabled': busy, onclick: deeds.leave },
      t('room.giveBack'))));
}
