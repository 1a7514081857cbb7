"""From tables to files: CSV and JSON of each, the calendar, documents as they are kept, the books, the logbook."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Any

from babel.numbers import get_currency_precision
from django.db.models import Model, Q

from passerelle.board.models import Notice
from passerelle.bookings.models import Booking
from passerelle.bookings.rules import State
from passerelle.care.space_files.money_tables import TABLES
from passerelle.care.space_files.table import AT_ONCE
from passerelle.care.space_files.wording import readme
from passerelle.events.models import Event
from passerelle.getaways.models import Getaway, Stay
from passerelle.invoices.models import Document, Paper
from passerelle.invoices.queries import documents_of_space
from passerelle.invoices.rules.forms import Form
from passerelle.kit import clock
from passerelle.kit.calendars import Appointment, appointments_file
from passerelle.kit.cells import harmless
from passerelle.kit.lots import lots
from passerelle.ledger.queries import all_books, told_of
from passerelle.ledger.rules.plain_text import FORMATS
from passerelle.logbook.models import Record
from passerelle.payments.models import Payment, Receipt, Refund
from passerelle.plans.models import Plan
from passerelle.provisions.models import Provision
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.walls.models import Wall

File = tuple[str, Iterable[bytes]]
BOOKS_ENDING = {"hledger": "journal", "beancount": "beancount"}
PAPER_ENDING = {Form.PDF: "pdf", Form.UBL: "xml"}
LOGBOOK = ("at", "act", "by", "about", "facts")
OWN: tuple[tuple[type[Model], str], ...] = (
    (Plan, "space"), (Provision, "space"), (Visit, "host"), (Getaway, "space"), (Stay, "getaway__space"),
    (Booking, "resource__space"), (Sale, "space"), (Payment, "space"), (Refund, "payment__space"),
    (Receipt, "space"), (Document, "space"), (Event, "space"), (Notice, "space"), (Wall, "space"),
)  # fmt: skip
"""What belongs to a space and is named in the logbook as `plan:3`, by the way from it to the space."""
Rows = Callable[[Space], Iterator[tuple[Any, ...]]]


def files_of(space: Space, language: str) -> Iterator[File]:
    """Every file of a space: its name, and its parts as they are wanted. The first one explains all others.

    Several queries for each file, however long it is; what is said is as it stands while it is written.
    """
    yield "README.md", [readme(space, TABLES, language).encode()]
    for table in TABLES:
        yield from _both(table.name, table.headings, table.rows, space)
    yield from _both("logbook", LOGBOOK, _records, space)
    yield "calendar/bookings.ics", _calendar(space)
    yield from _documents(space)
    if space.ref in all_books():
        for form, ending in BOOKS_ENDING.items():
            yield f"books/books.{ending}", _book(space, form)


def _both(name: str, headings: tuple[str, ...], rows: Rows, space: Space) -> Iterator[File]:
    yield f"csv/{name}.csv", _as_csv(headings, rows(space))
    yield f"json/{name}.json", _as_json(headings, rows(space))


def _as_csv(headings: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """With the mark by which spreadsheets know UTF-8, and cells that none takes for a formula."""
    yield b"\xef\xbb\xbf"
    for lot in lots(_with_heading(headings, rows), AT_ONCE):
        written = StringIO()
        csv.writer(written).writerows([_cell(value) for value in row] for row in lot)
        yield written.getvalue().encode()


def _with_heading(headings: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    yield headings
    yield from rows


def _cell(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, dict | list):
        return harmless(json.dumps(value, ensure_ascii=False)) if value else ""
    return harmless(value) if isinstance(value, str) else str(value)


def _as_json(headings: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """A list of objects, one a line; amounts are texts, so that no program rounds them."""
    before = "[\n"
    for lot in lots(rows, AT_ONCE):
        said = (json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False, default=str) for row in lot)
        yield (before + ",\n".join(said)).encode()
        before = ",\n"
    yield ("[]\n" if before == "[\n" else "\n]\n").encode()


def _records(space: Space) -> Iterator[tuple[Any, ...]]:
    """What the logbook says of the space, and of what belongs to it, by time."""
    named = Q(about=space.ref) | Q(facts__space=space.ref)
    found = set(Record.objects.filter(named).values_list("at", "pk"))
    for model, way in OWN:
        keys = model._default_manager.filter(**{way: space}).values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
        for lot in lots(keys, 500):
            about = [f"{model._meta.model_name}:{key}" for key in lot]
            found |= set(Record.objects.filter(about__in=about).values_list("at", "pk"))
    for lot in lots((key for _, key in sorted(found)), 500):
        listed = Record.objects.filter(pk__in=lot).order_by("at", "pk")
        for at, *said in listed.values_list("at", "act", "actor", "about", "facts"):
            yield at.isoformat(timespec="seconds").replace("+00:00", "Z"), *said


def _calendar(space: Space) -> Iterator[bytes]:
    """All bookings there were, cancelled ones marked as such."""
    found = Booking.objects.filter(resource__space=space).select_related("resource__space", "person")
    appointments = map(_appointment, found.order_by("begins_at", "pk").iterator(chunk_size=AT_ONCE))
    yield appointments_file(appointments, written_at=clock.now())


def _appointment(one: Booking) -> Appointment:
    wall = one.wall
    return Appointment(
        uid=f"booking-{one.reference}",
        title=" · ".join(filter(None, (one.resource.name, one.person.name))),
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        days=(wall.begins.date(), wall.ends.date()) if one.resource.by_the_day else None,
        place=one.resource.space.name,
        note=one.about,
        is_off=one.state == State.CANCELLED,
    )


def _documents(space: Space) -> Iterator[File]:
    """What each document says, and its files as they are kept; one that is not written yet has what it says alone."""
    concerned = documents_of_space(space).order_by().values("pk")
    for document in Document.objects.filter(pk__in=concerned).order_by("pk").iterator(chunk_size=100):
        yield f"{_folder(document, space)}.json", [document.contents.encode()]
    papers = Paper.objects.filter(document__in=concerned, written_at__isnull=False).select_related("document")
    for paper in papers.order_by("pk").iterator(chunk_size=20):
        ending = PAPER_ENDING[Form(paper.form)]
        yield f"{_folder(paper.document, space)}.{ending}", [bytes(paper.content or b"")]


def _folder(document: Document, space: Space) -> str:
    """A number is given once by whoever issues: documents of others lie in a folder of theirs."""
    number = document.number.replace("/", "-")
    inside = "" if document.issuer == space.ref else f"{document.issuer.replace(':', '-')}/"
    return f"documents/{inside}{number}"


def _book(space: Space, form: str) -> Iterator[bytes]:
    for lot in lots(FORMATS[form](told_of(space.ref), get_currency_precision), AT_ONCE):
        yield "".join(f"{line}\n" for line in lot).encode()
