"""One sentence for each file of a space, for the units of all of them, and for what is in none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

UNITS: Sequence[Any] = (
    _("Text is UTF-8. In CSV the cells are parted by commas, and the first line holds the headings."),
    _(
        "A cell that a spreadsheet would take for a formula begins with an apostrophe in CSV; in JSON it stands as it "
        "was typed."
    ),
    _("Moments are in UTC, as 2027-01-06T11:00:00Z. Days are those of the space’s own clock, as 2027-01-06."),
    _("`until` is the first day that does not count any more; an empty one means without an end."),
    _("Amounts have a point before the cents and stand in the currency of the same row. In JSON they are texts."),
    _("Yes and no are `yes` and `no` in CSV, `true` and `false` in JSON."),
    _("Rates of tax are in hundredths of a percent: 2100 is 21 %."),
    _(
        "`person`, `plan`, `room`, `visit`, `payment` and the like are numbers by which the tables belong together; "
        "`person:7` in other cells means the person of that number."
    ),
    _("Whoever was forgotten has a number and no name."),
)
LEFT_ASIDE: Sequence[Any] = (
    _("What belongs to other spaces and to networks, and what visitors did not show you: a mail address above all."),
    _("Where your members went is only counted."),
    _("Keys: that of the Wi-Fi, codes of visitors, links of letters, calendars, invitations and posters."),
    _("The files that you sent from your bank: their lines stand among the receipts."),
    _("Letters, since their links would open doors."),
)
OTHER_FILES: Mapping[str, Any] = {
    "csv/logbook.csv, json/logbook.json": _(
        "who did what and when, with the space and what belongs to it. `at` is the moment, `act` what was done, `by` "
        "who did it, `about` with what, `facts` what else is kept of it."
    ),
    "calendar/bookings.ics": _("every booking of your rooms, for any calendar (iCalendar, RFC 5545)."),
    "documents/": _(
        "each document as it was issued: the sheet (PDF), the figures for programs (UBL, in XML) and all that it says "
        "(JSON). Documents that others issued lie in a folder of theirs. What is not written yet is missing."
    ),
    "books/": _(
        "your books as plain text, for hledger (`.journal`) and for beancount (`.beancount`); there are none before "
        "something was sold."
    ),
}
FILES: Mapping[str, Any] = {
    "board": _("How the board is kept."),
    "notices": _("What was pinned to the board."),
    "walls": _("The televisions that show the board."),
    "calendar": _("How the calendar is kept."),
    "events": _("What takes place, once or again."),
    "dates": _("Each date on which an event takes place."),
    "answers": _("Who comes to which date, and who waits."),
    "introductions_counted": _("How often people who met here said that something came of it."),
    "paid_terms": _("Each term of a plan that was paid."),
    "pauses": _("When plans rested."),
    "plan_changes": _("Who went from one plan to another."),
    "disputes": _("Payments by card that a buyer’s bank contested."),
    "payouts": _("What the card processor transferred."),
    "space": _("The page of the space; and of others that turned out to be the same place."),
    "closed_dates": _("Days on which the space is closed to visitors."),
    "first_hour": _("What the space says of the first hour, by topic, in Markdown."),
    "first_hour_checked": _("When somebody last said that the first hour still holds."),
    "networks": _("The networks in which the space stands or stood, and what it does otherwise than they."),
    "lists": _("What lists say of the space."),
    "staff": _("Who acts for the space."),
    "invitations": _("Who was invited to act for the space."),
    "plans": _("What the space sells its members, and sold once."),
    "services": _("The services that the space offers apart from its plans."),
    "members": _("Who is or was a member, and on which plan."),
    "files_brought": _("Files by which members were brought along from another program."),
    "plans_taken": _("Plans that people took by themselves."),
    "documents_seen": _("That a passport or a card was seen: by whom and when, nothing of the document."),
    "documents_asked": _("Whether a document is asked for before the first check-in."),
    "check_ins": _("One row for each person and day: expected or here, as a member or a visitor."),
    "visits_received": _("The visits that were asked of the space."),
    "days_of_visits": _("The days of these visits."),
    "lines_of_visits": _("What was written between visitors and the space."),
    "visits_of_our_members": _("How many visits members of the space have asked elsewhere, by host, month and state."),
    "codes_read": _("Codes of visitors that were read here."),
    "rooms": _("Rooms and other things that are let, and on which conditions."),
    "bookings": _("The bookings of these rooms."),
    "getaways": _("What the space offers of several days."),
    "stays": _("The days that people asked of these getaways."),
    "taxes": _("The treatments of tax that the space has named."),
    "sales": _("What the space sold in its own name."),
    "payments": _("Money that the space asked for."),
    "cash_for_networks": _("Money that the space takes in cash for a network."),
    "refunds": _("Money promised back."),
    "receipts": _("Amounts that came to the account of the space."),
    "bank_files": _("The files of the bank that were sent."),
    "bank_account": _("Where transfers to the space go."),
    "name_on_documents": _("How documents name the space."),
    "documents": _("Invoices, credit notes and other documents in which the space is a side."),
    "charges_of_passes": _("Days and other things that passes paid for here."),
    "self_billing": _("To which networks the space has given its word that they write its invoices."),
    "taxes_in_networks": _("The tax under which the space sells its days to a network."),
    "months": _("What closed months came to between a network and the space."),
    "transfers": _("Money that follows from closed months."),
}
