"""What is said of a roster and of its lines, in the reader's language."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passerelle.kit.refusals import Refusal
from passerelle.members.actions import Report
from passerelle.members.rules.roster import Column, Flaw
from passerelle.members.rules.taking_in import Became, Line
from passerelle.web import phrases

COLUMNS = {
    Column.NAME: gettext_lazy("name"),
    Column.GIVEN_NAME: gettext_lazy("first name"),
    Column.ADDRESS: gettext_lazy("mail address"),
    Column.SINCE: gettext_lazy("since"),
    Column.VALID_UNTIL: gettext_lazy("valid until"),
    Column.RENEWS_ON: gettext_lazy("next invoice or renewal"),
    Column.PLAN: gettext_lazy("plan"),
    Column.PRICE: gettext_lazy("price of the plan"),
    Column.INTERVAL: gettext_lazy("interval of the plan"),
}
BECAME = {
    Became.ADDED: gettext_lazy("added"),
    Became.RENEWED: gettext_lazy("renewed"),
    Became.ENDED: gettext_lazy("ended"),
    Became.UNCHANGED: gettext_lazy("unchanged"),
    Became.REFUSED: gettext_lazy("refused"),
}
FLAWS = {
    "name_is_missing": gettext_lazy("the name is missing."),
    "name_is_too_long": gettext_lazy("the name is longer than 120 signs."),
    "address_is_missing": gettext_lazy("the mail address is missing."),
    "address_is_not_one": gettext_lazy(
        "“%(found)s” is not a mail address; one like ana@example.org was expected under “%(column)s”."
    ),
    "address_stands_twice": gettext_lazy("%(found)s already stands on line %(other_line)s, which counts."),
    "line_has_too_many_cells": gettext_lazy(
        "there are more cells than headings. Put a name that holds a comma between quotation marks."
    ),
    "date_does_not_exist": gettext_lazy("the date “%(found)s” does not exist (%(column)s)."),
    "date_cannot_be_read": gettext_lazy(
        "“%(found)s” cannot be read as a date (%(column)s); write it as 31/01/2027 or 2027-01-31."
    ),
    "date_has_a_short_year": gettext_lazy("the year of “%(found)s” has two figures (%(column)s); write all four."),
    "date_is_far_off": gettext_lazy("the date “%(found)s” is too far off (%(column)s)."),
    "date_is_a_number": gettext_lazy(
        "“%(found)s” is how a spreadsheet counts days (%(column)s). Give that column the format of a date."
    ),
    "date_is_a_broken_formula": gettext_lazy("“%(found)s” is a formula that failed in the spreadsheet (%(column)s)."),
    "date_column_was_too_narrow": gettext_lazy(
        "the spreadsheet saved only “%(found)s” (%(column)s). Widen that column."
    ),
    "ends_before_it_begins": gettext_lazy("it ends before it begins (%(found)s)."),
    "price_cannot_be_read": gettext_lazy("“%(found)s” is not an amount (%(column)s); write it as 180.00 or 180,00."),
    "renewal_has_passed": gettext_lazy(
        "the next renewal, %(found)s, has passed (%(column)s): a day to come was expected. Export the list anew."
    ),
    "was_never_known_here": gettext_lazy("this person ceased to be a member on %(found)s, and was never entered here."),
}


def flaw_sentence(flaw: Flaw) -> str:
    """« Ligne 48 : la date « 31/02/2027 » n’existe pas. »"""
    facts = {"found": _readable(flaw.found), "column": COLUMNS[flaw.column], "other_line": flaw.other_line}
    said = str(FLAWS[flaw.code]) % facts
    return _("Line %(line)s: %(what)s") % {"line": flaw.line, "what": said}


def _readable(found: str) -> str:
    """A date kept by us as a person reads it; what somebody typed, as they typed it."""
    try:
        return phrases.dated(date.fromisoformat(found))
    except ValueError:
        return found


def line_words(line: Line) -> tuple[int, str, str, str, bool]:
    """A line of the report as the page's table wants it: number, who, what, why, refused."""
    what = str(BECAME[line.became])
    if line.became in (Became.ADDED, Became.RENEWED, Became.ENDED) and line.valid_until:
        what = _("%(what)s, valid until %(day)s") % {"what": what, "day": phrases.dated(line.valid_until)}
    why = flaw_sentence(line.flaw) if line.flaw else ""
    return line.number, line.who or line.address, what, why, line.became is Became.REFUSED


def summary(report: Report) -> str:
    """« Les 211 autres lignes sont enregistrées. », or that all of them are."""
    bad = report.counts.get(Became.REFUSED, 0)
    good = len(report.lines) - bad
    if bad and good:
        said = ngettext("The other line is saved.", "The other %(count)s lines are saved.", good)
    elif bad:
        said = ngettext("Nothing could be saved.", "None of the lines could be saved.", bad)
    else:
        said = ngettext("The line is saved.", "All %(count)s lines are saved.", good)
    return said % {"count": phrases.number(good)}


def unreadable_sentence(refusal: Refusal) -> str:
    """Why the whole file could not be read, and how to mend it. KeyError for another refusal."""
    said = UNREADABLE[refusal.code]
    return said(**refusal.facts) if callable(said) else str(said)


def _lacks(column: Column, found: list[str]) -> str:
    return _("The column “%(column)s” is missing. The headings found are: %(found)s.") % {
        "column": COLUMNS[column],
        "found": phrases.listed(found),
    }


def _no_headings(found: list[str]) -> str:
    return _("The first line must hold the headings: name, mail address, since, valid until. It holds: %(found)s.") % {
        "found": phrases.listed(found)
    }


UNREADABLE: dict[str, Any] = {
    "roster_is_too_big": lambda most: _("This file is larger than %(most)s MB.") % {"most": most},
    "roster_is_too_long": lambda most: (
        _("This file has more than %(most)s lines. Send it in parts.") % {"most": phrases.number(most)}
    ),
    "roster_is_a_workbook": gettext_lazy(
        "This is a spreadsheet’s own file. In the spreadsheet, choose “Save as” and “CSV”, then send that file."
    ),
    "roster_is_no_text": gettext_lazy("This file holds no text. In the spreadsheet, choose “Save as” and “CSV UTF-8”."),
    "roster_is_empty": gettext_lazy("There are no lines under the headings of this file."),
    "roster_has_no_headings": _no_headings,
    "roster_lacks_a_column": _lacks,
}
