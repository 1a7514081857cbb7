"""Documents, on the database that the environment names: issued, and written as files; prints the figures as JSON.

A statement of 2,222 lines stands for the month of a space that is very full.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from bench.cost import cost_of  # noqa: E402
from passerelle.invoices.actions import issue, write_papers  # noqa: E402
from passerelle.invoices.printing import sheet, why_not  # noqa: E402
from passerelle.invoices.queries import papers_due  # noqa: E402
from passerelle.invoices.rules import Category  # noqa: E402
from passerelle.invoices.rules.contents import numbered  # noqa: E402
from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine, Side, TaxLine  # noqa: E402
from passerelle.invoices.rules.ubl import ubl  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.networks.models import Network  # noqa: E402
from passerelle.networks.rules import Mode, Terms  # noqa: E402

ISSUED, WRITTEN, LONG = 500, 40, 2222
SELLER = Side("space:1", "Coworking Namur SRL", "Gare 3", "5000", "Namur", "BE", "BE0428759497", "0428759497")
BUYER = Side("network:1", "Passerelle ASBL", "Rue de Fer 12", "5000", "Namur", "BE", "BE0403170701", "0403170701")
TAX = TaxLine("be_21", Category.STANDARD, 2100)
FIRST_DAY = date(2027, 1, 1)


def main() -> dict[str, Any]:
    """Issue, write what was issued, write one that is long."""
    call_command("migrate", verbosity=0)
    network = Network.objects.create(slug="n", name="N", mode=Mode.PAID, default_terms=Terms().written())
    issuing = cost_of(lambda: [issue(drawn(n, 10), seller=network, by="worker") for n in range(ISSUED)])
    long = numbered(drawn(0, LONG), "AF2027-0001")
    figures = {
        "issued_per_second": ISSUED / issuing.wall_s,
        "issued_cpu_ms": issuing.cpu_s / ISSUED * 1e3,
        "long_ubl": asdict(cost_of(lambda: ubl(long))),
        "why_not": why_not(),
    }
    if why_not():
        return figures
    sheet(numbered(drawn(0, 1), "AF2027-0001"))  # libraries and fonts are read once in the life of a worker
    written: list[int] = []
    writing = cost_of(lambda: written.extend(write_until_enough()))
    figures |= {"written_per_second": sum(written) / 2 / writing.wall_s}
    figures |= {"written_cpu_s": writing.cpu_s / sum(written) * 2}
    return figures | {"long_sheet": asdict(cost_of(lambda: sheet(long)))}


def write_until_enough() -> Iterator[int]:
    """Rounds of the worker: how many files each wrote."""
    written = 0
    while written < WRITTEN and papers_due(clock.now()).exists():
        yield (now := write_papers(clock.now()))
        written += now


def drawn(nth: int, lines: int) -> Draft:
    """A month's statement of so many days."""
    days = [
        DraftLine("Journée d’une visiteuse", Decimal(1), 1100, 1100, TAX, FIRST_DAY + timedelta(days=n % 31))
        for n in range(lines)
    ]
    return Draft(
        DocumentKind.SELF_BILLED, f"month:{nth}", "month:2027-01", SELLER, BUYER, "EUR", date(2027, 2, 1), days
    )


if __name__ == "__main__":
    print(json.dumps(main()))
