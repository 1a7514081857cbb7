"""A calendar file is read by a parser that did not write it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
import vobject

from passerelle.kit.calendars import Hours, Occasion, calendar_file

WRITTEN_AT = datetime(2027, 1, 6, 11, 0, tzinfo=UTC)
OCCASION = Occasion(
    uid="k7mzq2f9xw3a",
    title="Birch, à Hong Kong",
    place="21/F, 8 Luard Road; Wan Chai, Hong Kong",
    zone_name="Asia/Hong_Kong",
    days={date(2027, 1, 12): (time(9), time(18)), date(2027, 1, 11): (time(9), time(18))},
    note="On vous attend.\nDemandez Mei Wong : " + "une longue ligne, avec des accents é à ü, " * 5,
    url="https://passerelle.example.org/visits/k7mzq2f9xw3a/",
    sequence=2,
)


def events(occasion: Occasion) -> list[vobject.base.Component]:
    read = vobject.readOne(calendar_file(occasion, written_at=WRITTEN_AT).decode())
    read.validate(raiseException=True)
    assert read.method.value == "PUBLISH"
    return list(read.vevent_list)


def test_another_program_reads_each_day_in_order() -> None:
    first, second = events(OCCASION)
    assert first.dtstart.value == datetime(2027, 1, 11, 1, 0, tzinfo=UTC)
    assert first.dtend.value == datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
    assert second.dtstart.value == datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
    assert (first.summary.value, first.location.value) == (OCCASION.title, OCCASION.place)
    assert (first.description.value, first.url.value) == (OCCASION.note, OCCASION.url)
    assert (first.sequence.value, first.status.value) == ("2", "CONFIRMED")
    assert first.uid.value == "k7mzq2f9xw3a-20270111@passerelle"
    assert first.uid.value != second.uid.value


def test_the_same_at_the_same_moment_is_the_same_file() -> None:
    assert calendar_file(OCCASION, written_at=WRITTEN_AT) == calendar_file(OCCASION, written_at=WRITTEN_AT)


def test_lines_end_and_fold_as_the_standard_asks() -> None:
    written = calendar_file(OCCASION, written_at=WRITTEN_AT)
    assert written.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


@pytest.mark.parametrize(
    ("zone_name", "day", "hours", "starts", "ends"),
    [
        ("Europe/Brussels", date(2027, 3, 26), (time(9), time(18)), (26, 8), (26, 17)),
        ("Europe/Brussels", date(2027, 3, 29), (time(9), time(18)), (29, 7), (29, 16)),  # after the clocks changed
        ("Europe/Brussels", date(2027, 3, 26), (time(18), time(0)), (26, 17), (26, 23)),
        ("Pacific/Kiritimati", date(2027, 3, 26), (time(9), time(18)), (25, 19), (26, 4)),
    ],
)
def test_hours_are_the_hosts(
    zone_name: str, day: date, hours: Hours, starts: tuple[int, int], ends: tuple[int, int]
) -> None:
    (event,) = events(replace(OCCASION, zone_name=zone_name, days={day: hours}))
    assert event.dtstart.value == datetime(2027, 3, *starts, tzinfo=UTC)
    assert event.dtend.value == datetime(2027, 3, *ends, tzinfo=UTC)


def test_a_day_whose_hours_nobody_knows_is_a_whole_day() -> None:
    (event,) = events(replace(OCCASION, days={date(2027, 1, 31): None}, note="", url=""))
    assert (event.dtstart.value, event.dtend.value) == (date(2027, 1, 31), date(2027, 2, 1))
    assert "description" not in event.contents


def test_what_is_called_off_says_so() -> None:
    assert {event.status.value for event in events(replace(OCCASION, is_off=True))} == {"CANCELLED"}
