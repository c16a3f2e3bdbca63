// The steps can be pasted from whatever address the page was opened at.
document.getElementById('site').textContent = location.origin;
