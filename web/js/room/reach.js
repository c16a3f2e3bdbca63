// Reaches a fan who looks elsewhere: by sound and vibration, if the fan switched them on before, and by a timer that
// keeps its time in the background.
import { recall, remember } from '../keys.js';

const settings = 'call';

/** @returns {import('./types.js').CallSettings} */
export function callSettings() {
  try { return { sound: false, vibration: false, ...JSON.parse(recall(settings) ?? '{}') }; } catch {
    return { sound: false, vibration: false };
  }
}

export const canVibrate = typeof navigator.vibrate === 'function' && matchMedia('(pointer: coarse)').matches;

/** @type {AudioContext | null} */
let audio = null;

/** Browsers allow sound only after the page was touched: call it from the handler of a click or a key. */
export function unlockSound() {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') audio.resume();
}

/** Whether a sound would be heard now. */
export const isUnlocked = () => audio?.state === 'running';

/** @param {import('./types.js').CallSettings} chosen */
export function chooseCall(chosen) {
  remember(settings, JSON.stringify(chosen));
  if (chosen.sound) unlockSound();
}

/** Three notes upwards; `soft` for trying it out. @param {boolean} [soft] */
export function ring(soft = false) {
  const { sound, vibration } = callSettings();
  if (vibration && canVibrate) navigator.vibrate(soft ? [120] : [300, 150, 300, 150, 600]);
  if (!sound || !audio) return;
  const repeats = soft ? 1 : 3;
  for (let note = 0; note < 3 * repeats; note++) {
    const tone = audio.createOscillator(), loudness = audio.createGain();
    const at = audio.currentTime + note * 0.18 + Math.floor(note / 3) * 0.5;
    tone.frequency.value = [523.25, 659.25, 783.99][note % 3];
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(soft ? 0.1 : 0.4, at + 0.03);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.35);
    tone.connect(loudness).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }
}

/** One timer, by a worker in the background. @param {() => void} due */
export function timerFor(due) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let plain;
  /** @type {Worker | null} */
  let worker = null;

  /** Replaces what was planned; null plans nothing. @param {number | null} milliseconds */
  const plan = milliseconds => {
    clearTimeout(plain);
    worker?.postMessage(milliseconds);
    // Beside the worker as a net, a little later: a phone may have ended the worker.
    if (milliseconds !== null) plain = setTimeout(fire, milliseconds + (worker ? 2000 : 0));
  };
  const fire = () => { plan(null); due(); };

  // Only a page that goes to the background needs it.
  const begin = () => {
    if (worker || !document.hidden) return;
    try {
      worker = new Worker(import.meta.resolve('./ticker.js'));
      worker.onmessage = fire;
      worker.onerror = () => { worker = null; };
    } catch { /* The plain timer does. */ }
  };
  document.addEventListener('visibilitychange', begin);
  begin();
  return plan;
}
