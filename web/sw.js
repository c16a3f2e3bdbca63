/// <reference lib="webworker" />
// The service worker. It keeps the code of the tickets page, so that tickets can be shown without a connection, and
// nothing else: no answer of the API passes through it. The tickets themselves are kept by js/keep.js. Only the tickets
// page registers it.
'use strict';

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/**
 * The files of the site, by their plain names: `/js/api.js` is at `/js/api.abc123.js`. The server makes this list; a new
 * list is a new worker.
 * @type {{version: string, files: Record<string, string>}}
 */
let site;
importScripts('/sw-files.js');
site = Reflect.get(worker, 'siteFiles');

const page = '/tickets';
const prefix = 'code-';
const cacheName = prefix + site.version;

/** Besides the modules in js/, which the pages share. */
const needed = new Set(['/site.css', '/parts.css', '/shop.css', '/tickets.css', '/icon.svg', '/js/pages/tickets.js']);

const wanted = Object.entries(site.files)
  .filter(([name]) => needed.has(name) || /^\/(js|text)\/[^/]+$|^\/text\/[^/]+\/tickets.json$/.test(name))
  .map(([, address]) => address);

worker.addEventListener('install', event => event.waitUntil(install()));
worker.addEventListener('activate', event => event.waitUntil(activate()));
worker.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(navigate(request));
  else if (wanted.includes(pathname)) event.respondWith(keptOrLoaded(request));
});

/** All files or none: a page with half its modules would be dead. */
async function install() {
  const cache = await caches.open(cacheName);
  await cache.addAll([new Request(page, { cache: 'no-cache' }), ...wanted]);
  await worker.skipWaiting();
}

/** The files of the last version go only now, when this one is whole. */
async function activate() {
  const names = (await caches.keys()).filter(name => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(names.map(name => caches.delete(name)));
  await worker.clients.claim();
}

/** How long the server may take for the tickets page: reception at a gate is often worse than none. */
const patienceMilliseconds = 3000;

/**
 * Pages come from the server. Without a connection the tickets page comes from here; other pages lead to it.
 * @param {Request} request
 */
async function navigate(request) {
  const kept = await caches.match(page, { cacheName });
  const isTickets = new URL(request.url).pathname === page;
  const sent = fetch(request).catch(() => !kept ? Response.error() : isTickets ? kept : Response.redirect(page));
  if (!kept || !isTickets) return sent;
  const late = new Promise(resolve => setTimeout(resolve, patienceMilliseconds, kept));
  return Promise.race([sent, late]);
}

/** A file with a fingerprint never changes. @param {Request} request */
async function keptOrLoaded(request) {
  return await caches.match(request, { cacheName }) ?? fetch(request);
}
