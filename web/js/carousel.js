// Several things of which one is shown: by swiping, by buttons, and by the arrow keys.
import { announce, h, icon } from './dom.js';
import './icons.js';
import { t } from './text.js';

/**
 * @param {string} name What it shows, for screen readers.
 * @param {HTMLElement[]} items
 * @param {(at: number) => void} [onTurn] Called with the number of the shown item, from 0.
 */
export function carousel(name, items, onTurn) {
  let at = 0;
  const track = h('ul', { class: 'track', tabindex: '0', 'aria-label': name },
    items.map((item, index) => h('li', { 'aria-label': t('tickets.position', { at: index + 1, of: items.length }) }, item)));
  const previous = arrow('back', t('tickets.previous'), () => go(at - 1));
  const next = arrow('next', t('tickets.next'), () => go(at + 1));
  const position = h('span', { class: 'numbers strong' });
  const bar = h('div', { class: 'turns no-print', hidden: items.length < 2 }, previous, position, next);

  /** @param {number} index */
  const show = index => {
    at = index;
    position.textContent = t('tickets.position', { at: at + 1, of: items.length });
    previous.disabled = at === 0;
    next.disabled = at === items.length - 1;
  };
  /** @param {number} index @param {ScrollBehavior} [behavior] */
  const go = (index, behavior) => {
    const wanted = Math.max(0, Math.min(items.length - 1, index));
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const item = /** @type {HTMLElement} */ (track.children[wanted]);
    track.scrollTo({ left: item.offsetLeft - track.offsetLeft, behavior: behavior ?? (calm ? 'auto' : 'smooth') });
    turned(wanted);
    announce(position.textContent ?? '');
  };
  /** @param {number} index */
  const turned = index => {
    if (index === at) return;
    show(index);
    onTurn?.(index);
  };
  const isRightToLeft = () => getComputedStyle(track).direction === 'rtl';
  track.addEventListener('scroll', () => turned(Math.round(Math.abs(track.scrollLeft) / Math.max(1, track.clientWidth))), { passive: true });
  track.addEventListener('keydown', event => {
    const forward = isRightToLeft() ? 'ArrowLeft' : 'ArrowRight', back = isRightToLeft() ? 'ArrowRight' : 'ArrowLeft';
    const step = { [forward]: at + 1, [back]: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(step);
  });
  show(0);
  return { element: h('div', { class: 'carousel' }, track, bar), go };
}

/** @param {string} picture @param {string} text @param {() => void} onclick */
function arrow(picture, text, onclick) {
  return h('button', { class: 'button round', type: 'button', 'aria-label': text, title: text, onclick }, icon(picture));
}
