// Recomputes the drawn order of a queue, in this site's page or with node.
const rounds = 8;

async function roundBits(key, round, half, mask) {
  const block = new Uint8Array(41);
  block.set(key);
  block[32] = round;
  new DataView(block.buffer).setBigUint64(33, half);
  const digest = await crypto.subtle.digest('SHA-256', block);
  return BigInt(new DataView(digest).getUint32(0)) & mask;
}

// The turn of a number from 1 to entries; a fan with a higher number came later and has that number as turn.
export async function turnOf(key, entries, number) {
  if (number < 1n || number > entries || entries < 2n) return number;
  let width = 1n;
  while (1n << (2n * width) < entries) width++;
  const mask = (1n << width) - 1n;
  let value = number - 1n;
  do {
    let left = value >> width, right = value & mask;
    for (let round = 0; round < rounds; round++)
      [left, right] = [right, left ^ await roundBits(key, round, right, mask)];
    value = left << width | right;
  } while (value >= entries);
  return value + 1n;
}

export function bytesOfHex(text) {
  if (!/^([0-9a-f]{2})+$/i.test(text)) throw new Error('The key must be hexadecimal.');
  return Uint8Array.from(text.match(/../g), pair => parseInt(pair, 16));
}

export async function sha256Hex(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}
