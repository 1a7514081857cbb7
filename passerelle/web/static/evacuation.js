// The evacuation list keeps itself true while it is open, unless somebody has begun to tick names off, and asks the
// browser to keep it for when there is no network.
const list = () => document.getElementById("evacuation");

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(list().dataset.worker, { scope: window.location.pathname }).catch(() => {});
}

async function bringUpToDate() {
  if (list().querySelector("input:checked")) return;
  const answer = await fetch(window.location.pathname);
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("evacuation");
  if (fresh && !list().querySelector("input:checked")) list().replaceWith(fresh);
}

setInterval(() => bringUpToDate().catch(() => {}), 60_000);
