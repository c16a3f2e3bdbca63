// Calls of the API. They never throw: a lost connection is an answer with status 0.
import { heardHeaders } from './clock.js';
import { dropKey, storedKey } from './keys.js';

export { dropKey, pendingKeys, storedKey } from './keys.js';

/**
 * Problem details (RFC 9457); members such as `balance` or `opensAt` depend on the type.
 * @typedef {{type: string, title?: string, detail?: string, status?: number, traceId?: string,
 *   errors?: {field: string, message: string}[], [member: string]: any}} Problem
 */

/**
 * @typedef {object} Answer
 * @property {boolean} ok Whether the request was carried out.
 * @property {number} status The HTTP status; 0 when there was no answer.
 * @property {any} body The JSON of a success, else null.
 * @property {Problem | null} problem What went wrong; also null when there was no answer.
 * @property {number | null} retryAfter Seconds, if the server gave them.
 * @property {Headers} headers
 */

/**
 * @typedef {object} Options
 * @property {string} [key] The Idempotency-Key.
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal] Gives up; the answer has status 0.
 * @property {boolean} [repeat] Whether a request that failed may be sent again. Left out: when it reads, replaces or
 * deletes, or has a key.
 * @property {number} [patience] For how many seconds failures are repeated; 30 when left out.
 * @property {(seconds: number, answer: Answer) => void} [onWait] Called before each wait.
 * @property {boolean} [stay] A 401 is an answer like others, instead of leading to the sign-in page.
 * @property {RequestCache} [cache] `no-store` when left out.
 */

const base = '/api/v1';
const attemptMilliseconds = 20_000;
const passing = new Set([0, 429, 502, 503, 504]);

/** @param {string} path @param {Options} [options] */
export const get = (path, options) => send('GET', path, undefined, options);
/** @param {string} path @param {unknown} [body] @param {Options} [options] */
export const post = (path, body, options) => send('POST', path, body, options);
/** @param {string} path @param {unknown} [body] @param {Options} [options] */
export const put = (path, body, options) => send('PUT', path, body, options);
/** @param {string} path @param {unknown} [body] @param {Options} [options] */
export const patch = (path, body, options) => send('PATCH', path, body, options);
/** @param {string} path @param {Options} [options] */
export const del = (path, options) => send('DELETE', path, undefined, options);

/**
 * Posts with a stored key, and drops the key when the answer is definite.
 * @param {string} path
 * @param {unknown} body
 * @param {string} name The name of the intention, see `storedKey`.
 * @param {Options} [options]
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
 * @param {Answer} answer
 */
export function isDefinite({ status }) {
  return status >= 200 && status < 500 && ![202, 401, 408, 425, 429].includes(status);
}

/**
 * The last part of a problem's type, such as `seats-taken`; `''` without a problem.
 * @param {Answer} answer
 */
export const problemName = answer => answer.problem?.type.split('/').pop() ?? '';

/** The address of the sign-in page that leads back here. */
export function signInAddress(back = location.pathname + location.search) {
  return `/sign-in?next=${encodeURIComponent(back)}`;
}

/**
 * @param {string} method
 * @param {string} path Below `/api/v1`.
 * @param {unknown} body
 * @param {Options} [options]
 * @returns {Promise<Answer>}
 */
async function send(method, path, body, options = {}) {
  const mayRepeat = options.repeat ?? (['GET', 'PUT', 'DELETE'].includes(method) || options.key !== undefined);
  const until = Date.now() + 1000 * (options.patience ?? 30);
  for (let attempt = 0; ; attempt++) {
    const answer = await once(method, path, body, options);
    if (answer.status === 401 && problemName(answer) === 'unauthenticated' && !options.stay)
      location.assign(signInAddress());
    const seconds = waitSeconds(answer, attempt);
    const gaveUp = options.signal?.aborted || Date.now() + 1000 * seconds > until;
    if (!mayRepeat || gaveUp || !isPassing(answer)) return answer;
    options.onWait?.(seconds, answer);
    await sleep(seconds, options.signal);
  }
}

/**
 * Whether the same request may succeed in a moment. A 429 that judges the fan (too many failed sign-ins, say) has a
 * type of its own, and is for the fan to read.
 * @param {Answer} answer
 */
function isPassing(answer) {
  return passing.has(answer.status)
    && (answer.status !== 429 || ['', 'too-many-requests'].includes(problemName(answer)));
}

/**
 * As long as the server says, else 0.5 s, doubling up to 8 s; in both cases up to half more, so that the fans of a
 * server that was away do not come back in the same moment.
 * @param {Answer} answer
 * @param {number} attempt
 */
function waitSeconds(answer, attempt) {
  const least = answer.retryAfter ?? Math.min(8, 0.5 * 2 ** attempt);
  return least * (1 + Math.random() / 2);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {Options} options
 * @returns {Promise<Answer>}
 */
async function once(method, path, body, options) {
  const end = new AbortController();
  const abort = () => end.abort();
  const timer = setTimeout(abort, attemptMilliseconds);
  options.signal?.addEventListener('abort', abort);
  if (options.signal?.aborted) abort();
  try {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json', ...options.headers };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.key !== undefined) headers['Idempotency-Key'] = options.key;
    const sentAt = Date.now();
    const response = await fetch(base + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: options.cache ?? 'no-store',
      credentials: 'same-origin',
      signal: end.signal,
    });
    if (!options.cache) heardHeaders(response.headers, sentAt, Date.now());
    return await read(response);
  } catch {
    return nothing();
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Answer>}
 */
async function read(response) {
  const { ok, status, headers } = response;
  const isJson = /json/.test(headers.get('Content-Type') ?? '');
  const content = isJson ? await response.json() : null;
  return {
    ok, status, headers,
    body: ok ? content : null,
    problem: ok || typeof content?.type !== 'string' ? null : content,
    retryAfter: secondsOf(headers.get('Retry-After')),
  };
}

/** @returns {Answer} */
function nothing() {
  return { ok: false, status: 0, body: null, problem: null, retryAfter: null, headers: new Headers() };
}

/** @param {string | null} header Seconds, or a date. */
function secondsOf(header) {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

/**
 * Waits; ends early when the connection comes back or the signal says so.
 * @param {number} seconds
 * @param {AbortSignal} [signal]
 */
function sleep(seconds, signal) {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      signal?.removeEventListener('abort', end);
      resolve(undefined);
    };
    const timer = setTimeout(end, seconds * 1000);
    addEventListener('online', end);
    signal?.addEventListener('abort', end);
  });
}
