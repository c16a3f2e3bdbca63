// Problems of the API in plain words, with what to do next.
import { problemName } from './api.js';
import { clockTime, dateTime, money } from './format.js';
import { announce, fill, h, icon } from './dom.js';
import { hasText, t } from './text.js';

/** @typedef {import('./api.js').Answer} Answer */

/**
 * The words for an answer that is not ok. Texts are `problem.NAME` and `problem.NAME.do`; they may use members of the
 * problem, with times and amounts already formatted.
 * @param {Answer} answer
 * @param {{currency?: string | null, zone?: string | null}} [context] How to write amounts and times.
 * @returns {{title: string, advice: string}}
 */
export function problemText(answer, context = {}) {
  const name = nameOf(answer);
  const params = { ...membersOf(answer, context), wait: waitText(answer) };
  if (hasText(`problem.${name}`)) return { title: t(`problem.${name}`, params), advice: adviceOf(name, params) };
  const { title, detail } = answer.problem ?? {};
  return { title: title ?? t('problem.unknown'), advice: detail ?? t('problem.unknown.do') };
}

/** @param {Answer} answer */
function nameOf(answer) {
  if (answer.status === 0) return navigator.onLine ? 'unreachable' : 'offline';
  const name = problemName(answer);
  if (name) return name;
  return answer.status >= 500 ? 'overloaded' : 'unknown';
}

/** @param {string} name @param {Record<string, string | number>} params */
const adviceOf = (name, params) => hasText(`problem.${name}.do`) ? t(`problem.${name}.do`, params) : '';

/**
 * @param {Answer} answer
 * @param {{currency?: string | null, zone?: string | null}} context
 * @returns {Record<string, string | number>}
 */
function membersOf({ problem }, { currency, zone }) {
  /** @type {Record<string, string | number>} */
  const members = {};
  for (const [name, value] of Object.entries(problem ?? {})) {
    if (['amount', 'balance', 'missing'].includes(name)) members[name] = money(value, problem?.currency ?? currency);
    else if (name.endsWith('At')) members[name] = dateTime(value, zone);
    else if (typeof value === 'string' || typeof value === 'number') members[name] = value;
  }
  return members;
}

/** When to try again. @param {Answer} answer */
function waitText({ retryAfter }) {
  if (!retryAfter) return t('problem.soon');
  return retryAfter < 90
    ? t('problem.inSeconds', { count: Math.ceil(retryAfter) })
    : t('problem.atTime', { time: clockTime(new Date(Date.now() + 1000 * retryAfter)) });
}

/**
 * Shows the problem where it happened, and says it to screen readers.
 * @param {Element} place An element that is kept for it; it is emptied first.
 * @param {Answer} answer
 * @param {{retry?: () => void, actions?: import('./dom.js').Child[], currency?: string | null, zone?: string | null}} [options]
 * `retry` adds a button that calls it.
 */
export function showProblem(place, answer, options = {}) {
  const { title, advice } = problemText(answer, options);
  announce(`${title} ${advice}`, true);
  fill(place, notice('bad', title, advice,
    options.retry ? h('button', { class: 'button', type: 'button', onclick: options.retry }, t('problem.retry')) : null,
    ...(options.actions ?? []),
    answer.status >= 500 && answer.problem?.traceId
      ? h('p', { class: 'small muted' }, t('problem.trace', { id: answer.problem.traceId })) : null));
}

/**
 * A message in the page.
 * @param {'info' | 'good' | 'warn' | 'bad'} kind
 * @param {string} title
 * @param {string} [text]
 * @param {...import('./dom.js').Child} more
 */
export function notice(kind, title, text, ...more) {
  const pictures = { info: 'info', good: 'check', warn: 'alert', bad: 'alert' };
  return h('div', { class: `notice ${kind}` }, icon(pictures[kind]),
    h('div', { class: 'stack' },
      h('p', { class: 'strong' }, title), text ? h('p', null, text) : null,
      more.some(Boolean) ? h('div', { class: 'row wrap' }, ...more) : null));
}

/**
 * The faults of fields by their names: `$.email` belongs to `email`.
 * @param {Answer} answer
 * @returns {Record<string, string>}
 */
export function fieldProblems(answer) {
  return Object.fromEntries((answer.problem?.errors ?? []).map(({ field, message }) =>
    [field.replace(/^\$\.?/, ''), message]));
}
