// Recomputes the drawn order of a queue, in this site's page or with node. It imports nothing, so that it can be kept.
const rounds = 8;

/**
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {number} round
 * @param {bigint} half
 * @param {bigint} mask
 */
async function roundBits(key, round, half, mask) {
  const block = new Uint8Array(41);
  block.set(key);
  block[32] = round;
  new DataView(block.buffer).setBigUint64(33, half);
  const digest = await crypto.subtle.digest('SHA-256', block);
  return BigInt(new DataView(digest).getUint32(0)) & mask;
}

/**
 * The turn of a number from 1 to entries; a fan with a higher number came later and has that number as turn.
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {bigint} entries
 * @param {bigint} number
 */
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

/** @param {string} text @returns {Uint8Array<ArrayBuffer> | null} Null when it is not the 32 bytes of a key. */
export function bytesOfHex(text) {
  if (!/^[0-9a-f]{64}$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
export async function sha256Hex(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}
