// A worker that only waits. Browsers let timers of a page in the background run once a minute, which is as long as a
// turn waits for its fan; timers of a worker keep their time.

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

onmessage = ({ data }) => {
  clearTimeout(timer);
  if (data !== null) timer = setTimeout(() => postMessage(null), data);
};
