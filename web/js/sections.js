// Draws a page as a list of sections, each from its own small model, and replaces only those whose model has changed:
// an answer that changes nothing must not take away the focus, an open <details> or what somebody types.

/**
 * @template M
 * @typedef {object} Section
 * @property {string} key      Names the section within the page.
 * @property {M} model         JSON: all that the section shows.
 * @property {(model: M) => Element} make
 */

/** @type {WeakMap<Element, Map<string, {text: string, node: Element}>>} */
const drawn = new WeakMap();

/**
 * @param {Element} root
 * @param {Array<Section<any>|null|false>} wanted  In the order of the page; null and false are left out.
 * @returns {string[]}  The keys that were made again.
 */
export function draw(root, wanted) {
  const before = drawn.get(root) ?? new Map(), after = new Map(), made = [];
  const focused = root.contains(document.activeElement) ? document.activeElement?.id : '';
  for (const section of wanted) {
    if (!section) continue;
    const text = JSON.stringify(section.model), known = before.get(section.key);
    if (known?.text === text) after.set(section.key, known);
    else {
      const node = section.make(section.model);
      if (known) { keepTyped(known.node, node); known.node.replaceWith(node); }
      after.set(section.key, { text, node });
      made.push(section.key);
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
  return made;
}

/** What somebody has typed, and not sent yet, is kept in the fields of the same id. @param {Element} old @param {Element} next */
function keepTyped(old, next) {
  for (const field of old.querySelectorAll('input[id]')) {
    const { id, value, defaultValue, type } = /** @type {HTMLInputElement} */ (field);
    const same = value !== defaultValue && type !== 'checkbox' && next.querySelector(`#${CSS.escape(id)}`);
    if (same) /** @type {HTMLInputElement} */ (same).value = value;
  }
}
