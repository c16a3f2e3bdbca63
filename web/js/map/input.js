// Pointers and the wheel on the map, as gestures.

/**
 * @typedef {object} Gestures
 * @property {(x: number, y: number) => boolean} tap whether it did something; if not, a second tap zooms in
 * @property {(x: number, y: number) => void} doubleTap
 * @property {(dx: number, dy: number) => void} drag
 * @property {(vx: number, vy: number) => void} release pixels a ms
 * @property {(x: number, y: number, factor: number) => boolean} zoom whether there was anything to zoom
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave
 */

const SLOP = 8; // pixels that a tap may move
const DOUBLE = 320; // ms between the taps of a double tap
const WHEEL = .0022; // of a zoom step by pixel

/** @param {HTMLElement} element @param {Gestures} gestures */
export function listen(element, gestures) {
  /** @type {Map<number, {x: number, y: number}>} */
  const down = new Map();
  let dragged = false, tappedAt = -Infinity;
  /** @type {{x: number, y: number}} */
  let start = { x: 0, y: 0 }, tapped = { x: 0, y: 0 };
  /** @type {{x: number, y: number, at: number}[]} */
  let trail = [];

  const at = (/** @type {MouseEvent} */ event) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  element.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    down.set(event.pointerId, at(event));
    if (down.size === 1) {
      dragged = false;
      start = at(event);
      trail = [];
      gestures.drag(0, 0);
    }
  });

  element.addEventListener('pointermove', event => {
    const now = at(event), before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType === 'mouse') gestures.hover(now.x, now.y);
      return;
    }
    if (down.size === 1 && !dragged) {
      if (Math.hypot(now.x - start.x, now.y - start.y) < SLOP) return;
      dragged = true;
      // Captured only now: a capture at pointerdown would keep the browser from scrolling the page.
      element.setPointerCapture(event.pointerId);
      gestures.leave();
    }
    dragged = true;
    if (down.size === 2) {
      const other = /** @type {{x: number, y: number}} */ ([...down].find(([id]) => id !== event.pointerId)?.[1]);
      const far = Math.hypot(now.x - other.x, now.y - other.y), was = Math.hypot(before.x - other.x, before.y - other.y);
      gestures.drag((now.x - before.x) / 2, (now.y - before.y) / 2);
      if (was > 0) gestures.zoom((now.x + other.x) / 2, (now.y + other.y) / 2, far / was);
      trail = [];
    } else if (down.size === 1) {
      gestures.drag(now.x - before.x, now.y - before.y);
      trail = [...trail.slice(-6), { ...now, at: event.timeStamp }];
    }
    down.set(event.pointerId, now);
  });

  const up = (/** @type {PointerEvent} */ event) => {
    if (!down.delete(event.pointerId)) return;
    if (event.type === 'pointercancel' || down.size > 0) return;
    if (dragged) {
      const recent = trail.filter(one => event.timeStamp - one.at < 80), [first] = recent, last = recent[recent.length - 1];
      if (first && last.at > first.at) gestures.release((last.x - first.x) / (last.at - first.at), (last.y - first.y) / (last.at - first.at));
      return;
    }
    const now = at(event), second = event.timeStamp - tappedAt < DOUBLE && Math.hypot(now.x - tapped.x, now.y - tapped.y) < 30;
    if (gestures.tap(now.x, now.y)) tappedAt = -Infinity;
    else if (second) {
      tappedAt = -Infinity;
      gestures.doubleTap(now.x, now.y);
    } else [tappedAt, tapped] = [event.timeStamp, now];
  };
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', event => { if (!down.has(event.pointerId)) gestures.leave(); });

  element.addEventListener('wheel', event => {
    const { x, y } = at(event), lines = event.deltaMode === 1 ? 32 : event.deltaMode === 2 ? 300 : 1;
    const change = Math.max(-240, Math.min(240, event.deltaY * lines * (event.ctrlKey ? 4 : 1)));
    // At the whole map, zooming out lets the page scroll.
    if (gestures.zoom(x, y, Math.exp(-change * WHEEL)) || event.ctrlKey) event.preventDefault();
  }, { passive: false });
}
