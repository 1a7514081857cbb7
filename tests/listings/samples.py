"""Small lists of our own, one in every form, and what holds for whatever is read."""

from passerelle.listings.rules import WHAT_IS_FLAGGED, WHY_REFUSED, Field, ListRead
from passerelle.listings.rules.tidying import has_mail_address

CSV = (
    "Nom;Adresse;CP;Ville;Site web;Horaires;Tarif;Lat;Long;Type\n"
    "L'ATELIER DU PONT;\"Rue de Fer 48\nau fond\";5000;Namur;www.pont.example;"
    "du lundi au vendredi de 9h à 18h;15 €;50,46;4,87;Coworking\n"
    "Chez MÃ©mÃ©;Rue Haute 2;;Vienne;nous@pont.example;9am–5pm;01-mai;48.2;16.37;Café\n"
)  # fmt: skip
JSON = (
    '[\n {"name": "Le Pont",'
    ' "address": {"street": "Rue de Fer", "house_number": 48, "city": "Namur", "country": "BE"},\n'
    '  "coordinates": {"lat": "50.46", "lng": 4.87}, "hours": {"mon": "9-18", "tue": "9-18"}, "wifi": true},\n'
    ' {"name": "\\u00c9t\\u00e9 \\ud83c\\udf1e",'
    ' "coordinates": "50.46, 4.88", "website": "http:\\/\\/ete.example\\/"},\n'
    ' {"name": null, "lat": NaN, "lng": 1e999}\n]'
)
GEOJSON = (
    '{"type": "FeatureCollection", "features": [\n'
    '{"type": "Feature", "properties": {"name": "Kö", "rates": {"day": "12", "fixed": "Jan-15"}},\n'
    ' "geometry": {"type": "Point", "coordinates": ["16.37", "48.2"]}},\n'
    '{"type": "Feature", "properties": {"name": "Area"},\n'
    ' "geometry": {"type": "Polygon", "coordinates": [[[4.8, 50.4], [4.9, 50.5], [4.8, 50.4]]]}}]}'
)
OVERPASS = (
    '{"version": 0.6, "elements": [\n'
    '{"type": "way", "id": 7, "center": {"lat": 50.46, "lon": 4.87},'
    ' "tags": {"name": "Fab", "leisure": "hackerspace", "opening_hours": "24/7", "addr:housenumber": "4"}}]}'
)
SPACEAPI = '{\n "/dev/<b>": "https://a.example/status.json",\n "Ö-Lab": "https://b.example/"\n}'
JSON_LINES = '{"name": "One", "lat": 50.46, "lon": 4.87}\n{"name": \n{"name": "Two"}\n'
MARKDOWN = (
    "---\nname: Share １Ｆ\ntype: Cafe\ncoordinates: 37.57, 126.97\nhours:\n  mon: 8:30-21\n  tue: 8:30-21\n"
    "address:\n  en: 3F, 51 Yulgok-ro, Seoul, South Korea\nprice: 3\n---\nA quiet room.\n"
)
OPEN_MARKDOWN = "---\nname: Open\ncoordinates: 37.57,126.97\nhours: 0730-2130\n\nClose to the station, and quiet.\n"

SAMPLES = {
    "a.csv": CSV.encode(),
    "western.csv": CSV.replace("MÃ©mÃ©", "Mémé").encode("cp1252"),
    "wide.csv": CSV.encode("utf-16"),
    "mixed.csv": CSV.encode() + "Épilogue;Rue Basse 3;;Namur;;;;;;\n".encode("cp1252"),
    "tabs.tsv": CSV.replace(";", "\t").encode("utf-8-sig"),
    "pipes.txt": CSV.replace(";", "|").encode(),
    "a.json": JSON.encode(),
    "a.geojson": GEOJSON.encode(),
    "overpass.json": OVERPASS.encode(),
    "directory.json": SPACEAPI.encode(),
    "a.jsonl": JSON_LINES.encode(),
    "a.md": MARKDOWN.encode(),
    "open.md": OPEN_MARKDOWN.encode(),
}


def must_hold(read: ListRead) -> None:
    """What holds for every list, whatever the bytes were."""
    assert read.read == len(read.told) + len(read.refused)
    assert len({told.key for told in read.told}) == len(read.told)
    for told in read.told:
        assert told.values[Field.NAME]
        assert told.point is None or max(map(abs, told.point)) > 0
        assert not has_mail_address(told.values.get(Field.WEBSITE, ""))
        assert "@" not in told.values.get(Field.WEBSITE, "").partition("//")[2].partition("/")[0]
        assert not any(has_mail_address(said) for said in (*told.values.values(), *told.originals.values()))
        assert set(told.derived) <= set(told.values)
        assert {flaw.code for flaw in told.flaws} <= WHAT_IS_FLAGGED
    assert {flaw.code for flaw in read.refused} <= WHY_REFUSED
    assert all(0 < one.rows <= len(read.told) for one in read.not_taken)
    assert not any(has_mail_address(one.example) for one in read.not_taken)
    for said in _every_text(read):
        said.encode()  # no half letters, which no database takes
        assert "\x00" not in said


def _every_text(read: ListRead) -> list[str]:
    texts = [*read.columns, *read.ignored, *(said for one in read.not_taken for said in (one.column, one.example))]
    for told in read.told:
        texts += [told.key, *told.values.values(), *told.originals.values()]
    for flaw in (*read.refused, *(flaw for told in read.told for flaw in told.flaws)):
        texts += [flaw.found, flaw.name]
    return texts
