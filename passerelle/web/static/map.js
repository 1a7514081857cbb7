/* The map of spaces. Elements of class "map" are written by templates/parts/map.html, which tells what they carry.
 *
 * On a laptop the map comes with the page; on a phone its library, about a megabyte, comes when it is first opened.
 * Nothing is asked of anybody but this instance, unless it has set an address of tiles.
 */
import { atlas } from "./map_atlas.js";
import { List, corners } from "./map_list.js";
import { Places } from "./map_places.js";
import { DETAIL_FROM, addImages, colours, ground, layers, style } from "./map_style.js";
import { Squares } from "./map_squares.js";
import { layStreets, streetLayers } from "./map_streets.js";

const WIDE = matchMedia("(min-width: 60rem)"); // as in map.css
const DARK = matchMedia("(prefers-color-scheme: dark)");
const OURS = { ours: true }; // tells our own moves from those of a hand
// MapLibre jumps instead of flying by itself where the reader prefers no motion.
const FIT = { padding: { top: 84, right: 56, bottom: 56, left: 56 }, maxZoom: 11, linear: true, duration: 500 };
const plates = new Map();

class Plate {
  constructor(element) {
    this.element = element;
    this.set = JSON.parse(element.dataset.set);
    this.button = document.querySelector(`[data-opens="${element.id}"]`);
    this.button?.addEventListener("click", () => this.toggle());
    this.widened = () => WIDE.matches && this.start();
    WIDE.addEventListener("change", this.widened);
    this.widened();
  }

  /** On a phone: open or close the panel. */
  toggle() {
    const open = this.element.classList.toggle("open");
    this.button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.start();
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Load the library and draw, once; a sentence stands there if it cannot be. */
  async start() {
    if (this.started) return;
    this.started = true;
    this.element.classList.add("live");
    try {
      const [maplibre, rough] = await Promise.all([library(this.set), atlas(this.set.rough)]);
      this.draw(maplibre, rough);
    } catch (trouble) {
      console.warn(trouble);
      this.element.classList.remove("live");
      this.say(this.set.words.no_map);
    }
  }

  draw(maplibre, rough) {
    const { set } = this;
    this.ink = colours();
    this.map = new maplibre.Map({
      container: this.element.querySelector(".map-sheet"),
      style: style(this.ink, rough),
      ...this.view(),
      minZoom: 0.6, maxZoom: set.tiles ? 18 : 14, maxPitch: 0,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, trackResize: false,
      cooperativeGestures: !WIDE.matches, attributionControl: false, fadeDuration: 120,
      locale: locale(set.words),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    this.watch();
    this.furnish(maplibre, new Promise((ready) => this.map.once("style.load", ready)));
  }

  /** Where to begin: the frame that the address names, else where the list lies, else what the page chose. */
  view() {
    const { view, search } = this.element.dataset;
    const asked = corners(new URLSearchParams(location.search).get("bbox"));
    const bounds = asked ?? corners(search && document.querySelector(search)?.dataset.bounds);
    const [lon, lat, zoom] = view.split(",").map(Number);
    return bounds ? { bounds, fitBoundsOptions: asked ? {} : FIT } : { center: [lon, lat], zoom: WIDE.matches ? zoom : zoom - 1 };
  }

  /** Ask for the places at once; they are drawn when the style is `ready` for them. */
  async furnish(maplibre, ready) {
    const { map, set, element } = this;
    this.places = new Places(maplibre, map, {
      address: element.dataset.places, words: set.words, kinds: set.kinds, ready,
      say: (sentence) => this.say(sentence), pressed: (place) => this.list.open(place),
    });
    this.list = new List(element, map, this.places, (bounds) => map.fitBounds(bounds, FIT, OURS));
    this.places.show(location.search);
    await ready;
    addImages(map);
    map.on("zoom", () => this.refine());
    this.refine();
    if (set.tiles) layStreets(maplibre, map, { tiles: set.tiles, reader: set.pmtiles, ink: this.ink }).catch(console.warn);
  }

  /** From the first close look on, a finer coast; the rough one goes when that has come. */
  async refine() {
    const { map, set } = this;
    if (this.refining || map.getZoom() < DETAIL_FROM) return;
    this.refining = true;
    const fine = await atlas(set.fine).catch(() => null);
    if (!fine || !this.element.isConnected) return;
    map.addSource("land-fine", { type: "geojson", data: fine.land });
    map.addSource("lines-fine", { type: "geojson", data: fine.lines });
    for (const layer of ground(this.ink, "-fine")) map.addLayer({ ...layer, minzoom: DETAIL_FROM }, "sea-close");
    this.squares = new Squares(map, set.squares, fine.squares);
    const done = () => {
      if (!map.isSourceLoaded("land-fine") || !map.isSourceLoaded("lines-fine")) return;
      map.off("sourcedata", done);
      for (const layer of ground(this.ink, "")) map.setLayerZoomRange(layer.id, 0, DETAIL_FROM);
    };
    map.on("sourcedata", done);
  }

  /** The element's size and the scheme of colours may change at any time. */
  watch() {
    this.sized = new ResizeObserver(() => this.element.offsetParent && this.map.resize(OURS));
    this.sized.observe(this.map.getContainer());
    this.recolour = () => {
      this.ink = colours();
      const fine = ground(this.ink, "-fine").filter((layer) => this.map.getLayer(layer.id));
      for (const { id, paint } of [...layers(this.ink), ...fine, ...streetLayers(this.map, this.ink)]) {
        for (const [name, value] of Object.entries(paint)) this.map.setPaintProperty(id, name, value);
      }
    };
    DARK.addEventListener("change", this.recolour);
  }

  say(sentence) {
    const place = this.element.querySelector(".map-say");
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  /** The page let go of this element. */
  end() {
    WIDE.removeEventListener("change", this.widened);
    if (this.recolour) DARK.removeEventListener("change", this.recolour);
    this.sized?.disconnect();
    this.list?.over.abort();
    this.map?.remove();
  }
}

let loading = null;

/** The library with its worker and its style, fetched once. */
function library({ maplibre, worker, look }) {
  loading ??= Promise.all([import(maplibre), stylesheet(look)]).then(([library]) => {
    library.setWorkerUrl(new URL(worker, location.href).href);
    return library;
  });
  return loading;
}

function stylesheet(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve, onerror: reject });
    document.head.prepend(link); // before ours, which stands over it
  });
}

function locale(words) {
  return {
    "Map.Title": words.title, "NavigationControl.ZoomIn": words.zoom_in, "NavigationControl.ZoomOut": words.zoom_out,
    "Popup.Close": words.close, "CooperativeGesturesHandler.WindowsHelpText": words.wheel,
    "CooperativeGesturesHandler.MacHelpText": words.wheel_mac, "CooperativeGesturesHandler.MobileHelpText": words.fingers,
  };
}

/** Take up the maps of the page, and let go of those that a swap took away. */
function look() {
  for (const [element, plate] of plates) {
    if (element.isConnected) continue;
    plate.end();
    plates.delete(element);
  }
  for (const element of document.querySelectorAll(".map[data-places]")) {
    if (!plates.has(element)) plates.set(element, new Plate(element));
  }
}

look();
document.addEventListener("htmx:load", look);
