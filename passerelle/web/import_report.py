"""What the page says of a list that was read: what needs a person first, then the counts, then the headings."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import ngettext, pgettext

from passerelle.web import phrases
from passerelle.web.import_words import field_word, line_sentence, unreadable_sentence

if TYPE_CHECKING:
    from passerelle.listings.models import Import

LINES_SHOWN = 200
LINES_OPEN = 8


def told_of(one: "Import") -> dict[str, Any]:
    """Lines that are refused and flagged, counts, headings, and the button's words; or why there is nothing."""
    report = one.report
    if not report or report.get("error"):
        return {"error": unreadable_sentence(report["error"]) if report else ""}
    return {
        "error": "",
        "report": report,
        "counts": _counts(report),
        "refused": _lines(report, "refusals"),
        "flagged": _lines(report, "flaws"),
        "gone": report["gone"][:LINES_SHOWN],
        "not_taken": report.get("not_taken", [])[:LINES_SHOWN],
        "understood": [(heading, field_word(about)) for heading, about in report["columns"].items()],
        "button": _button(report["read"] - report["refused"]),
        "changes_something": report["added"] + report["updated"] + report["admitted"] > 0,
    }


def _lines(report: dict[str, Any], kind: str) -> dict[str, Any]:
    """The lines of one kind: whose and why, the first ones to be seen at once; and how many more the report has."""
    unit = report.get("unit", "line")
    said = [(line.get("name", ""), line_sentence(line, unit)) for line in report[kind][:LINES_SHOWN]]
    return {"first": said[:LINES_OPEN], "more": said[LINES_OPEN:], "left": max(0, len(report[kind]) - LINES_SHOWN)}


def _button(places: int) -> str:
    said = ngettext("Save this place", "Save these %(number)s places", places)
    return said % {"number": phrases.number(places)}


def _counts(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The counts as lines of a printed table; what is zero and says nothing is left out. Words fit one and many."""
    always = {"read", "added", "updated", "unchanged"}
    words = (
        ("read", pgettext("rows of a list", "read")),
        ("added", pgettext("rows of a list", "new")),
        ("updated", pgettext("rows of a list", "brought up to date")),
        ("unchanged", pgettext("rows of a list", "unchanged")),
        ("refused", pgettext("rows of a list", "refused")),
        ("flagged", pgettext("rows of a list", "flagged")),
        ("duplicates_proposed", pgettext("rows of a list", "likely the same as another")),
        ("with_coordinates", pgettext("rows of a list", "with coordinates")),
        ("without_coordinates", pgettext("rows of a list", "without coordinates: kept, off the map")),
        ("hours_told", pgettext("rows of a list", "with opening hours")),
        ("hours_parsed", pgettext("rows of a list", "of which understood")),
        ("admitted", pgettext("rows of a list", "new in the network")),
    )
    return [(word, phrases.number(report[count]), "") for count, word in words if report[count] or count in always]
