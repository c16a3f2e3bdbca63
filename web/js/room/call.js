// Calls a fan by sound and vibration. Only the page of a fan who switched one of them on loads it.

/** @type {AudioContext | null} */
let audio = null;

/** Browsers allow sound only after the page was touched: call it from the handler of a click or a key. */
export function unlockSound() {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') audio.resume();
}

/** Whether a sound would be heard now. */
export const isUnlocked = () => audio?.state === 'running';

/**
 * Three notes upwards.
 * @param {Room.CallSettings} settings
 * @param {boolean} [soft] For trying it out.
 */
export function ring({ sound, vibration }, soft = false) {
  if (vibration) navigator.vibrate?.(soft ? [120] : [300, 150, 300, 150, 600]);
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
