/* How the map is drawn: flat land and sea, a thin coast, towns as labels, red dots with a paper rim, clusters as rings.
 *
 * Every colour is a custom property of style.css, so light and dark are told apart there and nowhere else.
 */

export const DETAIL_FROM = 2.7; // the zoom from which the finer coast is worth fetching
const COLOURS = ["sea", "land", "coast", "line", "paper", "card", "ink", "soft", "red", "plum"];

// No server sends glyphs: without a `glyphs` address MapLibre draws letters with the page's own fonts. It reads the
// weight out of the first family's name and takes names as they are, so the one with a figure in it needs quotes.
const QUIET = ["regular", "'Source Sans 3'"];
const STRONG = ["semibold", "'Source Sans 3'"];
const EMPTY = { type: "FeatureCollection", features: [] };

/** The colours of the page as they stand now. */
export function colours() {
  const page = getComputedStyle(document.documentElement);
  return Object.fromEntries(COLOURS.map((name) => [name, page.getPropertyValue(`--${name}`).trim()]));
}

/** The whole style; `drawn` is the rough atlas. */
export function style(ink, drawn) {
  return {
    version: 8,
    sources: {
      graticule: { type: "geojson", data: graticule() },
      land: { type: "geojson", data: drawn.land },
      lines: { type: "geojson", data: drawn.lines },
      close: { type: "geojson", data: EMPTY },
      towns: { type: "geojson", data: EMPTY },
      places: { type: "geojson", data: EMPTY },
      mark: { type: "geojson", data: EMPTY },
    },
    layers: layers(ink),
  };
}

/** All layers from the sea up to the mark. What stands higher gets its room first, so no town's name lies under a dot. */
export function layers(ink) {
  return [
    { id: "sea", type: "background", paint: { "background-color": ink.sea } },
    line("graticule", "graticule", { "line-color": ink.coast, "line-width": 0.6, "line-opacity": 0.4 }),
    ...ground(ink, ""),
    ...closeGround(ink),
    ...names(ink),
    ...dots(ink),
    ...mark(ink),
  ];
}

/** Land, borders and coast of the rough atlas or, with the suffix "-fine", of the finer one. */
export function ground(ink, suffix) {
  return [flat(`land${suffix}`, `land${suffix}`, ink.land), ...shores(ink, suffix, `lines${suffix}`)];
}

/** The same of the finest squares, on a sea of their own, which hides what the coarser atlas drew there. */
export function closeGround(ink) {
  return [flat("sea-close", "close", ink.sea, "sea"), flat("land-close", "close", ink.land, "land"), ...shores(ink, "-close", "close")];
}

function shores(ink, suffix, source) {
  const border = { "line-color": ink.coast, "line-width": 0.8, "line-opacity": 0.55, "line-dasharray": [4, 3] };
  const coast = { "line-color": ink.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.7, 6, 1.2] };
  return [line(`border${suffix}`, source, border, "border"), line(`coast${suffix}`, source, coast, "coast")];
}

function line(id, source, paint, part) {
  const round = { "line-join": "round", "line-cap": paint["line-dasharray"] ? "butt" : "round" };
  return { id, type: "line", source, layout: round, paint, ...only(part) };
}

/** Its edges are not smoothed, so neighbours leave no seam and the 180th meridian none either; the coast covers the rest. */
function flat(id, source, colour, part) {
  return { id, type: "fill", source, paint: { "fill-color": colour, "fill-antialias": false }, ...only(part) };
}

const only = (part) => (part ? { filter: ["==", ["get", "part"], part] } : {});

function names(ink) {
  const beside = { "text-variable-anchor": ["left", "right", "top", "bottom"], "text-justify": "auto" };
  const halo = { "text-halo-color": ink.land, "text-halo-width": 1.4 };
  return [
    { id: "towns", type: "symbol", source: "towns",
      layout: { ...beside, "icon-image": "town", "icon-optional": true,
        "text-field": ["get", "name"], "text-font": QUIET, "text-radial-offset": 0.45,
        "text-size": ["step", ["get", "rank"], 14, 2, 13, 3, 12], "text-letter-spacing": 0.01,
        "text-padding": 6, "text-max-width": 9, "symbol-sort-key": ["get", "rank"] },
      paint: { ...halo, "text-color": ink.soft, "icon-color": ink.soft, "icon-halo-color": ink.land, "icon-halo-width": 1 } },
    { id: "names", type: "symbol", source: "places", minzoom: 11, filter: namesBut(""),
      layout: { ...beside, "text-field": ["get", "name"], "text-font": STRONG, "text-size": 13,
        "text-radial-offset": 0.9, "text-max-width": 11 },
      paint: { ...halo, "text-color": ink.ink } },
  ];
}

