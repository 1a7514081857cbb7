/* The atlas: land, coast and borders, unfolded from the short form that docs/atlas/make.py writes and explains. */

/** Fetch one atlas; see `unfolded`. */
export async function atlas(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return unfolded(await answer.json());
}

/** {land, lines} as GeoJSON, a line being of the part "coast" or "border"; and the names of finer squares, if it tells. */
export function unfolded({ step, arcs, land, coast, borders, squares = [] }) {
  const lines = arcs.map((steps) => walked(steps, step));
  const ring = (indexes) => indexes.flatMap((index) => (index < 0 ? [...lines[~index]].reverse() : lines[index]));
  const polygons = land.map((rings) => rings.map(ring).filter((one) => one.length > 3)).filter((rings) => rings.length);
  const part = (name, indexes) => feature({ part: name }, "MultiLineString", indexes.map((index) => lines[index]));
  return {
    squares,
    land: feature({ part: "land" }, "MultiPolygon", polygons),
    lines: { type: "FeatureCollection", features: [part("coast", coast), part("border", borders)] },
  };
}

function walked(steps, step) {
  const line = [];
  for (let at = 0, x = 0, y = 0; at < steps.length; at += 2) {
    x += steps[at];
    y += steps[at + 1];
    line.push([x / step, y / step]);
  }
  return line;
}

const feature = (properties, type, coordinates) => ({ type: "Feature", properties, geometry: { type, coordinates } });
