import { bytesOfHex, sha256Hex, turnOf } from '../draw.js';

const field = id => document.getElementById(id);
const say = text => { field('answer').textContent = text; };

// A link may fill in the fields: /draw.html?schedule=...&number=...
const given = new URLSearchParams(location.search);
for (const id of ['schedule', 'number', 'noted']) field(id).value = given.get(id) ?? '';

async function load() {
  const answer = await fetch(`/api/v1/schedules/${encodeURIComponent(field('schedule').value.trim())}/queue`);
  if (!answer.ok) return say('There is no such schedule.');
  const { draw } = await answer.json();
  if (!draw) return say('The queue of this schedule is in order of arrival: nothing is drawn.');
  if (!draw.key) {
    if (!field('noted').value) field('noted').value = draw.commitment;
    return say(`The draw has not taken place yet. Note its commitment: ${draw.commitment}`);
  }
  field('key').value = draw.key;
  field('entries').value = draw.entries;
  say('This is the key. Its SHA-256 is compared with what you noted when you compute your turn.');
}

async function compute() {
  const key = bytesOfHex(field('key').value.trim());
  const entries = BigInt(field('entries').value.trim()), number = BigInt(field('number').value.trim());
  const commitment = await sha256Hex(key), noted = field('noted').value.trim().toLowerCase();
  const kept = noted === ''
    ? ' You noted no commitment before the opening: whether the key is the one that was committed to is not proven.'
    : noted === commitment
      ? ' The key is the one that was committed to.'
      : ' But the key is NOT the one that was committed to!';
  say(`Number ${number} has turn ${await turnOf(key, entries, number)}.${kept}`);
}

const attempt = work => async event => {
  event?.preventDefault();
  try { await work(); } catch (fault) { say(`That does not work: ${fault.message}`); }
};
field('load').onclick = attempt(load);
field('draw').onsubmit = attempt(compute);
if (field('schedule').value) attempt(load)();
