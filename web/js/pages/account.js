// The account: balances and charging them, their changes, language, signing out.
import { get } from '../api.js';
import { shortTime } from '../dates.js';
import { showProblem } from '../faults.js';
import '../icons.js';
import { dropKey, pendingKeys, postOnce } from '../keys.js';
import { dateTime, digits, money } from '../format.js';
import { announce, ask as question, fill, h, icon, notice, start } from '../page.js';
import { leave } from '../signing.js';
import { language, languages, setLanguage, t } from '../text.js';

/** @typedef {{currency: string | null, balance: number}} Balance */
/** @typedef {{kind: string, amount: number, balanceAfter: number, currency?: string | null, reservationId: string | null, at: string}} Entry */

/** The most that one charge adds, in the smallest unit; the API has the same bound. */
const largestCharge = 100_000_000;

start({ title: 'account.title', texts: ['refusal'], needsSession: true, current: '/account' }, async (main, who) => {
  const balances = h('div', { class: 'stack' });
  const pending = h('div', { class: 'stack' });
  const charge = h('div');
  const ledger = h('div', { class: 'stack' });
  main.append(h('h1', null, t('account.title')),
    h('div', { class: 'sections account' },
      h('p', { class: 'row' }, icon('user'), h('span', { class: 'email', dir: 'auto' }, who.user?.email)),
      pending,
      h('section', { class: 'card stack', 'aria-labelledby': 'balance' },
        h('h2', { id: 'balance' }, t('account.balance')), balances, charge),
      h('section', { class: 'card stack', 'aria-labelledby': 'ledger' },
        h('h2', { id: 'ledger' }, t('account.ledger')), ledger),
      languageChoice(),
      h('section', { class: 'stack' },
        h('button', { class: 'button', type: 'button', onclick: goodbye }, t('nav.signOut')),
        h('p', { class: 'muted small' }, t('account.signOutHint')))));
  const refresh = async () => {
    await Promise.all([showBalances(balances, charge, refresh), showLedger(ledger, null)]);
  };
  showPending(pending, refresh);
  await refresh();
});

/** @param {HTMLElement} place @param {HTMLElement} charge @param {() => Promise<void>} refresh */
async function showBalances(place, charge, refresh) {
  const answer = await get('/balance');
  if (!answer.ok) return showProblem(place, answer, { retry: () => showBalances(place, charge, refresh) });
  /** @type {Balance[]} */
  const balances = answer.body.balances ?? [{ currency: null, balance: answer.body.balance }];
  fill(place, balances.length
    ? h('ul', { class: 'balances' }, balances.map(({ currency, balance }) => h('li', null, money(balance, currency))))
    : h('p', { class: 'muted' }, t('account.noBalance')));
  if (!charge.childElementCount) chargeForm(charge, balances, refresh);
}

/**
 * Adds to a balance. A link of another page may say how much, as `?currency=KRW&amount=5000` in the smallest unit.
 * @param {HTMLElement} place
 * @param {Balance[]} balances
 * @param {() => Promise<void>} refresh
 */
function chargeForm(place, balances, refresh) {
  const asked = new URLSearchParams(location.search);
  const currencies = [...new Set([asked.get('currency'), ...balances.map(({ currency }) => currency)])]
    .filter(one => one || balances.some(({ currency }) => !currency)).map(one => one ?? '');
  const choice = h('select', { class: 'input', id: 'currency', name: 'currency' },
    currencies.map(one => h('option', { value: one }, one || t('account.points'))));
  const amount = h('input', { class: 'input', id: 'amount', type: 'number', required: true, min: '0', inputmode: 'decimal' });
  const submit = h('button', { class: 'button primary' }, t('account.charge'));
  const fault = h('div');
  const unit = () => 10 ** (choice.value ? digits(choice.value) : 0);
  const scale = () => {
    amount.step = String(1 / unit());
    amount.min = amount.step;
    amount.max = String(largestCharge / unit());
  };
  choice.addEventListener('change', scale);
  scale();
  const wanted = Number(asked.get('amount'));
  if (wanted > 0) amount.value = String(wanted / unit());
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const minor = Math.round(amount.valueAsNumber * unit());
    if (!(minor >= 1)) return amount.focus();
    submit.setAttribute('aria-busy', 'true');
    submit.disabled = true;
    fill(fault);
    const sum = money(minor, choice.value || null);
    const answer = await postOnce('/balance/charges', bodyOf(minor, choice.value), `charge ${choice.value} ${minor}`);
    submit.removeAttribute('aria-busy');
    submit.disabled = false;
    if (!answer.ok) return showProblem(fault, answer, { currency: choice.value });
    amount.value = '';
    fill(fault, notice('good', t('account.charged', { amount: sum })));
    announce(t('account.charged', { amount: sum }));
    await refresh();
  };
  fill(place, h('form', { class: 'stack', onsubmit: send },
    h('div', { class: 'row wrap charge' },
      h('div', { class: 'field grow' }, h('label', { for: 'amount' }, t('account.amount')), amount),
      h('div', { class: 'field', hidden: currencies.length < 2 },
        h('label', { for: 'currency' }, t('account.currency')), choice),
      submit),
    fault));
}

