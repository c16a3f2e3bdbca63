// The fan who is signed in. The session is a cookie that no script can read; only its owner's id and email are known here.
import { del, get, post, put } from './api.js';
import { dropAllKeys, forget, recall, remember } from './keys.js';

/** @typedef {{id: string, email: string, isOperator: boolean}} User */

/**
 * @typedef {object} Session
 * @property {User | null} user Null: not signed in.
 * @property {boolean} offline The server did not answer; the user is the one who was signed in last.
 */

/** The cache with the tickets of the fan; its name is also in sw.js. */
export const ticketCache = 'tickets';

const fanName = 'fan', leavingName = 'leaving';

/** @type {Promise<Session> | null} */
let asked = null;

/** Other tabs hear of a sign-in or a sign-out, and show themselves again. */
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('session') : null;
tabs?.addEventListener('message', () => location.reload());

/**
 * Who is signed in; the server is asked once a page.
 * @param {number} [patience] After so many seconds without an answer, the user who was signed in last will do.
 * @returns {Promise<Session>}
 */
export function session(patience) {
  asked ??= ask();
  const user = patience === undefined ? null : lastUser();
  if (!user) return asked;
  const late = new Promise(resolve => setTimeout(resolve, 1000 * (patience ?? 0)));
  return Promise.race([asked, late.then(() => ({ user, offline: true }))]);
}

/** @returns {Promise<Session>} */
async function ask() {
  // A sign-out without a connection has forgotten everything here, and ends the session at the first chance.
  if (recall(leavingName) && !(await endSession())) return { user: null, offline: true };
  const answer = await get('/session', { patience: 4, stay: true });
  if (answer.ok) {
    const user = answer.body?.user ?? null;
    if (user) await arrive(user);
    return { user, offline: false };
  }
  return answer.status === 0 ? { user: lastUser(), offline: true } : { user: null, offline: false };
}

/** The user who was signed in last on this device. @returns {User | null} */
export function lastUser() {
  try { return JSON.parse(recall(fanName) ?? 'null'); } catch { return null; }
}

/** Another account than before: what was kept for that one is forgotten first. @param {User} user */
async function arrive(user) {
  if (lastUser() && lastUser()?.id !== user.id) await forgetFan();
  remember(fanName, JSON.stringify(user));
}

/** Forgets the tickets, the name and the unfinished requests of the fan. */
async function forgetFan() {
  forget(fanName);
  dropAllKeys();
  await globalThis.caches?.delete(ticketCache).catch(() => false);
}

/**
 * Signs in. Wrong passwords are counted by the server, so the request is not repeated by itself.
 * @param {string} email
 * @param {string} password
 */
export async function signIn(email, password) {
  const answer = await put('/session', { email, password }, { repeat: false, stay: true });
  if (answer.ok) {
    forget(leavingName);
    await arrive(answer.body.user);
    asked = null;
    tabs?.postMessage('in');
  }
  return answer;
}

/**
 * Makes an account and signs in. An earlier attempt may have made the account without its answer arriving; so an email
 * that is taken is no problem for the person who knows the password.
 * @param {string} email
 * @param {string} password
 */
export async function signUp(email, password) {
  const made = await post('/accounts', { email, password }, { stay: true });
  if (made.ok) return signIn(email, password);
  if (made.status !== 409) return made;
  const known = await signIn(email, password);
  return known.ok ? known : made;
}

/** Signs out; without a connection, the session itself is ended when there is one again. */
export async function signOut() {
  remember(leavingName, 'yes');
  await forgetFan();
  await endSession();
  asked = null;
  tabs?.postMessage('out');
}

async function endSession() {
  const { ok, status } = await del('/session', { patience: 4, stay: true });
  if (ok || status === 401) forget(leavingName);
  return ok || status === 401;
}
