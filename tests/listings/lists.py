"""Lists as the tests write them, and taking them in."""

import json
from datetime import date
from pathlib import Path

from passerelle.listings.actions.taking_in import Whose, take_in
from passerelle.listings.gazetteer import AtlasInMemory
from passerelle.listings.rules import read_list
from passerelle.listings.rules.report import Report
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.rules import Kind

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "spaces"

NAMUR = {"id": 1, "name": "La Ruche", "address": "Rue de Fer 48", "town": "Namur", "lat": 50.4663, "lon": 4.8654}
LIEGE = {"id": 2, "name": "Le Quai", "address": "Quai Churchill 7", "town": "Liège", "lat": 50.6325, "lon": 5.5797}


def written(*rows: dict[str, object]) -> bytes:
    """These rows as JSON, each on a line of its own."""
    return "[{}]".format(",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)).encode()


def take(
    *rows: dict[str, object],
    source: str = "Map of 2014",
    licence: str = "",
    told_on: date | None = None,
    network: Network | None = None,
    by: Person | None = None,
    is_dry: bool = False,
    kind: Kind = Kind.UNKNOWN,
) -> Report:
    """Take these rows in as one JSON file."""
    atlas = AtlasInMemory()
    read = read_list(written(*rows), "list.json", atlas)
    whose = Whose(source, licence, network, told_on, kind)
    report = take_in("list.json", read, whose, atlas, by=by, is_dry=is_dry).report
    assert report.read == report.added + report.updated + report.unchanged + report.refused
    return report