/** @param {number} amount @param {string} currency */
const bodyOf = (amount, currency) => currency ? { amount, currency } : { amount };

/**
 * Charges that were sent, and of which no answer has arrived: the same request again gives it, and charges once.
 * @param {HTMLElement} place
 * @param {() => Promise<void>} refresh
 */
function showPending(place, refresh) {
  fill(place, ...pendingKeys('charge ').map(({ name, key, at, request }) => {
    const { body } = /** @type {{body: {amount: number, currency?: string}}} */ (request);
    const again = async () => {
      ask.setAttribute('aria-busy', 'true');
      ask.disabled = true;
      const answer = await postOnce('/balance/charges', body, name);
      if (!answer.ok) return showProblem(place, answer, { retry: again });
      announce(t('account.charged', { amount: money(body.amount, body.currency) }));
      showPending(place, refresh);
      await refresh();
    };
    const drop = () => {
      dropKey(name, key);
      showPending(place, refresh);
    };
    const ask = h('button', { class: 'button', type: 'button', onclick: again }, t('account.askAgain'));
    return notice('warn', t('account.pending', { amount: money(body.amount, body.currency), time: dateTime(at) }),
      t('account.pending.do'),
      ask,
      h('button', { class: 'button quiet', type: 'button', onclick: drop }, t('account.forget')));
  }));
}

/** @param {HTMLElement} place @param {string | null} cursor */
async function showLedger(place, cursor) {
  const more = place.querySelector('.more') ?? h('div', { class: 'more' });
  const answer = await get(`/balance/ledger?limit=20${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  if (!answer.ok) {
    if (!more.isConnected) place.append(more);
    return showProblem(more, answer, { retry: () => showLedger(place, cursor) });
  }
  /** @type {{items: Entry[], nextCursor: string | null}} */
  const { items, nextCursor } = answer.body;
  if (!cursor) {
    fill(place, items.length ? h('ul', { class: 'list ledger' }) : h('p', { class: 'muted' }, t('account.noLedger')), more);
  }
  place.querySelector('.ledger')?.append(...items.map(entry));
  fill(more, nextCursor
    ? h('button', { class: 'button', type: 'button', onclick: () => showLedger(place, nextCursor) }, t('site.more')) : null);
}

/** @param {Entry} entry */
function entry({ kind, amount, balanceAfter, currency, reservationId, at }) {
  const text = t(`account.kind.${kind}`);
  return h('li', { class: 'row spread top-aligned' },
    h('div', null,
      h('p', { class: 'strong' }, reservationId ? h('a', { href: `/reservations/${reservationId}` }, text) : text),
      h('p', { class: 'muted small' }, h('time', { datetime: at }, shortTime(at)))),
    h('div', { class: 'amount numbers' },
      h('p', { class: amount > 0 ? 'strong plus' : 'strong' }, `${amount > 0 ? '+' : ''}${money(amount, currency)}`),
      h('p', { class: 'muted small' }, t('account.after', { balance: money(balanceAfter, currency) }))));
}

function languageChoice() {
  return h('section', { class: 'card' },
    h('fieldset', { class: 'stack' },
      h('legend', null, h('h2', null, t('account.language'))),
      h('div', { class: 'choices' }, Object.entries(languages).map(([code, name]) => h('label', { class: 'choice', lang: code },
        h('input', {
          type: 'radio', name: 'language', value: code, checked: code === language(),
          onchange: () => setLanguage(/** @type {Texts.Language} */ (code)),
        }), h('span', null, name))))));
}

async function goodbye() {
  if (pendingKeys('').length && !await question({
    title: t('account.unfinished'), text: t('account.unfinished.do'), yes: t('nav.signOut'), no: t('site.cancel') })) return;
  await leave();
}
