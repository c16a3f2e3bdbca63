// Idempotency keys. A key is stored before its request is sent and dropped after a definite answer. So a request whose
// outcome is unknown (the tab crashed, the phone lost its connection) is repeated with the same key, and takes effect once.
import { post } from './api.js';
import { forget, recall, remember, remembered } from './session.js';

const prefix = 'key:';
const keptMilliseconds = 24 * 3600 * 1000;

/**
 * Posts with a stored key, and drops the key when the answer is definite.
 * @param {string} path
 * @param {unknown} body
 * @param {string} name The name of the intention, see `storedKey`.
 * @param {Api.Options} [options]
 */
export async function postOnce(path, body, name, options) {
  const key = storedKey(name, { path, body });
  const answer = await post(path, body, { ...options, key });
  if (isDefinite(answer)) dropKey(name, key);
  return answer;
}

/**
 * Whether the server has said what became of a request: it was carried out or refused. Without that (no answer, 202,
 * 5xx, 401 before signing in again) it is repeated with the same key.
 * @param {Api.Answer} answer
 */
export function isDefinite({ status }) {
  return status >= 200 && status < 500 && ![202, 401, 408, 425, 429].includes(status);
}

/** @param {string} name @returns {Api.Stored | null} */
function read(name) {
  try {
    const found = JSON.parse(recall(prefix + name) ?? 'null');
    return found && Date.now() - found.at < keptMilliseconds ? found : null;
  } catch {
    return null;
  }
}

/** The names of all stored keys. */
const names = () => remembered(prefix).map(name => name.slice(prefix.length));

/**
 * The key of an intention, such as `pay 3f2a...`. It is stored when this returns; another tab that has the same
 * intention gets the same key, so that both together buy once. A request that asks for something else needs another
 * name: put what is asked for into it.
 * @param {string} name
 * @param {unknown} [request] Kept with the key, to send it again after a reload (see `pendingKeys`).
 */
export function storedKey(name, request) {
  const found = read(name);
  if (found) return found.key;
  for (const old of names()) if (!read(old)) forget(prefix + old);
  const key = crypto.randomUUID?.() ?? randomId();
  remember(prefix + name, JSON.stringify({ key, at: Date.now(), request }));
  // Two tabs at the same moment: the one that wrote last has the key.
  return read(name)?.key ?? key;
}

/**
 * Ends an intention.
 * @param {string} name
 * @param {string} [key] Drop it only while it is still this one: another tab may have begun a new intention.
 */
export function dropKey(name, key) {
  if (!key || read(name)?.key === key) forget(prefix + name);
}

/**
 * Requests that were sent, or were about to be sent, and whose outcome is unknown.
 * @param {string} start The beginning of their names.
 */
export function pendingKeys(start) {
  return names().filter(name => name.startsWith(start)).flatMap(name => {
    const found = read(name);
    return found ? [{ name, key: found.key, at: new Date(found.at), request: found.request }] : [];
  });
}

/** `crypto.randomUUID` is missing where a page came over plain HTTP from another machine. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
