// Calls of the API. They never throw: a lost connection is an answer with status 0.
import { heardHeaders } from './clock.js';
const base = '/api/v1';
const attemptMilliseconds = 20_000;
const passing = new Set([0, 429, 502, 503, 504]);

/** @type {Api.Ask} */
export const get = (path, options) => send('GET', path, undefined, options);
/** @type {Api.Tell} */
export const post = (path, body, options) => send('POST', path, body, options);
/** @type {Api.Tell} */
export const put = (path, body, options) => send('PUT', path, body, options);
/** @type {Api.Tell} */
export const patch = (path, body, options) => send('PATCH', path, body, options);
/** @type {Api.Ask} */
export const del = (path, options) => send('DELETE', path, undefined, options);

/** Such as `seats-taken`, or ''. @param {Api.Answer} answer */
export const problemName = answer => answer.problem?.type.split('/').pop() ?? '';

export const signInAddress = (back = location.pathname + location.search) => `/sign-in?next=${encodeURIComponent(back)}`;

/** @type {Api.Send} */
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

/** A 429 for too many failed sign-ins, say, is for the fan to read. @param {Api.Answer} answer */
function isPassing(answer) {
  return passing.has(answer.status)
    && (answer.status !== 429 || ['', 'too-many-requests'].includes(problemName(answer)));
}

/** Spread, so that the fans of a server that was away do not come back in the same moment. @param {Api.Answer} answer @param {number} attempt */
function waitSeconds(answer, attempt) {
  const least = answer.retryAfter ?? Math.min(8, 0.5 * 2 ** attempt);
  return least * (1 + Math.random() / 2);
}

/** @type {Api.Send} */
async function once(method, path, body, options = {}) {
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

/** @type {Api.Read} */
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

/** @returns {Api.Answer} */
function nothing() {
  return { ok: false, status: 0, body: null, problem: null, retryAfter: null, headers: new Headers() };
}

/** @param {string | null} header Seconds, or a date. */
function secondsOf(header) {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

/** Ends early when the connection comes back. @type {Api.Sleep} */
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
