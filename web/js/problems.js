// Problems of the API in plain words.
import { problemName } from './api.js';
import { clockTime, dateTime, money } from './format.js';
import { h, icon } from './dom.js';
import { hasText, t } from './text.js';

/** @type {Dom.ProblemText} */
export function problemText(answer, context = {}) {
  const name = nameOf(answer);
  const params = { ...membersOf(answer, context), wait: waitText(answer) };
  const key = problemKey(name);
  if (key) return { title: t(key, params), advice: hasText(`${key}.do`) ? t(`${key}.do`, params) : '' };
  const { title, detail } = answer.problem ?? {};
  return { title: title ?? t('problem.unknown'), advice: detail ?? t('problem.unknown.do') };
}

/** @param {Api.Answer} answer */
function nameOf(answer) {
  if (answer.status === 0) return navigator.onLine ? 'unreachable' : 'offline';
  const name = problemName(answer);
  if (name) return name;
  return answer.status >= 500 ? 'overloaded' : 'unknown';
}

// The texts of a `refusal` are loaded only by pages that buy, pay or sign in.
/** @param {string} name */
export const problemKey = name => [`problem.${name}`, `refusal.${name}`].find(hasText);

/** @param {Api.Answer} answer @param {Dom.Context} context */
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

/** @param {Api.Answer} answer */
function waitText({ retryAfter }) {
  if (!retryAfter) return t('problem.soon');
  return retryAfter < 90
    ? t('problem.inSeconds', { count: Math.ceil(retryAfter) })
    : t('problem.atTime', { time: clockTime(new Date(Date.now() + 1000 * retryAfter)) });
}

/** @type {Dom.Notice} */
export function notice(kind, title, text, ...more) {
  const pictures = { info: 'info', good: 'check', warn: 'alert', bad: 'alert' };
  return h('div', { class: `notice ${kind}` }, icon(pictures[kind]),
    h('div', { class: 'stack' },
      h('p', { class: 'strong' }, title), text ? h('p', null, text) : null,
      more.some(Boolean) ? h('div', { class: 'row wrap' }, ...more) : null));
}
