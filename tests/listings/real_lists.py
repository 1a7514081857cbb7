"""The real lists of spaces that lie beside the checkout, where they do, each row as a Known. Throw-away reading."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from passerelle.kit.places import Point
from passerelle.listings.rules.alike import Known
from tests.house.walls import CHECKOUT

SPACES = CHECKOUT.parent / "shared" / "data" / "spaces"
LABELS = Path(__file__).parent / "labels.csv"


def everything() -> list[Known]:
    """Every row of every list; a key is `SOURCE:number of the row`."""
    return [*_visa(), *_france(), *_berlin(), *_hackerspaces(), *_leuven(), *_asia(), *_helsinki(), *_spaceapi()]


def _visa() -> Iterator[Known]:
    for row, each in enumerate(_json("visa_map_2014.json")):
        country, pin = each["country_code"].strip(), _point(each["lat"], each["lng"])
        yield Known(f"visa:{row}", each["name"].strip(), "", country, each["address"].strip(), each["website"], pin)


def _france() -> Iterator[Known]:
    with (SPACES / "fr_tiers_lieux_cget_2019.csv").open(encoding="utf-8-sig") as lines:
        for row, each in enumerate(csv.DictReader(lines)):
            town, pin = each["COMINIT"] or each["NOMCOM"], _point(each["LAT"], each["LONG"])
            yield Known(f"france:{row}", each["NOM_TL"], town, "FR", each["ADRESSE"], each["WEB"], pin)


def _berlin() -> Iterator[Known]:
    for row, each in enumerate(_json("berlin_coworking_2019.geojson")["features"]):
        told, (longitude, latitude) = each["properties"], each["geometry"]["coordinates"]
        place, pin = told["address"], _point(latitude, longitude)
        street, town, country = place["street"] or "", (place["city"] or "").strip(), place["country"] or ""
        yield Known(f"berlin:{row}", told["name"], town, country, street, told["website"] or "", pin)


def _hackerspaces() -> Iterator[Known]:
    for row, each in enumerate(_json("hackerspaces_org_exchanges_2015.geojson")["features"]):
        told, (longitude, latitude) = each["properties"], each["geometry"]["coordinates"]
        pin = _point(latitude, longitude)
        yield Known(f"hackers:{row}", told["name"], told["city"], "", "", told["url"], pin)


def _leuven() -> Iterator[Known]:
    for row, each in enumerate(_json("leuven_spaces_2026.json")):
        pin = _point(each["coordinates"]["lat"], each["coordinates"]["lng"])
        yield Known(f"leuven:{row}", each["name"], "Leuven", "BE", each["address"], "", pin)


def _asia() -> Iterator[Known]:
    for row, file in enumerate(sorted((SPACES / "cafeandcowork").glob("*.md"))):
        told = dict(re.findall(r"^ *([\w-]+): *(.+)$", file.read_text(), re.M))
        pin = _point(*told["coordinates"].split(","))
        address = told.get("address") or told["en"]
        town = file.stem.split("__")[0].title()
        yield Known(f"asia:{row}", told["name"], town, "", address, told.get("website", ""), pin)


def _helsinki() -> Iterator[Known]:
    for row, each in enumerate(_json("osm_helsinki_coworking.json")):
        tags, pin = each["tags"], _point(each["lat"], each["lon"])
        address = f"{tags['addr:street']} {tags['addr:housenumber']}"
        yield Known(f"helsinki:{row}", tags["name"], tags["addr:city"], "FI", address, tags["website"], pin)


def _spaceapi() -> Iterator[Known]:
    for row, (name, address) in enumerate(_json("spaceapi_directory_2026.json").items()):
        yield Known(f"spaceapi:{row}", name, "", "", "", address, None)


def _json(name: str) -> Any:
    return json.loads((SPACES / name).read_text())


def _point(latitude: Any, longitude: Any) -> Point | None:
    try:
        return Point(float(latitude), float(longitude))
    except ValueError:
        return None
