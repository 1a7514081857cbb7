/* Streets, where an instance has set an address of tiles: a picture for each square, or one PMTiles file.
 *
 * A PMTiles file may hold pictures, or shapes cut as Protomaps or OpenMapTiles cut them; those take our colours.
 */

/** Lay the streets of `tiles` over the atlas, under the names. `reader` is the address of the PMTiles library. */
export async function layStreets(maplibre, map, { tiles, reader, ink }) {
  const address = tiles.startsWith("/") ? location.origin + tiles : tiles;
  if (!/\.pmtiles($|\?)/.test(address)) return layPictures(map, { tiles: [address], maxzoom: 19 });
  const { Protocol, PMTiles } = await pmtiles(reader);
  const protocol = new Protocol();
  const archive = new PMTiles(address);
  protocol.add(archive);
  maplibre.addProtocol("pmtiles", protocol.tile);
  const [header, told] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  if (header.tileType !== 1) return layPictures(map, { url: `pmtiles://${address}` });
  map.addSource("streets", { type: "vector", url: `pmtiles://${address}` });
  const held = new Set((told.vector_layers ?? []).map((one) => one.id));
  for (const layer of shapes(ink)) if (held.has(layer["source-layer"])) map.addLayer(layer, "towns");
}

/** The layers of streets that the map has just now, in these colours. */
export function streetLayers(map, ink) {
  return shapes(ink).filter((layer) => map.getLayer(layer.id));
}

function layPictures(map, source) {
  map.addSource("streets", { type: "raster", tileSize: 256, ...source });
  map.addLayer({ id: "streets", type: "raster", source: "streets", minzoom: 5,
    paint: { "raster-opacity": ["interpolate", ["linear"], ["zoom"], 5, 0, 7, 1], "raster-saturation": -0.45 } }, "towns");
  map.setLayerZoomRange("towns", 0, 7); // from there on the pictures say the towns themselves
}

/** The library is no module: it is fetched as a script and leaves one name behind. */
function pmtiles(reader) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = reader;
    script.onload = () => resolve(window.pmtiles);
    script.onerror = reject;
    document.head.append(script);
  });
}

const WIDE = ["highway", "motorway", "trunk", "major_road", "primary", "secondary"];

/** Water, green, buildings and roads under both namings; Protomaps says `kind`, OpenMapTiles says `class`. */
function shapes(ink) {
  const sort = ["coalesce", ["get", "kind"], ["get", "class"], ""];
  const fill = (layer, colour, rest = {}) => ({ id: `streets-${layer}`, type: "fill", source: "streets",
    "source-layer": layer, paint: { "fill-color": colour, "fill-antialias": false }, ...rest });
  const width = (thin, thick) => ["interpolate", ["exponential", 1.6], ["zoom"],
    8, ["case", ["in", sort, ["literal", WIDE]], thin * 2.5, thin],
    18, ["case", ["in", sort, ["literal", WIDE]], thick * 1.5, thick]];
  const road = (layer, suffix, colour, thin, thick) => ({ id: `streets-${layer}-${suffix}`, type: "line",
    source: "streets", "source-layer": layer, minzoom: 7, layout: { "line-join": "round", "line-cap": "round" },
    filter: ["match", sort, ["rail", "ferry", "transit"], false, true],
    paint: { "line-color": colour, "line-width": width(thin, thick) } });
  const nothingElse = { filter: ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false] };
  return [
    fill("earth", ink.land, nothingElse),
    fill("water", ink.sea, nothingElse),
    fill("buildings", ink.line, { minzoom: 14 }), fill("building", ink.line, { minzoom: 14 }),
    ...["roads", "transportation"].flatMap((layer) => [
      road(layer, "edge", ink.coast, 0.9, 18), road(layer, "face", ink.card, 0.3, 15)]),
  ];
}
