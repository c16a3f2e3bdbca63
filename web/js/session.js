// The fan who is signed in, and what this browser remembers.
import { del, get } from './api.js';

// For browsers that refuse storage.
/** @type {Map<string, string>} */
const memory = new Map();

/** @param {string} name */
export function recall(name) {
  try { return localStorage.getItem(name) ?? memory.get(name) ?? null; } catch { return memory.get(name) ?? null; }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  memory.set(name, value);
  try { localStorage.setItem(name, value); } catch { /* Memory has it. */ }
}

/** @param {string} name */
export function forget(name) {
  memory.delete(name);
  try { localStorage.removeItem(name); } catch { /* Memory had it. */ }
}

/** @param {string} start */
export function remembered(start) {
  const found = new Set(memory.keys());
  try {
    for (let at = 0; at < localStorage.length; at++) found.add(localStorage.key(at) ?? '');
  } catch { /* Memory has them. */ }
  return [...found].filter(name => name.startsWith(start));
}

// The cache with the fan's tickets.
export const ticketCache = 'tickets';

const fanName = 'fan';
export const leavingName = 'leaving';

/** @type {Promise<Page.Session> | null} */
let asked = null;

// Other tabs hear of a sign-in or a sign-out.
export const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('session') : null;
tabs?.addEventListener('message', () => location.reload());

/** @type {Page.Ask} */
export function session(patience) {
  asked ??= ask();
  const user = patience === undefined ? null : lastUser();
  if (!user) return asked;
  const late = new Promise(resolve => setTimeout(resolve, 1000 * (patience ?? 0)));
  return Promise.race([asked, late.then(() => ({ user, offline: true }))]);
}

/** @returns {Promise<Page.Session>} */
async function ask() {
  // A sign-out without a connection ends the session at the first chance.
  if (recall(leavingName) && !(await endSession())) return { user: null, offline: true };
  const answer = await get('/session', { patience: 4, stay: true });
  if (answer.ok) {
    const user = answer.body?.user ?? null;
    if (user) await arrive(user);
    return { user, offline: false };
  }
  // A server that is away or busy has not said that nobody is signed in.
  const isAway = answer.status === 0 || answer.status === 429 || answer.status >= 500;
  return isAway ? { user: lastUser(), offline: true } : { user: null, offline: false };
}

/** The last one on this device. @returns {Page.User | null} */
export function lastUser() {
  try { return JSON.parse(recall(fanName) ?? 'null'); } catch { return null; }
}

/** What was kept for another account is forgotten first. @param {Page.User} user */
export async function arrive(user) {
  if (lastUser() && lastUser()?.id !== user.id) await forgetFan();
  remember(fanName, JSON.stringify(user));
}

/** Also the fan's tickets, coupons and unfinished requests. */
export async function forgetFan() {
  forget(fanName);
  for (const name of [...remembered('key:'), ...remembered('coupon:')]) forget(name);
  await globalThis.caches?.delete(ticketCache).catch(() => false);
}

export async function endSession() {
  const { ok, status } = await del('/session', { patience: 4, stay: true });
  if (ok || status === 401) forget(leavingName);
  return ok || status === 401;
}
