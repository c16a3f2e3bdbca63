// The parts of every page: the frame around `main`, the session, the last resort for faults.
import { signInAddress } from './api.js';
import { announce, ask, fill, h, icon } from './dom.js';
import { notice, problemText } from './problems.js';
import { session } from './session.js';
import { language, languages, loadTexts, setLanguage, t } from './text.js';

export { announce, ask, fill, h, icon, notice, problemText };

/** @type {Page.Start} */
export async function start(options, work) {
  addEventListener('error', lastResort);
  addEventListener('unhandledrejection', lastResort);
  const areas = [options.title.split('.')[0], ...options.texts ?? []];
  const [who] = await Promise.all([session(options.patience), loadTexts(areas)]);
  if (options.needsSession && !who.user && !who.offline) {
    location.replace(signInAddress());
    return;
  }
  setTitle(t(options.title));
  const main = frame(who, options.current ?? location.pathname);
  await work(main, who);
  main.removeAttribute('aria-busy');
}

/** @param {string} title */
export function setTitle(title) {
  document.title = `${title} · ${t('site.name')}`;
}

// After `/concerts/` and so on. It stays encoded: one part of the paths that it is put into, whatever a link says.
export const idOfPath = () => location.pathname.split('/')[2] ?? '';

/** @param {Page.Session} who @param {string} current */
function frame(who, current) {
  const main = document.querySelector('main') ?? document.body.appendChild(h('main'));
  main.id = 'main';
  main.tabIndex = -1;
  main.replaceChildren();
  document.querySelector('body > header')?.remove();
  document.querySelector('body > footer')?.remove();
  main.before(skipLink(main), header(who, current), offlineBar());
  main.after(footer());
  return main;
}

/** @param {HTMLElement} main */
function skipLink(main) {
  const skip = (/** @type {Event} */ event) => { event.preventDefault(); main.focus(); };
  return h('a', { class: 'skip', href: '#main', onclick: skip }, t('site.skip'));
}

/** @param {Page.Session} who @param {string} current */
function header({ user }, current) {
  const entry = (/** @type {string} */ address, /** @type {string} */ text) =>
    h('a', { href: address, 'aria-current': current === address ? 'page' : null }, text);
  return h('header', { class: 'top' },
    h('div', { class: 'inside' },
      h('a', { class: 'brand', href: '/', 'aria-label': t('site.home') },
        icon('ticket'), h('span', null, t('site.name'))),
      h('nav', { 'aria-label': t('site.navigation') },
        h('span', { class: 'wide-only' }, entry('/', t('nav.home'))),
        user ? entry('/tickets', t('nav.tickets')) : null,
        user ? entry('/account', t('nav.account'))
          : entry(current === '/sign-in' ? current : signInAddress(), t('nav.signIn')),
        languageButton())));
}

function languageButton() {
  const [other, name] = Object.entries(languages).find(([code]) => code !== language()) ?? ['en', 'English'];
  return h('button', {
    class: 'language', type: 'button', lang: other, onclick: () => setLanguage(/** @type {Texts.Language} */ (other)),
  }, name);
}

function offlineBar() {
  const bar = h('div', { class: 'offline-bar', role: 'status' });
  const show = () => fill(bar, navigator.onLine ? null : [icon('offline'), t('site.offline')]);
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
  return bar;
}

function footer() {
  return h('footer', { class: 'bottom' },
    h('div', { class: 'inside' },
      h('p', null, t('site.promise')),
      h('ul', null,
        h('li', null, h('a', { href: '/draw.html' }, t('footer.draw'))),
        h('li', null, h('a', { href: '/docs' }, t('footer.api'))),
        h('li', null, h('a', { href: '/problems' }, t('footer.problems'))))));
}

/** @param {Event} event */
function lastResort(event) {
  const main = document.querySelector('main');
  if (!main || main.querySelector('.last-resort')) return;
  const again = () => location.reload();
  const message = h('div', { class: 'last-resort' },
    notice('bad', t('site.broken'), t('site.broken.do'),
      h('button', { class: 'button primary', type: 'button', onclick: again }, t('site.reload')),
      h('a', { class: 'button', href: '/' }, t('nav.home'))));
  main.prepend(message);
  main.removeAttribute('aria-busy');
  console.error(event instanceof ErrorEvent ? event.error : /** @type {PromiseRejectionEvent} */ (event).reason);
}
