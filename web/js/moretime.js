// One key asks for more time: M, wherever the focus is, except in a field. It can be switched off, because people who
// speak to their computer press keys without wanting to (WCAG 2.1.4).
import { h } from './dom.js';
import { recall, remember } from './keys.js';
import { t } from './text.js';

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

/** The switch for it, to stand beside the button. */
export function moreTimeSwitch() {
  const change = (/** @type {Event} */ { target }) =>
    remember(setting, /** @type {HTMLInputElement} */ (target).checked ? 'on' : 'off');
  return h('label', { class: 'check small key-switch' },
    h('input', { type: 'checkbox', checked: isOn(), onchange: change }), h('span', null, t('time.key')));
}
