// Time that runs out: shown every second, said three times, prolonged by the key M. The key can be switched off, because
// people who speak to their computer press keys without wanting to (WCAG 2.1.4).
import { latest, now, span } from './clock.js';
import { announce, h } from './dom.js';
import { duration, spanText } from './format.js';
import { recall, remember } from './session.js';
import { t } from './text.js';

/** Seconds before the end at which it is said. */
const spoken = [120, 60, 30];

/** A page that slept over several moments says the last one only, and nothing at first. @type {Clock.ToSay} */
export function toSay(leftBefore, left) {
  const passed = spoken.filter(seconds => left <= seconds * 1000 && leftBefore > seconds * 1000);
  return left > 0 && leftBefore !== Infinity ? passed.at(-1) ?? null : null;
}

// Of an element that shows the time left; `say` is the text with `{time}`.
/** @param {string} deadline @param {string} [say] */
export const until = (deadline, say) =>
  ({ role: 'timer', class: 'countdown huge', data: { until: deadline, ...(say && { say }) } });

/** @param {() => void} passed Called when a deadline has passed. */
export function runClocks(passed) {
  /** @type {Map<string, number>} */
  const before = new Map();
  const tick = () => {
    let isOver = false;
    for (const element of document.querySelectorAll('[data-until]')) {
      const { until: deadline = '', say } = /** @type {HTMLElement} */ (element).dataset;
      const left = Date.parse(deadline) - now(), name = `${say} ${deadline}`;
      const shown = spanText(span(Date.parse(deadline) - latest()));
      if (element.textContent !== shown) element.textContent = shown;
      element.classList.toggle('urgent', say !== undefined && left <= 30_000);
      const seconds = say ? toSay(before.get(name) ?? Infinity, left) : null;
      if (say && seconds) announce(t(say, { time: duration(seconds) }), seconds <= 30);
      isOver ||= left <= 0 && (before.get(name) ?? Infinity) > 0;
      before.set(name, left);
    }
    if (isOver) passed();
  };
  setInterval(tick, 1000);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) tick(); });
  tick();
  return tick;
}

const setting = 'moreTimeKey';
const isOn = () => recall(setting) !== 'off';

/** @param {() => void} more */
export function onMoreTimeKey(more) {
  addEventListener('keydown', event => {
    const target = /** @type {Element} */ (event.target);
    const isTyping = target.closest?.('input:not([type=checkbox]), textarea, select, dialog');
    if (event.code !== 'KeyM' || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping || !isOn()) return;
    more();
  });
}

export function moreTimeSwitch() {
  const change = (/** @type {Event} */ { target }) =>
    remember(setting, /** @type {HTMLInputElement} */ (target).checked ? 'on' : 'off');
  return h('label', { class: 'check small key-switch' },
    h('input', { type: 'checkbox', checked: isOn(), onchange: change }), h('span', null, t('time.key')));
}
