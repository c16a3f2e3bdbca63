// The box that describes the seat below the mouse.
import { h } from '../dom.js';
import { priceText, seatText, stateText } from './words.js';

const WIDTH = 240; // as in map.css
const GAP = 26; // pixels from the middle of the seat

/** @typedef {import('./scene.js').Scene} Scene */

export class Tip {
  /** @param {Scene} scene @param {string | null} currency */
  constructor(scene, currency) {
    this.scene = scene;
    this.currency = currency;
    this.element = h('div', { class: 'map-tip', hidden: true });
  }

  hide() { this.element.hidden = true; }

  /** @param {number} seat @param {import('./view.js').View} view where it is shown, above the seat if there is room */
  show(seat, view) {
    const { element, scene: { plan } } = this, at = view.toScreen(plan.x[seat], plan.y[seat]);
    element.hidden = false;
    element.replaceChildren(
      h('strong', null, seatText(plan, seat)),
      h('span', null, `${plan.categories[plan.category[seat]].name} · ${priceText(plan, seat, this.currency)}`),
      h('span', null, stateText(this.scene, seat)));
    const below = at.y < 110, left = Math.max(4, Math.min(view.width - WIDTH - 4, at.x - WIDTH / 2));
    element.style.translate = `${left}px ${below ? at.y + GAP : at.y - GAP}px`;
    element.classList.toggle('is-below', below);
  }
}
