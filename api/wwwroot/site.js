// The steps can be pasted from any address the page was opened at.
document.getElementById('site').textContent = location.origin;
