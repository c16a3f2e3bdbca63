// Checks a draw: recomputes the position of one number. A link may fill in the fields:
// /draw.html?schedule=...&number=...&noted=...
import { get } from '../api.js';
import { showProblem } from '../faults.js';
import { fill, h, start } from '../page.js';
import { bytesOfHex, sha256Hex, turnOf } from '../draw.js';
import { number } from '../format.js';
import { notice } from '../problems.js';
import { parts, t } from '../text.js';

const given = new URLSearchParams(location.search);

start({ title: 'draw.title' }, main => {
  const field = (/** @type {string} */ name, /** @type {boolean} */ isNumber = false) => h('input', {
    id: name, name, class: 'input', value: given.get(name), autocomplete: 'off', spellcheck: 'false',
    inputmode: isNumber ? 'numeric' : null, 'aria-describedby': `${name}-hint`,
  });
  const fields = {
    schedule: field('schedule'), number: field('number', true), noted: field('noted'),
    key: field('key'), entries: field('entries', true),
  };
  const shown = (/** @type {keyof typeof fields} */ name) => h('div', { class: 'field' },
    h('label', { for: name }, t(`draw.${name}`)), fields[name], h('p', { id: `${name}-hint`, class: 'hint' }, t(`draw.${name}.hint`)));
  const answer = h('div', { role: 'status', class: 'stack' });

  /** The key and the number of entries, as the queue publishes them. */
  async function load() {
    const found = await get(`/schedules/${encodeURIComponent(fields.schedule.value.trim())}/queue`);
    if (!found.ok) return showProblem(answer, found, { retry: found.status === 0 ? load : undefined });
    const { draw } = found.body;
    if (!draw) return void fill(answer, notice('info', t('draw.none')));
    if (!draw.key) {
      if (!fields.noted.value) fields.noted.value = draw.commitment;
      return void fill(answer, notice('info', t('draw.notYet'), t('draw.notYet.do')));
    }
    fields.key.value = draw.key;
    fields.entries.value = draw.entries;
    await compute();
  }

  async function compute() {
    const key = bytesOfHex(fields.key.value.trim());
    const [own, entries] = [numberOf(fields.number), numberOf(fields.entries)];
    if (!key) return void fill(answer, notice('bad', t('draw.badKey')));
    if (!entries || !own) return void fill(answer, notice('info', t(entries ? 'draw.noNumber' : 'draw.noEntries')));
    // Browsers compute digests only in pages that came over an encrypted connection, or from this machine.
    if (!crypto.subtle) return void fill(answer, notice('warn', t('draw.insecure'), t('draw.insecure.do')));
    const isLate = own > entries, turn = await turnOf(key, entries, own);
    fill(answer,
      h('p', { class: 'figure' },
        h('span', { class: 'label' }, t('draw.position')), h('span', { class: 'number' }, number(Number(turn)))),
      h('p', null, t(isLate ? 'draw.late' : 'draw.of', { number: Number(own), entries: Number(entries) })),
      proof(await sha256Hex(key), fields.noted.value.trim().toLowerCase()));
  }

  main.append(h('div', { class: 'stack loose' },
    h('header', { class: 'page-head' }, h('h1', null, t('draw.title')), h('p', { class: 'muted' }, t('draw.text'))),
    h('form', { class: 'card spaced', novalidate: true, onsubmit: submit(() => fields.schedule.value.trim() ? load() : compute()) },
      shown('schedule'), shown('number'), shown('noted'),
      h('details', null, h('summary', null, t('draw.byHand')), shown('key'), shown('entries'),
        h('div', { class: 'actions' }, h('button', { class: 'button', type: 'button', onclick: submit(compute) }, t('draw.compute')))),
      h('div', { class: 'actions' }, h('button', { class: 'button primary' }, t('draw.check')))),
    h('section', { class: 'card spaced', 'aria-label': t('draw.result') }, answer),
    h('section', { class: 'card spaced' }, h('h2', null, t('draw.limits')), h('p', null, t('draw.limits.text'))),
    h('section', { class: 'card spaced' },
      h('h2', null, t('draw.how')), h('p', null, t('draw.how.order')), h('p', null, t('draw.how.round')),
      h('p', null, parts('draw.how.script', { script: h('a', { href: import.meta.resolve('../draw.js') }, t('draw.script')) })))));
  fill(answer, h('p', { class: 'muted' }, t('draw.waiting')));
  if (fields.schedule.value) load();
});

/** @param {() => void} work */
const submit = work => (/** @type {Event} */ event) => { event.preventDefault(); work(); };

/** @param {HTMLInputElement} field A whole number above 0, or null. */
const numberOf = field => /^\d{1,12}$/.test(field.value.trim()) && BigInt(field.value.trim()) || null;

/** @param {string} commitment @param {string} noted */
const proof = (commitment, noted) => noted === ''
  ? notice('warn', t('draw.unproven'), t('draw.unproven.do'))
  : noted === commitment ? notice('good', t('draw.proven')) : notice('bad', t('draw.broken'), t('draw.broken.do'));
