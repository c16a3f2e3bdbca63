// Tells the other tabs of this browser that show the same thing, and hears of them.

/**
 * @param {string} name
 * @param {{onOpen: (elsewhere: boolean) => void, onChange: () => void}} hear
 */
export function tabsOf(name, { onOpen, onChange }) {
  if (!('BroadcastChannel' in globalThis)) return { changed() {} };
  const channel = new BroadcastChannel(name);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let alone;
  const ask = () => {
    clearTimeout(alone);
    alone = setTimeout(() => onOpen(false), 1000);
    channel.postMessage('who');
  };
  channel.onmessage = ({ data }) => {
    if (data === 'who') channel.postMessage('here');
    if (data === 'who' || data === 'here') { clearTimeout(alone); onOpen(true); }
    if (data === 'gone') ask();
    if (data === 'changed') onChange();
  };
  addEventListener('pagehide', () => channel.postMessage('gone'));
  addEventListener('pageshow', event => { if (event.persisted) ask(); });
  ask();
  return { changed() { channel.postMessage('changed'); } };
}
