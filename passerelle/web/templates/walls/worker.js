// Keeps one page, a wall, and the few files it needs to look like itself. It stands under the page's own address, so it
// sees no other page. Whatever the network says comes first; the board itself is kept by the page.
const FILES = {{ kept | tojson }};
const PAGE = new URL(self.registration.scope).pathname;
const NAME = "wall " + PAGE;
const PATIENCE_MS = 8000;

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

// A wall whose address was taken back is forgotten.
async function keep(answer) {
  const cache = await caches.open(NAME);
  if (answer.ok) await cache.put(PAGE, answer.clone());
  else if (answer.status === 404 || answer.status === 410) {
    await caches.delete(NAME);
    await self.registration.unregister();
  }
}

async function page(request) {
  let answer;
  try {
    answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match(PAGE, { cacheName: NAME })) || Response.error();
  }
  if (answer.status >= 500) return (await caches.match(PAGE, { cacheName: NAME })) || answer;
  await keep(answer);
  return answer;
}

async function file(request) {
  return (await caches.match(request, { cacheName: NAME })) || fetch(request);
}
