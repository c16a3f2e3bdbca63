// The words of the pages, from `web/text`.
import { recall, remember } from './session.js';

export const languages = { en: 'English', ko: '한국어' };

const remembered = 'language';

/** @type {Texts.Language} */
let current = preferred();

/** @type {Record<string, string>} */
let texts = {};

const plurals = new Intl.PluralRules(current);

/** @returns {Texts.Language} */
function preferred() {
  const wanted = [recall(remembered) ?? '', ...navigator.languages].map(tag => tag.toLowerCase().split('-')[0]);
  return /** @type {Texts.Language} */ (wanted.find(tag => tag in languages) ?? 'en');
}

export const language = () => current;

/** With the country: British dates for a British reader. */
export const locale = navigator.languages.find(tag => tag.toLowerCase().split('-')[0] === current) ?? current;

const numbers = new Intl.NumberFormat(locale);

/** @type {Texts.Load} */
export async function loadTexts(areas) {
  document.documentElement.lang = current;
  const files = [`${current}.json`, ...areas.map(area => `${current}/${area}.json`)];
  texts = Object.assign({}, ...await Promise.all(files.map(load)));
}

/** Tries until there is an answer: a page without words helps no fan. @param {string} file */
async function load(file) {
  for (let wait = 500; ; wait = Math.min(8000, 2 * wait)) {
    // The import map gives the address with the fingerprint.
    const answer = await fetch(import.meta.resolve(`../text/${file}`)).catch(() => null);
    if (answer?.ok) return answer.json();
    await new Promise(resolve => setTimeout(resolve, wait));
  }
}

/** @param {Texts.Language} chosen */
export function setLanguage(chosen) {
  remember(remembered, chosen);
  location.reload();
}

/** @type {Texts.Text} */
export const t = (key, params = {}) => parts(key, params).join('');

/** @param {string} key */
export const hasText = key => key in texts;

/** @type {Texts.Parts} */
export function parts(key, params) {
  const { count } = /** @type {{count?: unknown}} */ (params);
  const plural = typeof count === 'number' ? `${key}.${plurals.select(count)}` : key;
  const text = texts[plural] ?? texts[`${key}.other`] ?? texts[key] ?? key;
  return text.split(/\{(\w+)\}/).map((piece, at) => {
    if (at % 2 === 0) return piece;
    const value = params[piece];
    if (typeof value === 'number') return numbers.format(value);
    if (typeof value === 'string') return isolated(value);
    return value instanceof Node ? /** @type {any} */ (value) : '';
  });
}

/** A name in a script from right to left does not reorder the sentence around it. @param {string} text */
const isolated = text => /[\u0590-\u08ff\ufb1d-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;
