// A picture for a concert without one: colours that follow from its id, the same on every device.
import { h } from './dom.js';

/**
 * @param {string} id
 * @param {...Dom.Child} children Shown on it.
 */
export function art(id, ...children) {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 3600;
  return h('div', { class: 'art', vars: { hue: String(sum / 10), shift: `${sum % 70}%` } }, ...children);
}
