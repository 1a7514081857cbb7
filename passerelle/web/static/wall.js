// A wall keeps itself up to date for months: by what the live process sends, else by asking the pages every half minute,
// else with what it has. What it has is kept in the browser, so that a television that is switched on without a network
// still shows the board; what has ended is dropped by the clock alone.
import { drawn, fit } from "./wall_cards.js";

const A_PAGE = 6;
const A_PAGE_LASTS_S = 20;
const FADES_MS = 700;
const HEARD_WITHIN_S = 50; // it is told the time every 20 seconds
const OPENS_WITHIN_S = 10; // a proxy that gathers what is sent hands nothing on
const ASKS_EVERY_S = 30;
const STALE_AFTER_S = 100;
const LONGEST_WAIT_S = 300;
const MOVES_EVERY_S = 180;
const DARK_FROM = 19;
const LIGHT_FROM = 7;
const FRESH_AT = 4; // at four in the morning the page is loaded anew: a browser is not made to run for years
const KEPT = `wall ${window.location.pathname}`;

const told = JSON.parse(document.getElementById("wall").dataset.told);
const root = document.getElementById("wall");
const list = root.querySelector("[data-cards]");
const language = document.documentElement.lang;
const loadedAt = Date.now();

let sheet = told.first;
let trueAt = Date.parse(told.now);
let ahead = trueAt - Date.now(); // a television’s own clock may be wrong by years
let page = 0;
let shown = "";
let source = null;
let heardAt = 0;
let openedAt = 0;
let failures = 0;
let nextTry = 0;
let nextAsk = ASKS_EVERY_S;
let isAsking = false;
let savedAt = 0;
let isOver = false;

const now = () => Date.now() + ahead;
const seconds = () => performance.now() / 1000;

// ── what is kept ──

function remember(force = false) {
  if (!force && seconds() - savedAt < 60) return;
  savedAt = seconds();
  try {
    localStorage.setItem(KEPT, JSON.stringify({ sheet, trueAt, ahead }));
  } catch {
    // a browser that keeps nothing still shows what it is told
  }
}

// The page itself may come from the browser’s own store and be older than what was told since.
function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) || "null");
    if (kept && kept.trueAt >= trueAt) ({ sheet, trueAt, ahead } = kept);
    else if (kept && navigator.onLine === false) ahead = kept.ahead;
  } catch {
    localStorage.removeItem(KEPT);
  }
}

function heard(moment, news) {
  heardAt = seconds();
  trueAt = moment;
  ahead = moment - Date.now();
  const isNew = news && JSON.stringify(news) !== JSON.stringify(sheet);
  if (isNew) sheet = news;
  remember(isNew);
  draw();
}

// ── what is drawn ──

const standing = () => sheet.cards.filter((card) => !card.until || Date.parse(card.until) > now());

function draw() {
  if (isOver) return;
  const cards = standing();
  const pages = Math.max(1, Math.ceil(cards.length / A_PAGE));
  if (page >= pages) page = 0;
  const here = cards.slice(page * A_PAGE, (page + 1) * A_PAGE);
  const signature = JSON.stringify([here, pages, page]);
  if (signature === shown) return;
  const fades = shown !== "";
  shown = signature;
  const put = () => {
    list.replaceChildren(...here.map((card) => drawn(card, told.words)));
    list.dataset.count = String(here.length);
    list.hidden = here.length === 0;
    root.querySelector("[data-nothing]").hidden = here.length > 0;
    root.querySelector("[data-page]").textContent =
      pages > 1 ? told.words.page.replace("{}", page + 1).replace("{}", pages) : "";
    fit(list);
    list.classList.remove("turning");
  };
  if (!fades) return put();
  list.classList.add("turning");
  setTimeout(put, FADES_MS);
}

function turn() {
  page += 1;
  draw();
}

// ── the clock ──

function parts(moment, options) {
  const said = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { timeZone: told.zone, ...options });
  return Object.fromEntries(said.formatToParts(moment).map((part) => [part.type, part.value]));
}

function dayOf(moment) {
  const { weekday, day, month } = parts(moment, { weekday: "long", day: "numeric", month: "long" });
  return `${weekday} ${language === "fr" && day === "1" ? "1er" : day} ${month}`;
}

