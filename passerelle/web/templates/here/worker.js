// Keeps one page, the evacuation list of one space, and the few files it needs to look like itself. It stands under the
// page's own address, so it sees no other page. Whatever the network says comes first.
const FILES = {{ kept | tojson }};
const PAGE = new URL(self.registration.scope).pathname;
const NAME = "evacuation " + PAGE;
const DAY_MS = 24 * 3600 * 1000;

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (asked.pathname === PAGE && !asked.search) event.respondWith(page(event.request));
  else if (FILES.includes(asked.pathname)) event.respondWith(file(event.request));
});

async function keepAll() {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES);
  await keep(await fetch(PAGE, { redirect: "error" }));
}

// The answer with the moment at which it came; what is no page for us (signed out, no longer staff) wipes what was kept.
async function keep(answer) {
  if (answer.ok) {
    const headers = new Headers(answer.headers);
    headers.set("X-Kept-At", String(Date.now()));
    const cache = await caches.open(NAME);
    await cache.put(PAGE, new Response(await answer.clone().text(), { headers }));
  } else if (answer.status < 500) {
    await wipe();
  }
}

async function page(request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return (await kept()) || Response.error();
  }
  if (answer.status >= 500) return (await kept()) || answer;
  await keep(answer);
  return answer;
}

async function kept() {
  const cache = await caches.open(NAME);
  const answer = await cache.match(PAGE);
  if (!answer) return null;
  if (Date.now() - Number(answer.headers.get("X-Kept-At")) > DAY_MS) {
    await cache.delete(PAGE);
    return null;
  }
  const text = (await answer.text()).replace("data-kept hidden", "data-kept");
  return new Response(text, { headers: answer.headers });
}

async function file(request) {
  return (await caches.match(request, { cacheName: NAME })) || fetch(request);
}

async function wipe() {
  await caches.delete(NAME);
  await self.registration.unregister();
}
