// Colours and signs of categories that can be told apart, also without seeing colours. No DOM.

/** @typedef {[number, number, number]} Rgb */

export const SHAPES = /** @type {const} */ (
  ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'cross', 'drop', 'star']);

/** How a category is drawn. @typedef {{color: string, ink: string, shape: number}} Look */

// Okabe and Ito's colours, for categories that have none of their own or one that another category has already.
const PALETTE = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#8a6d1d', '#7b5ea7'];

/**
 * @param {string | null | undefined} text
 * @returns {Rgb | null} null when it is not written as #rgb or #rrggbb or rgb(r, g, b)
 */
export function parseColor(text) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text ?? '')?.[1];
  if (hex) {
    const wide = hex.length === 3 ? [...hex].map(digit => digit + digit).join('') : hex;
    return /** @type {Rgb} */ ([0, 2, 4].map(at => parseInt(wide.slice(at, at + 2), 16)));
  }
  const numbers = /^rgba?\((\d+)[ ,]+(\d+)[ ,]+(\d+)/.exec(text ?? '');
  return numbers ? /** @type {Rgb} */ (numbers.slice(1, 4).map(Number)) : null;
}

/** @param {Rgb} rgb */
export function hexOf(rgb) {
  return '#' + rgb.map(value => Math.round(value).toString(16).padStart(2, '0')).join('');
}

/** @param {Rgb} rgb */
function luminance(rgb) {
  const [r, g, b] = rgb.map(value => value / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
}

/** The contrast of WCAG 2.2, 1 to 21. @param {Rgb} a @param {Rgb} b */
export function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + .05) / (dark + .05);
}

/** @param {Rgb} a @param {Rgb} b @param {number} share of b @returns {Rgb} */
export function mix(a, b, share) {
  return /** @type {Rgb} */ (a.map((value, at) => value + (b[at] - value) * share));
}

/** The colour, made darker or lighter until it has that contrast. @param {Rgb} color @param {Rgb} ground @param {number} least @returns {Rgb} */
export function readable(color, ground, least) {
  /** @type {Rgb} */
  const away = luminance(ground) > .18 ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share <= 1; share += .05) {
    const mixed = mix(color, away, share);
    if (contrast(mixed, ground) >= least) return mixed;
  }
  return away;
}

/**
 * A look for each category: its own colour where that is new, always a sign of its own.
 * @param {{color: string | null}[]} categories
 * @param {string} ground
 * @param {(name: string) => Rgb | null} [named] reads colours that are written otherwise
 * @returns {Look[]}
 */
export function looksOf(categories, ground, named = () => null) {
  const below = parseColor(ground) ?? [255, 255, 255];
  /** @type {Rgb[]} */
  const used = [];
  return categories.map(({ color }, at) => {
    let own = parseColor(color) ?? (color ? named(color) : null);
    if (!own || used.some(other => distant(other, /** @type {Rgb} */ (own)) < 24)) own = freshColor(used, at);
    used.push(own);
    const shown = readable(own, below, 3);
    const ink = contrast(shown, [255, 255, 255]) >= 4.5 ? '#ffffff' : '#000000';
    return { color: hexOf(shown), ink, shape: at % SHAPES.length };
  });
}

/** @param {Rgb[]} used @param {number} at @returns {Rgb} */
function freshColor(used, at) {
  const colors = PALETTE.map(text => /** @type {Rgb} */ (parseColor(text)));
  return colors.find(color => used.every(other => distant(other, color) >= 24)) ?? colors[at % colors.length];
}

/** @param {Rgb} a @param {Rgb} b */
function distant(a, b) { return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }
