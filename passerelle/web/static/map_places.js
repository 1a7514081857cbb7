/* What stands on the map: asked from the instance for what is in view, drawn, and told in a small card. */

const QUIET_MS = 180; // a map that comes to rest asks once
const SAME_POINT = 7; // pixels within which two dots cannot be told apart
const MARGIN = 0.2; // what is asked for reaches this share of the view beyond each edge, so that a small move shows no void

/** The frame of the map as [west, south, east, north], widened by `margin`; west is above east across the 180th meridian. */
export function frame(map, margin = 0) {
  const bounds = map.getBounds();
  const [w, s, e, n] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const [dx, dy] = [(e - w) * margin, (n - s) * margin];
  const [south, north] = [Math.max(s - dy, -90), Math.min(n + dy, 90)];
  const across = e - w + 2 * dx >= 360 ? [-180, 180] : [turned(w - dx), turned(e + dx)];
  return [across[0], south, across[1], north].map((degrees) => Number(degrees.toFixed(4)));
}

const turned = (x) => ((((x + 180) % 360) + 360) % 360) - 180;

export class Places {
  /** `say` shows a sentence, or none; `pressed` hears which place was opened; `ready` is when the map can be drawn on. */
  constructor(maplibre, map, { address, words, kinds, ready, say, pressed }) {
    Object.assign(this, { maplibre, map, address, words, kinds, ready, say, pressed });
    this.filters = new URLSearchParams();
    this.number = new Intl.NumberFormat(document.documentElement.lang || "fr", { notation: "compact" });
    map.on("moveend", () => this.askSoon());
    map.on("click", (event) => this.press(event));
    map.getContainer().addEventListener("keydown", (event) => { if (event.key === "Escape" && this.card?.isOpen()) this.close(); });
    map.on("mousemove", (event) => { map.getCanvas().style.cursor = this.at(event.point, 4).length ? "pointer" : ""; });
  }

  /** From now on show what answers to these filters. */
  show(filters) {
    this.filters = new URLSearchParams(filters);
    for (const own of ["bbox", "zoom", "page"]) this.filters.delete(own);
    clearTimeout(this.timer);
    this.ask();
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), QUIET_MS);
  }

  /** Ask and draw; an answer that is no longer wanted is dropped, and what was drawn stays until the next one comes. */
  async ask() {
    const query = new URLSearchParams(this.filters);
    query.set("bbox", frame(this.map, MARGIN).join(","));
    query.set("zoom", Math.round(this.map.getZoom()));
    const address = `${this.address}?${query}`;
    if (address === this.asked) return;
    this.asked = address;
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      await this.ready;
      await this.draw(found);
      this.say("");
    } catch (trouble) {
      if (asking.signal.aborted) return;
      this.asked = null;
      this.say(this.words.trouble);
    }
  }

  async draw({ clusters = [], places = [], towns = [] }) {
    await lettersFor([...towns.map((town) => town[2]), ...(places.length < 200 ? places.map((one) => one[3]) : [])]);
    const rings = clusters.map(([x, y, count]) => point(x, y, { count, said: this.said(count) }));
    const dots = places.map(([x, y, slug, name, kind, town, is_asked]) => point(x, y, { slug, name, kind, town, is_asked }));
    this.map.getSource("places")?.setData(collection([...rings, ...dots]));
    this.map.getSource("towns")?.setData(collection(towns.map(([x, y, name, rank]) => point(x, y, { name, rank }))));
  }

  /** Up to 9,999 in full, then in short; our type has no thin space, so an ordinary one stands between thousands. */
  said(count) {
    const text = count < 10_000 ? count.toLocaleString(document.documentElement.lang || "fr") : this.number.format(count);
    return text.replaceAll("\u202f", "\u00a0");
  }

  /** The features drawn within `reach` pixels of a point, nearest first. */
  at({ x, y }, reach) {
    const box = [[x - reach, y - reach], [x + reach, y + reach]];
    const layers = ["rings", "dots"].filter((layer) => this.map.getLayer(layer));
    const far = (one) => { const at = this.map.project(one.geometry.coordinates); return Math.hypot(at.x - x, at.y - y); };
    return this.map.queryRenderedFeatures(box, { layers }).sort((one, other) => far(one) - far(other));
  }

  press(event) {
    const found = this.at(event.point, event.originalEvent.pointerType === "touch" ? 16 : 8);
    if (!found.length) return;
    const [x, y] = found[0].geometry.coordinates;
    if (found[0].properties.count) {
      // The reader asked for this move, so it counts as made by hand: the list follows.
      this.map.easeTo({ center: [x, y], zoom: Math.min(this.map.getZoom() + 2.2, this.map.getMaxZoom()) }, { originalEvent: event.originalEvent });
      return;
    }
    const first = this.map.project([x, y]);
    const near = (one) => { const at = this.map.project(one.geometry.coordinates); return Math.hypot(at.x - first.x, at.y - first.y) < SAME_POINT; };
    this.open([x, y], found.filter((one) => !one.properties.count && near(one)).map((one) => one.properties));
  }

  /** A small card for one place, or for the few that share a point. */
  open(where, places) {
    this.card?.remove();
    const told = new Map(places.map((place) => [place.slug, place]));
    const holder = document.createElement("div");
    for (const place of [...told.values()].slice(0, 6)) holder.append(this.entry(place));
    this.card = new this.maplibre.Popup({ className: "map-card", maxWidth: "17rem", offset: 11, focusAfterOpen: true })
      .setLngLat(where).setDOMContent(holder).addTo(this.map);
    const card = this.card;
    card.on("close", () => { if (this.card === card) this.pressed(null); });
    this.pressed({ ...places[0], lon: where[0], lat: where[1] });
  }

  /** Close the card and give the focus back to the map. */
  close() {
    this.card?.remove();
    this.map.getCanvas().focus({ preventScroll: true });
  }

  entry({ slug, name, kind, town }) {
    const entry = element("div", "map-entry");
    const link = element("a", "", name);
    link.href = this.words.space.replace("SLUG", encodeURIComponent(slug));
    const title = element("p", "name");
    title.append(link);
    const where = element("p", "soft small");
    where.append(element("span", `tag ${kind}`, this.kinds[kind] ?? kind), ` ${town}`);
    entry.append(title, where);
    return entry;
  }
}

/** Load the half of our type that holds ł, ő, ş … where a name needs it: letters are drawn once, with what is there. */
async function lettersFor(names) {
  const rare = names.join("").match(/[\u0100-\u024f\u1e00-\u1eff]/g);
  if (rare) await document.fonts.load("400 24px 'Source Sans 3'", rare.join("")).catch(() => {});
}

function element(tag, names, text = "") {
  const made = document.createElement(tag);
  made.className = names;
  made.textContent = text;
  return made;
}

export const point = (x, y, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [x, y] } });
export const collection = (features) => ({ type: "FeatureCollection", features });
