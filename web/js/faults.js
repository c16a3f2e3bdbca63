// Problems of the API, shown in a page or beside a field.
import { announce, fill, h } from './dom.js';
import { notice, problemText } from './problems.js';
import { t } from './text.js';

// Shows the problem where it happened, in a place that is kept for it, and says it to screen readers.
/** @param {Element} place @param {Api.Answer} answer @param {Dom.Showing} [options] */
export function showProblem(place, answer, options = {}) {
  const { title, advice } = problemText(answer, options);
  announce(`${title} ${advice}`, true);
  fill(place, notice('bad', title, advice,
    options.retry ? h('button', { class: 'button', type: 'button', onclick: options.retry }, t('problem.retry')) : null,
    ...(options.actions ?? []),
    answer.status >= 500 && answer.problem?.traceId
      ? h('p', { class: 'small muted' }, t('problem.trace', { id: answer.problem.traceId })) : null));
}

/** `$.email` belongs to `email`. @param {Api.Answer} answer @returns {Record<string, string>} */
export function fieldProblems(answer) {
  return Object.fromEntries((answer.problem?.errors ?? []).map(({ field, message }) =>
    [field.replace(/^\$\.?/, ''), message]));
}
