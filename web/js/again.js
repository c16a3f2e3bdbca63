// A page whose script does not arrive is loaded again; when that does not help, it says so. It needs no other file.
{
  const counter = 'reloads', most = 3;
  let failed = false;

  addEventListener('error', ({ target }) => {
    if (failed || !(target instanceof HTMLScriptElement)) return;
    failed = true;
    const reload = () => location.reload(), times = count();
    if (times < most && navigator.onLine) {
      count(times + 1);
      setTimeout(reload, 2 ** times * 1000 * (0.5 + Math.random())); // not in step with the crowd
      return;
    }
    count(0);
    addEventListener('online', reload);
    const main = document.querySelector('main');
    if (!main) return;
    main.innerHTML = '<div class="stack" role="alert"><p>This page did not load completely.<p lang="ko">페이지를 완전히 불러오지 못했습니다.'
      + '<p><a class="button primary" href="">Try again · <span lang="ko">다시 시도</span></a></div>';
    main.removeAttribute('aria-busy');
  }, true);
  addEventListener('load', () => { if (!failed) count(0); });

  // A browser without storage cannot count.
  /** @param {number} [times] */
  function count(times) {
    try {
      if (times !== undefined) sessionStorage.setItem(counter, String(times));
      return Number(sessionStorage.getItem(counter));
    } catch { return most; }
  }
}
