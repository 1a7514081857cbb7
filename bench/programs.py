"""The books beside hledger and beancount, on the database that the environment names; prints the figures as JSON.

100,000 entries are exported as `passerelle export books` does it, and both programs add up for themselves.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from bench.books import A_LOT, BY, charges_of, opened  # noqa: E402
from bench.cost import cost_of, milliseconds  # noqa: E402
from passerelle.kit.lots import lots  # noqa: E402
from passerelle.ledger.actions import post_many  # noqa: E402
from passerelle.ledger.queries import balances, faults_in  # noqa: E402
from tests.ledger.programs import in_beancount, in_hledger, ours_are  # noqa: E402
from tests.passes.makers import make_paid_network  # noqa: E402

ENTRIES, WITHIN_S = 100_000, 180
PROGRAMS = {"hledger": in_hledger, "beancount": in_beancount}


def main() -> dict[str, Any]:
    """Fill, add up ourselves, export for each and let it add up."""
    call_command("migrate", verbosity=0)
    network = make_paid_network("Sold", slug="sold")
    for lot in lots(islice(charges_of(*opened(network.ref)), ENTRIES), A_LOT):
        post_many(network.ref, lot, by=BY)
    with TemporaryDirectory() as folder:
        theirs = {name: read_by(name, network.ref, Path(folder) / name) for name in PROGRAMS}
    return {
        "entries": ENTRIES,
        "check": asdict(cost_of(lambda: list(faults_in()))),
        "balances_ms": milliseconds(lambda: balances(network.ref), 11),
        "programs": theirs,
    }


def read_by(name: str, book: str, path: Path) -> dict[str, Any] | None:
    """How long exporting and reading take, and whether it comes to the same; None where it is not installed."""
    if not (shutil.which(name) or find_spec(name)):
        return None
    command = [str(Path(sys.executable).with_name("passerelle")), "export", "books", "--network", "sold"]
    with path.open("w") as file:
        write = [*command, "--format", name]
        exporting = cost_of(lambda: subprocess.run(write, stdout=file, check=True, timeout=WITHIN_S))
    found: list[Any] = []
    reading = cost_of(lambda: found.extend(PROGRAMS[name](path, WITHIN_S)))  # type: ignore[operator]
    is_same = found[0] == 0 and found[1] == ours_are(book)
    return {"exported_s": exporting.wall_s, "read_s": reading.wall_s, "is_same": is_same}


if __name__ == "__main__":
    print(json.dumps(main()))
