/* The list beside the map, in step with it: a row marks its dot, a dot its row, a move searches, a search moves.
 *
 * The list stands alone without any of this. It is the element that data-search names; its rows carry data-place,
 * data-lon and data-lat, and it says itself, in data-bounds, where its results lie.
 */
import { collection, frame, point } from "./map_places.js";
import { namesBut } from "./map_style.js";

/** "w,s,e,n" as the corners that MapLibre wants, or null; a box across the 180th meridian gets an east beyond 180. */
export function corners(text) {
  const [w, s, e, n] = (text ?? "").split(",").map(Number);
  return [w, s, e, n].every(Number.isFinite) ? [[w, s], [e < w ? e + 360 : e, n]] : null;
}

export class List {
  /** `plate` is the element of the map; `places` draws what is found; `fit` moves the map without being a hand. */
  constructor(plate, map, places, fit) {
    Object.assign(this, { plate, map, places, fit });
    this.follow = plate.querySelector(".map-follow input");
    this.here = plate.querySelector(".map-here");
    const { signal } = (this.over = new AbortController());
    for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, (event) => this.point(event), { signal });
    document.body.addEventListener("htmx:afterSwap", (event) => this.swapped(event.detail), { signal });
    this.here?.addEventListener("click", () => this.search(), { signal });
    this.follow?.addEventListener("change", () => this.follow.checked && this.search(), { signal });
    map.on("moveend", (event) => event.ours || this.moved());
  }

  get results() {
    return this.plate.dataset.search ? document.querySelector(this.plate.dataset.search) : null;
  }

  /** Moved by hand: search at once where the reader wants that and sees both, else offer it. */
  moved() {
    if (!this.results) return;
    if (this.follow?.checked && this.follow.offsetParent) this.search();
    else if (this.here) this.here.hidden = false;
  }

  /** Fetch the list anew for what the map shows. The address says it too, so that it can be sent to somebody. */
  search() {
    if (this.here) this.here.hidden = true;
    const query = new URLSearchParams(this.places.filters);
    query.set("bbox", frame(this.map).map((degrees) => degrees.toFixed(3)).join(","));
    const address = `${location.pathname}?${query}`.replaceAll("%2C", ",");
    // The address is replaced, not added: Back leaves the page and does not walk through every nudge of the map.
    window.htmx?.ajax("GET", address, { source: this.plate, target: this.plate.dataset.search, swap: "outerHTML", replace: address });
  }

  /** The list was fetched anew; if a search did it and not the map, the map goes where the results are. */
  swapped({ target, requestConfig, pathInfo }) {
    if (!this.results || target?.id !== this.results.id) return;
    this.point(null);
    if (requestConfig?.elt === this.plate) return void this.markRow();
    this.places.card?.remove();
    if (this.here) this.here.hidden = true;
    const bounds = corners(this.results.dataset.bounds);
    if (bounds) this.fit(bounds);
    this.places.show(new URL(pathInfo.finalRequestPath, location.href).search);
  }

  /** The pointer or the focus is on a row: its place is marked. On none: no mark, unless a card is open. */
  point(event) {
    const row = event?.target.closest?.("[data-place]") ?? null;
    if (row === this.row || this.plate.contains(event?.target)) return;
    this.row = row;
    if (!row && this.opened) return this.show(this.opened);
    const { place, lon, lat } = row?.dataset ?? {};
    this.show(row && { slug: place, lon: Number(lon), lat: Number(lat), name: row.querySelector(".name")?.textContent ?? "" });
  }

  /** A dot was opened, or its card closed (null): its row is marked if it is there. */
  open(place) {
    this.opened = place && { ...place, name: "" }; // its card says the name
    this.show(this.opened);
    const row = this.markRow();
    if (row && this.follow?.offsetParent) row.scrollIntoView({ block: "nearest" });
  }

  /** Mark the row of the place that is open, in the list as it is now, and give it. */
  markRow() {
    const rows = [...(this.results?.querySelectorAll("[data-place]") ?? [])];
    for (const row of rows) row.classList.toggle("marked", row.dataset.place === this.opened?.slug);
    return rows.find((row) => row.classList.contains("marked"));
  }

  show(place) {
    const marked = place && Number.isFinite(place.lon) ? [point(place.lon, place.lat, place)] : [];
    this.map.getSource("mark")?.setData(collection(marked));
    if (this.map.getLayer("names")) this.map.setFilter("names", namesBut(place?.slug ?? ""));
  }
}
