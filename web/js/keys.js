// Idempotency keys. A key is stored before its request is sent and dropped after a definite answer. So a request whose
// outcome is unknown (the tab crashed, the phone lost its connection) is repeated with the same key, and takes effect once.

const prefix = 'key:';
const keptMilliseconds = 24 * 3600 * 1000;

/** For browsers that refuse storage: the keys of this page. @type {Map<string, string>} */
const memory = new Map();

/** @param {string} name @returns {string | null} */
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

/** @typedef {{key: string, at: number, request?: unknown}} Stored */

/** @param {string} name @returns {Stored | null} */
function read(name) {
  try {
    const found = JSON.parse(recall(prefix + name) ?? 'null');
    return found && Date.now() - found.at < keptMilliseconds ? found : null;
  } catch {
    return null;
  }
}

/** The names of all stored keys. */
function names() {
  /** @type {Set<string>} */
  const found = new Set(memory.keys());
  try {
    for (let at = 0; at < localStorage.length; at++) found.add(localStorage.key(at) ?? '');
  } catch { /* Memory has them. */ }
  return [...found].filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length));
}

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

/** Forgets all of them, for another account. */
export function dropAllKeys() {
  for (const name of names()) forget(prefix + name);
}

/** `crypto.randomUUID` is missing where a page came over plain HTTP from another machine. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