function hourOf(moment) {
  const { hour, minute } = parts(moment, { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  if (language === "fr") return minute === "00" ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`;
  return `${Number(hour)}:${minute}`;
}

function tell(selector, text) {
  const where = root.querySelector(selector);
  if (where && where.textContent !== text) where.textContent = text;
}

function tick() {
  if (isOver) return;
  const moment = now();
  tell("[data-day]", dayOf(moment));
  tell("[data-hour]", hourOf(moment));
  const then = told.words.at.replace("{}", dayOf(trueAt)).replace("{}", hourOf(trueAt));
  tell("[data-stale]", moment - trueAt > STALE_AFTER_S * 1000 ? told.words.stale.replace("{}", then) : "");
  const hour = Number(parts(moment, { hour: "numeric", hourCycle: "h23" }).hour);
  if (told.look === "by_hour") {
    const isDark = hour >= DARK_FROM || hour < LIGHT_FROM;
    document.documentElement.className = isDark ? "dark" : "light";
  }
  draw();
  keepInTouch();
  const isFresh = seconds() - heardAt < HEARD_WITHIN_S;
  if (hour === FRESH_AT && isFresh && Date.now() - loadedAt > 2 * 3600_000 && Math.random() < 0.002) {
    window.location.reload();
  }
}

function move() {
  const by = () => Math.round(Math.random() * 12 - 6);
  root.style.transform = `translate(${by()}px, ${by()}px)`;
}

// ── being told, and asking ──

function listen() {
  openedAt = seconds();
  source = new EventSource(told.live);
  source.addEventListener("beat", (event) => {
    failures = 0;
    heard(Date.parse(JSON.parse(event.data).now));
  });
  source.addEventListener("sheet", (event) => heard(now(), JSON.parse(event.data)));
  source.addEventListener("over", over);
  source.addEventListener("error", hangUp);
}

// Whoever was cut off together must not come back together: each waits for a while of its own, longer each time.
function hangUp() {
  if (source) source.close();
  source = null;
  failures += 1;
  nextTry = seconds() + 1 + Math.random() * Math.min(LONGEST_WAIT_S, 4 * 2 ** failures);
}

function keepInTouch() {
  const at = seconds();
  if (source) {
    const isSilent = openedAt > heardAt ? at - openedAt > OPENS_WITHIN_S : at - heardAt > HEARD_WITHIN_S;
    if (isSilent) hangUp();
  } else if (at >= nextTry) {
    listen();
  }
  const isTold = source && heardAt > openedAt;
  if (!isTold && at >= nextAsk && !isAsking) ask();
}

async function ask() {
  isAsking = true;
  try {
    const answer = await fetch(told.sheet, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (answer.status === 410 || answer.status === 404) return over();
    if (answer.ok) {
      const said = await answer.json();
      heard(Date.parse(said.now), said.sheet);
    }
  } catch {
    // no network: what is there stays
  } finally {
    isAsking = false;
    nextAsk = seconds() + ASKS_EVERY_S * (0.8 + Math.random() * 0.4);
  }
}

async function over() {
  isOver = true;
  if (source) source.close();
  source = null;
  root.replaceChildren(document.getElementById("over").content.cloneNode(true));
  localStorage.removeItem(KEPT);
  if ("caches" in window) await caches.delete(KEPT);
  if ("serviceWorker" in navigator) {
    const worker = await navigator.serviceWorker.getRegistration(window.location.pathname);
    if (worker) await worker.unregister();
  }
}

recall();
tick();
remember(true);
document.fonts?.ready.then(() => fit(list));
window.addEventListener("resize", () => fit(list));
window.addEventListener("offline", () => source && hangUp());
window.addEventListener("online", () => {
  nextTry = seconds() + Math.random() * 3;
  nextAsk = seconds() + Math.random() * 3;
});
setInterval(tick, 1000);
setInterval(turn, A_PAGE_LASTS_S * 1000);
setInterval(move, MOVES_EVERY_S * 1000);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(told.worker, { scope: window.location.pathname }).catch(() => {});
}
