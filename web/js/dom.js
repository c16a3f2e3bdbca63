// Building a page. Everything that a person typed is text here, never HTML.

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Child | Child[]} Children */

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any> | null} [attributes] `class`, `href` and so on; true sets an empty attribute, false and null
 * none; `onclick` and other functions are listeners; `data` holds data attributes; `vars` holds custom properties of CSS.
 * @param {...Children} children Strings are text; null, undefined and false are left out.
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) set(element, name, value);
  element.append(...nodes(children));
  return element;
}

/** @param {Element & ElementCSSInlineStyle} element @param {string} name @param {any} value */
function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
  else if (name === 'vars') for (const [key, of] of Object.entries(value)) element.style.setProperty(`--${key}`, of);
  else if (name === 'data') for (const [key, of] of Object.entries(value)) element.setAttribute(`data-${key}`, of);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** @param {Children[]} children @returns {(Node | string)[]} */
function nodes(children) {
  return children.flat().flatMap(child =>
    child === null || child === undefined || child === false ? [] : [child instanceof Node ? child : String(child)]);
}

/**
 * Replaces what is in an element.
 * @template {Element} E
 * @param {E} element
 * @param {...Children} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/**
 * An icon of the list below; it is hidden from screen readers, so the text beside it must say the same.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', icons[name] ?? '');
  svg.append(path);
  return svg;
}

/** Drawn as lines of 24 x 24. @type {Record<string, string>} */
const icons = {
  alert: 'M12 8v5m0 3.5v.5M12 3 2.5 20h19z',
  back: 'm14.5 5-7 7 7 7',
  check: 'm4.5 12.5 5 5 10-11',
  clock: 'M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  close: 'm6 6 12 12M18 6 6 18',
  enlarge: 'M9 4H4v5m11-5h5v5m0 6v5h-5m-6 0H4v-5',
  eye: 'M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12zm10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  home: 'm3 11.5 9-8 9 8M5.5 9.5V20h13V9.5',
  info: 'M12 11v5.5M12 7.5V8m0-5a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  next: 'm9.5 5 7 7-7 7',
  offline: 'm3 3 18 18M5 12.5a10 10 0 0 1 4-2.4m5 .1a10 10 0 0 1 5 2.3M8.5 16a5 5 0 0 1 7 0M12 20h0M2 9a15 15 0 0 1 4-2.6m5-1.3A15 15 0 0 1 22 9',
  pin: 'M12 21s-7-6.3-7-11.5a7 7 0 0 1 14 0C19 14.7 12 21 12 21zm0-14a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  print: 'M7 9V3h10v6M7 17H3.5V9h17v8H17M7 14h10v7H7z',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5.5 12.5L21 21',
  ticket: 'M3 6h18v4a2 2 0 0 0 0 4v4H3v-4a2 2 0 0 0 0-4zm11 0v2m0 3v2m0 3v2',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.6-6 8-6s8 2 8 6',
};

/**
 * Speaks to screen readers, and changes nothing to be seen.
 * @param {string} text
 * @param {boolean} [urgent] Interrupts what is being read.
 */
export function announce(text, urgent = false) {
  const region = urgent ? urgentRegion : politeRegion;
  if (!region.isConnected) document.body.append(politeRegion, urgentRegion);
  region.textContent = '';
  // A region that was just added, or that gets the same text again, is read only when the text comes later.
  setTimeout(() => { region.textContent = text; }, 60);
}

const politeRegion = h('div', { class: 'visually-hidden', 'aria-live': 'polite', 'aria-atomic': 'true' });
const urgentRegion = h('div', { class: 'visually-hidden', 'aria-live': 'assertive', 'aria-atomic': 'true' });

/**
 * Asks in a dialog. Escape and the second button answer no.
 * @param {{title: string, text?: Children, yes: string, no: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, text, yes, no, danger = false }) {
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'question' },
    h('form', { method: 'dialog' },
      h('h2', { id: 'question' }, title),
      text ? h('div', { class: 'stack' }, text) : null,
      h('div', { class: 'actions' },
        h('button', { class: 'button', value: '', autofocus: true }, no),
        h('button', { class: `button ${danger ? 'danger' : 'primary'}`, value: 'yes' }, yes))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes');
  }));
}
