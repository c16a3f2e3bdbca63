// Signing in, up and out.
import { post, put } from './api.js';
import { arrive, endSession, forget, forgetFan, leavingName, remember, tabs } from './session.js';

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

/** Signs out and shows the home page; without a connection, the session itself is ended when there is one again. */
export async function leave() {
  remember(leavingName, 'yes');
  await forgetFan();
  await endSession();
  tabs?.postMessage('out');
  location.assign('/');
}
