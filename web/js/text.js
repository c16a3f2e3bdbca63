// The words of the pages: one catalogue a language, in a file that all pages share and a file for each page.
import { recall, remember } from './keys.js';

/** Languages by their code, each with its own name. */
export const languages = { en: 'English', ko: '한국어' };

const remembered = 'language';

/** @typedef {keyof typeof languages} Language */

/** @type {Language} */
let current = preferred();

/** @type {Record<string, string>} */
let texts = {};

const plurals = new Intl.PluralRules(current);

/** The chosen language, else the first of the browser's that there is, else English. @returns {Language} */
function preferred() {
  const wanted = [recall(remembered) ?? '', ...navigator.languages].map(tag => tag.toLowerCase().split('-')[0]);
  return /** @type {Language} */ (wanted.find(tag => tag in languages) ?? 'en');
}

export const language = () => current;

/** The language as the browser spells it, with its country: British dates for a British reader. */
export const locale = navigator.languages.find(tag => tag.toLowerCase().split('-')[0] === current) ?? current;

const numbers = new Intl.NumberFormat(locale);

/**
 * Loads the texts that all pages share, and those of the areas: `room` has the keys that begin with `room.`, in
 * `text/en/room.json`. `page.start` does it before the page is built.
 * @param {string[]} areas
 */
export async function loadTexts(areas) {
  document.documentElement.lang = current;
  const files = [`${current}.json`, ...areas.map(area => `${current}/${area}.json`)];
  texts = Object.assign({}, ...await Promise.all(files.map(load)));
}

/** Tries until there is an answer: a page without words helps no fan. @param {string} file */
async function load(file) {
  for (let wait = 500; ; wait = Math.min(8000, 2 * wait)) {
    // Resolved like an import, so that the import map gives the address with the fingerprint.
    const answer = await fetch(import.meta.resolve(`../text/${file}`)).catch(() => null);
    if (answer?.ok) return answer.json();
    await new Promise(resolve => setTimeout(resolve, wait));
  }
}

/**
 * Changes the language of this browser and shows the page again in it.
 * @param {Language} chosen
 */
export function setLanguage(chosen) {
  remember(remembered, chosen);
  location.reload();
}

/**
 * A text of the catalogue. Numbers are written as the language does it; `count` chooses among `key.one`, `key.other` and
 * so on.
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 * @returns {string} The key itself if there is no such text.
 */
export function t(key, params = {}) {
  return parts(key, params).join('');
}

/** @param {string} key */
export const hasText = key => key in texts;

/**
 * A text whose params may be elements, such as a link in the middle of a sentence.
 * @template {string | number | Node} P
 * @param {string} key
 * @param {Record<string, P>} params
 * @returns {(string | Extract<P, Node>)[]}
 */
export function parts(key, params) {
  const { count } = /** @type {{count?: unknown}} */ (params);
  const plural = typeof count === 'number' ? `${key}.${plurals.select(count)}` : key;
  const text = texts[plural] ?? texts[`${key}.other`] ?? texts[key] ?? key;
  return text.split(/\{(\w+)\}/).map((piece, at) => {
    if (at % 2 === 0) return piece;
    const value = params[piece];
    if (typeof value === 'number') return numbers.format(value);
    if (typeof value === 'string') return isolated(value);
    return value instanceof Node ? /** @type {Extract<P, Node>} */ (value) : '';
  });
}

/** A name in a script from right to left does not reorder the sentence around it. @param {string} text */
function isolated(text) {
  return /[\u0590-\u08ff\ufb1d-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;
}
