// Building a page. Typed text stays text, never HTML.

/** @type {Dom.Make} */
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

/** @param {Dom.Children[]} children @returns {(Node | string)[]} */
function nodes(children) {
  return children.flat().flatMap(child =>
    child === null || child === undefined || child === false ? [] : [child instanceof Node ? child : String(child)]);
}

/** @type {Dom.Fill} */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/** Hidden from screen readers: the text beside it says the same. @param {string} name */
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

/** Drawn as lines of 24 x 24; icons.js has more. @type {Record<string, string>} */
export const icons = {
  alert: 'M12 8v5m0 3.5v.5M12 3 2.5 20h19z',
  check: 'm4.5 12.5 5 5 10-11',
  clock: 'M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  info: 'M12 11v5.5M12 7.5V8m0-5a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  offline: 'm3 3 18 18M5 12.5a10 10 0 0 1 4-2.4m5 .1a10 10 0 0 1 5 2.3M8.5 16a5 5 0 0 1 7 0M12 20h0M2 9a15 15 0 0 1 4-2.6m5-1.3A15 15 0 0 1 22 9',
  ticket: 'M3 6h18v4a2 2 0 0 0 0 4v4H3v-4a2 2 0 0 0 0-4zm11 0v2m0 3v2m0 3v2',
};

/** To screen readers. @param {string} text */
export function announce(text, urgent = false) {
  const region = urgent ? urgentRegion : politeRegion;
  if (!region.isConnected) document.body.append(politeRegion, urgentRegion);
  region.textContent = '';
  // A region that is new, or has the same text already, is read only when the text comes later.
  setTimeout(() => { region.textContent = text; }, 60);
}

const politeRegion = h('div', { class: 'visually-hidden', 'aria-live': 'polite', 'aria-atomic': 'true' });
const urgentRegion = h('div', { class: 'visually-hidden', 'aria-live': 'assertive', 'aria-atomic': 'true' });

/** @type {Dom.Ask} */
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

/** @type {Sections.Drawn} */
const drawn = new WeakMap();

// Replaces only sections whose model has changed, which keeps the focus, an open <details> and what somebody types.
/** @type {Sections.Draw} */
export function draw(root, wanted) {
  const before = drawn.get(root) ?? new Map(), after = new Map();
  const focused = root.contains(document.activeElement) ? document.activeElement?.id : '';
  for (const section of wanted) {
    if (!section) continue;
    const text = JSON.stringify(section.model), known = before.get(section.key);
    if (known?.text === text) after.set(section.key, known);
    else {
      const node = section.make(section.model);
      if (known) { keepTyped(known.node, node); known.node.replaceWith(node); }
      after.set(section.key, { text, node });
    }
  }
  for (const [key, { node }] of before) if (!after.has(key)) node.remove();
  let at = root.firstElementChild;
  for (const { node } of after.values()) {
    if (node === at) at = node.nextElementSibling;
    else root.insertBefore(node, at);
  }
  drawn.set(root, after);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
}

/** @param {Element} old @param {Element} next */
function keepTyped(old, next) {
  for (const field of old.querySelectorAll('input[id]')) {
    const { id, value, defaultValue, type } = /** @type {HTMLInputElement} */ (field);
    const same = value !== defaultValue && type !== 'checkbox' && next.querySelector(`#${CSS.escape(id)}`);
    if (same) /** @type {HTMLInputElement} */ (same).value = value;
  }
}
