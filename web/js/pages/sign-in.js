// Sign in or sign up, on one page; then back to where the fan came from.
import { problemName } from '../api.js';
import { fieldProblems, showProblem } from '../faults.js';
import '../icons.js';
import { announce, fill, h, icon, notice, setTitle, start } from '../page.js';
import { leave, signIn, signUp } from '../signing.js';
import { t } from '../text.js';

/** The shortest and the longest password that the API takes, in characters of Unicode. */
const shortest = 8, longest = 128;

const params = new URLSearchParams(location.search);
let isNew = params.has('new');

start({ title: 'signIn.title', texts: ['refusal'], current: '/sign-in' }, (main, who) => {
  if (who.user && !who.offline) {
    main.append(h('h1', null, t('signIn.title')), h('div', { class: 'stack loose' },
      h('p', null, t('signIn.already', { email: who.user.email })),
      h('div', { class: 'row wrap' },
        h('a', { class: 'button primary', href: next() }, t('signIn.goOn')),
        h('button', { class: 'button', type: 'button', onclick: leave }, t('nav.signOut')))));
    return;
  }
  form(main);
});

/** Where to go afterwards: a path of this site, else the home page. */
function next() {
  try {
    const { origin, pathname, search, hash } = new URL(params.get('next') ?? '/', location.origin);
    // The path of '/.//elsewhere' begins with two slashes; that of 'blob:' and this site with none.
    const isPage = origin === location.origin && /^\/(?!\/|sign-in)/.test(pathname);
    return isPage ? origin + pathname + search + hash : '/';
  } catch {
    return '/';
  }
}

/** @param {HTMLElement} main */
function form(main) {
  const email = input('email', { type: 'email', autocomplete: 'username', inputmode: 'email', maxlength: 254, autocapitalize: 'none', spellcheck: 'false' });
  const password = input('password', { type: 'password', maxlength: 2 * longest });
  const show = h('button', {
    class: 'button', type: 'button', 'aria-pressed': 'false', 'aria-label': t('signIn.show'), title: t('signIn.show'),
    onclick: () => reveal(password.field, show),
  }, icon('eye'));
  const heading = h('h1', null);
  const submit = h('button', { class: 'button primary big block' });
  const fault = h('div');
  const other = h('p', { class: 'centered' });
  const hint = h('p', { class: 'hint', id: 'password-hint' });
  const paint = () => {
    fill(heading, t(isNew ? 'signIn.newHeading' : 'signIn.heading'));
    setTitle(t(isNew ? 'signIn.newHeading' : 'signIn.title'));
    fill(submit, t(isNew ? 'signIn.signUp' : 'signIn.signIn'));
    fill(hint, isNew ? t('signIn.passwordHint', { count: shortest }) : '');
    password.field.autocomplete = isNew ? 'new-password' : 'current-password';
    fill(other, t(isNew ? 'signIn.haveAccount' : 'signIn.noAccount'), ' ',
      h('button', { class: 'button quiet', type: 'button', onclick: () => turn() },
        t(isNew ? 'signIn.signIn' : 'signIn.signUp')));
  };
  const turn = () => {
    isNew = !isNew;
    fill(fault);
    for (const one of [email, password]) one.refuse('');
    paint();
    announce(t(isNew ? 'signIn.newHeading' : 'signIn.heading'));
    email.field.focus();
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (submit.getAttribute('aria-busy') === 'true' || !check(email, password)) return;
    submit.setAttribute('aria-busy', 'true');
    fill(fault);
    const answer = await (isNew ? signUp : signIn)(email.field.value.trim(), password.field.value);
    if (answer.ok) return location.replace(next());
    submit.removeAttribute('aria-busy');
    const fields = fieldProblems(answer);
    if (fields.email) email.refuse(t('signIn.badEmail'));
    if (fields.password) password.refuse(t('signIn.badPassword', { count: shortest, most: longest }));
    if (answer.retryAfter && problemName(answer) === 'sign-ins-must-wait') block(submit, answer.retryAfter);
    showProblem(fault, answer, { actions: problemName(answer) === 'email-taken'
      ? [h('button', { class: 'button', type: 'button', onclick: turn }, t('signIn.instead'))] : [] });
  };
  const why = params.has('next') ? notice('info', t('signIn.why')) : null;
  paint();
  main.append(h('div', { class: 'card sign-in stack loose' }, heading, why,
    h('form', { class: 'stack loose', novalidate: true, onsubmit: send },
      field('email', t('signIn.email'), email),
      field('password', t('signIn.password'), password, show, hint),
      fault, submit),
    other));
  if (matchMedia('(pointer: fine)').matches) email.field.focus();
}

/**
 * @typedef {{field: HTMLInputElement, fault: HTMLElement, refuse: (text: string) => void}} Input
 * @param {string} name
 * @param {Record<string, any>} attributes
 * @returns {Input}
 */
function input(name, attributes) {
  const fault = h('p', { class: 'fault', id: `${name}-fault` });
  const field = h('input', {
    class: 'input', id: name, name, required: true, 'aria-describedby': `${name}-hint ${name}-fault`, ...attributes });
  const refuse = (/** @type {string} */ text) => {
    fill(fault, text);
    if (text) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
  };
  field.addEventListener('input', () => refuse(''));
  return { field, fault, refuse };
}

/** @param {string} name @param {string} label @param {Input} input @param {...Node} more */
function field(name, label, { field, fault }, ...more) {
  const [button, ...rest] = more;
  return h('div', { class: 'field' }, h('label', { for: name }, label),
    button ? h('div', { class: 'with-button' }, field, button) : field, ...rest, fault);
}

/** Checks what the browser can check; the first field with a fault gets the focus. @param {Input} email @param {Input} password */
function check(email, password) {
  const letters = [...password.field.value].length;
  email.refuse(/^[^\s@]+@[^\s@]+$/.test(email.field.value.trim()) ? '' : t('signIn.badEmail'));
  password.refuse(!letters ? t('signIn.noPassword')
    : isNew && (letters < shortest || letters > longest) ? t('signIn.badPassword', { count: shortest, most: longest }) : '');
  const wrong = [email, password].find(({ fault }) => fault.textContent);
  wrong?.field.focus();
  if (wrong) announce(wrong.fault.textContent ?? '', true);
  return !wrong;
}

/** @param {HTMLInputElement} field @param {HTMLElement} button */
function reveal(field, button) {
  const isShown = field.type === 'text';
  field.type = isShown ? 'password' : 'text';
  button.setAttribute('aria-pressed', String(!isShown));
}

/** Too many failed attempts: the button waits as long as the server does. @param {HTMLButtonElement} submit @param {number} seconds */
function block(submit, seconds) {
  submit.disabled = true;
  setTimeout(() => { submit.disabled = false; }, 1000 * Math.min(seconds, 3600));
}