/** Which places have their name beside them when one looks closely: all but the one whose name the mark says. */
export function namesBut(slug) {
  return ["all", ["!", ["has", "count"]], ["!=", ["get", "slug"], slug]];
}

function dots(ink) {
  const asked = ["get", "is_asked"];
  return [
    { id: "rings", type: "circle", source: "places", filter: ["has", "count"],
      paint: { "circle-radius": ringSize(1), "circle-color": ink.paper,
        "circle-stroke-color": ink.red, "circle-stroke-width": 1.8 } },
    { id: "dots", type: "circle", source: "places", filter: ["!", ["has", "count"]],
      layout: { "circle-sort-key": ["case", asked, 1, 0] },
      paint: { "circle-radius": ["case", asked, 6.5, 4], "circle-color": dotColour(ink),
        "circle-stroke-color": ink.card, "circle-stroke-width": ["case", asked, 2.4, 1.4] } },
    // The icon is blank: it keeps the names of towns away from what is drawn as circles, which take no room by themselves.
    { id: "numbers", type: "symbol", source: "places",
      layout: { "icon-image": "blank", "icon-allow-overlap": true, "text-allow-overlap": true,
        "icon-size": ["case", ["has", "count"], ringSize(1 / 14), 0.6],
        "text-field": ["coalesce", ["get", "said"], ""], "text-font": STRONG, "text-size": 13.5 },
      paint: { "text-color": ink.red } },
  ];
}

function dotColour(ink) {
  return ["match", ["get", "kind"], "office_centre", ink.plum, "unknown", ink.soft, ink.red];
}

/** The radius of a ring in pixels, times `share`, by how many places it stands for. */
function ringSize(share) {
  return ["step", ["coalesce", ["get", "count"], 0], 13 * share, 10, 15 * share, 100, 18 * share, 1000, 22 * share];
}

function mark(ink) {
  return [
    { id: "mark", type: "circle", source: "mark",
      paint: { "circle-radius": 7.5, "circle-color": dotColour(ink), "circle-stroke-color": ink.ink,
        "circle-stroke-width": 3 } },
    { id: "mark-name", type: "symbol", source: "mark",
      layout: { "text-field": ["get", "name"], "text-font": STRONG, "text-size": 14, "text-anchor": "left",
        "text-offset": [1.05, 0], "text-allow-overlap": true, "text-max-width": 12 },
      paint: { "text-color": ink.ink, "text-halo-color": ink.card, "text-halo-width": 2.5 } },
  ];
}

/** The two images of the style: nothing, and the little disc of a town, which takes its colour from the layer. */
export function addImages(map) {
  map.addImage("blank", { width: 28, height: 28, data: new Uint8Array(28 * 28 * 4) });
  const [size, middle, radius] = [20, 9.5, 3.6];
  const data = new Uint8Array(size * size * 4);
  for (let at = 0; at < size * size; at += 1) {
    const far = Math.hypot((at % size) - middle, Math.floor(at / size) - middle) - radius;
    data[4 * at + 3] = Math.round(255 * Math.min(1, Math.max(0, 0.75 - far / 8))); // as a distance: 0.75 is the edge
  }
  map.addImage("town", { width: size, height: size, data }, { sdf: true, pixelRatio: 2 });
}

/** Lines of longitude and latitude every fifteen degrees, as GeoJSON; they are seen on the sea only. */
function graticule() {
  const degrees = (from, to) => Array.from({ length: (to - from) / 15 + 1 }, (_, step) => from + step * 15);
  const meridians = degrees(-180, 165).map((x) => [[x, -85], [x, 85]]);
  const parallels = degrees(-75, 75).map((y) => degrees(-180, 180).map((x) => [x, y]));
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: [...meridians, ...parallels] } };
}
