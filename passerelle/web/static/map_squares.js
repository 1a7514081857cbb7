/* The finest coast, in squares of twenty degrees that are fetched when one looks at them closely.
 *
 * A square that has come lies over the coarser atlas: its sea covers what that drew there.
 */
import { unfolded } from "./map_atlas.js";
import { collection, frame } from "./map_places.js";

const CLOSE_FROM = 5.5; // the zoom from which the coast of 1 : 50 million looks like a paper cut
const SIDE = 20; // degrees
const MOST = 8; // squares kept at once

export class Squares {
  /** `folder` is an address; `names` are those of the squares that hold land, "WEST_SOUTH". */
  constructor(map, folder, names) {
    Object.assign(this, { map, folder, names: new Set(names), held: new Map() });
    map.on("moveend", () => this.look());
    this.look();
  }

  async look() {
    if (this.map.getZoom() < CLOSE_FROM) return;
    const wanted = under(frame(this.map)).filter((name) => this.names.has(name) && !this.held.has(name));
    for (const name of wanted) this.held.set(name, null);
    const come = await Promise.all(wanted.map((name) => this.fetch(name)));
    if (come.some(Boolean)) this.map.getSource("close")?.setData(collection([...this.held.values()].flatMap((square) => square ?? [])));
  }

  async fetch(name) {
    try {
      const answer = await fetch(`${this.folder}${name}.json`);
      if (!answer.ok) throw new Error(String(answer.status));
      const { land, lines } = unfolded(await answer.json());
      this.held.set(name, [ground(name), land, ...lines.features]);
      for (const old of [...this.held.keys()].slice(0, -MOST)) this.held.delete(old);
      return true;
    } catch {
      this.held.delete(name); // the coarser coast stays, and the next move asks again
      return false;
    }
  }
}

/** The names of the squares under a frame, which may go across the 180th meridian. */
function under([w, s, e, n]) {
  const steps = (from, to) => {
    const first = Math.floor(from / SIDE);
    return Array.from({ length: Math.floor(to / SIDE) - first + 1 }, (_, at) => (first + at) * SIDE);
  };
  const columns = steps(w, e < w ? e + 360 : e).map((west) => (west >= 180 ? west - 360 : west));
  return columns.flatMap((west) => steps(s, n).map((south) => `${west}_${south}`));
}

function ground(name) {
  const [w, s] = name.split("_").map(Number);
  const ring = [[w, s], [w + SIDE, s], [w + SIDE, s + SIDE], [w, s + SIDE], [w, s]];
  return { type: "Feature", properties: { part: "sea" }, geometry: { type: "Polygon", coordinates: [ring] } };
}
