"""Reading a roster: whatever a spreadsheet or a hand can do to a file."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.members.rules.roster import MOST_BYTES, Column, Roster, RosterIsUnreadable, read_roster

HEADINGS = "Nom;Adresse e-mail;Depuis;Valable jusqu’au"


def read(*lines: str, headings: str = HEADINGS, encoding: str = "utf-8") -> Roster:
    return read_roster("\n".join([headings, *lines]).encode(encoding))


def test_a_line_is_read() -> None:
    (entry,) = read("Ana Duarte;Ana@Example.org;01/09/2026;31/08/2027").entries
    assert (entry.line, entry.name, entry.address) == (2, "Ana Duarte", "ana@example.org")
    assert (entry.since, entry.valid_until) == (date(2026, 9, 1), date(2027, 8, 31))


@pytest.mark.parametrize(
    "headings",
    [
        "Nom;Adresse e-mail;Depuis;Valable jusqu'au",
        "NOM ;  E-MAIL ;DEPUIS LE;Jusqu’au",
        "Name;Mail address;Since;Valid until",
        "full name;e-mail address;Member since;Expiry date",
        '"Nom";"Courriel";"Début";"Échéance"',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_spreadsheet_can_be_read(headings: str, encoding: str, separator: str, end: str) -> None:
    text = end.join([headings, "Zoé Lefèvre;zoe@example.org;2026-01-02;31.12.2026", ""]).replace(";", separator)
    (entry,) = read_roster(text.encode(encoding)).entries
    assert (entry.name, entry.since, entry.valid_until) == ("Zoé Lefèvre", date(2026, 1, 2), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/01/2027", date(2027, 1, 31)),
        ("31.01.2027", date(2027, 1, 31)),
        ("31-01-2027", date(2027, 1, 31)),
        ("1/2/2027", date(2027, 2, 1)),
        ("2027-01-31", date(2027, 1, 31)),
        ("2027/01/31", date(2027, 1, 31)),
        ("2027-01-31 00:00:00", date(2027, 1, 31)),
        ("2027-01-31T00:00:00Z", date(2027, 1, 31)),
        ("29/02/2028", date(2028, 2, 29)),
        ("", None),
        ("-", None),
        ("–", None),
        ("—", None),
    ],
)
def test_dates_as_people_write_them(written: str, day: date | None) -> None:
    (entry,) = read(f"Ana;ana@example.org;;{written}").entries
    assert entry.valid_until == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/02/2027", "date_does_not_exist"),
        ("29/02/2027", "date_does_not_exist"),
        ("12/31/2027", "date_does_not_exist"),
        ("46053", "date_is_a_number"),
        ("46053,5", "date_is_a_number"),
        ("########", "date_column_was_too_narrow"),
        ("#REF!", "date_is_a_broken_formula"),
        ("#N/A", "date_is_a_broken_formula"),
        ("31/01/27", "date_has_a_short_year"),
        ("31/01/0207", "date_is_far_off"),
        ("31/01/2207", "date_is_far_off"),
        ("31/01.2027", "date_cannot_be_read"),
        ("fin janvier", "date_cannot_be_read"),
    ],
)
def test_dates_that_cannot_be_kept_say_why(written: str, code: str) -> None:
    roster = read(f"Ana;ana@example.org;;{written}", "Fay;fay@example.org;;")
    (flaw,) = roster.flaws
    assert (flaw.line, flaw.column, flaw.code, flaw.found) == (2, Column.VALID_UNTIL, code, written)
    assert [entry.name for entry in roster.entries] == ["Fay"]


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Ana Duarte <Ana@Example.org>", "ana@example.org"),
        ("mailto:ana@example.org", "ana@example.org"),
        (" ana@example.org\u200b ", "ana@example.org"),
        ("\u00a0ana@example.org;", "ana@example.org"),
        ("o'neil+visa@mail.example.org", "o'neil+visa@mail.example.org"),
    ],
)
def test_addresses_as_they_are_pasted(cell: str, address: str) -> None:
    (entry,) = read(f'Ana;"{cell}";;').entries
    assert entry.address == address


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (";ana@example.org;;", Column.NAME, "name_is_missing"),
        (f"{'x' * 121};ana@example.org;;", Column.NAME, "name_is_too_long"),
        ("Ana;;;", Column.ADDRESS, "address_is_missing"),
        ("Ana;ana@example;;", Column.ADDRESS, "address_is_not_one"),
        ("Ana;ana;;", Column.ADDRESS, "address_is_not_one"),
        ("Ana;a..b@example.org;;", Column.ADDRESS, "address_is_not_one"),
        ("Ana;ana@example.org,bo@example.org;;", Column.ADDRESS, "address_is_not_one"),
        ("Ana;anaé@example.org;;", Column.ADDRESS, "address_is_not_one"),
        ("Ana;ana@example.org;02/01/2027;01/01/2027", Column.VALID_UNTIL, "ends_before_it_begins"),
    ],
)
def test_a_flawed_line_costs_no_other(line: str, column: Column, code: str) -> None:
    roster = read("Fay;fay@example.org;;", line, "Gus;gus@example.org;;")
    (flaw,) = roster.flaws
    assert (flaw.line, flaw.column, flaw.code) == (3, column, code)
    assert [entry.line for entry in roster.entries] == [2, 4]


@pytest.mark.parametrize(
    "line",
    [
        f"{'x' * 120};ana@example.org;;",
        "Ana;ana@example.org;01/01/2027;01/01/2027",
        f"Ana;{'a' * 64}@{'b' * 61}.{'c' * 61}.{'d' * 61}.org;;",
    ],
    ids=["the longest name", "a member for one day", "nearly the longest address"],
)
def test_what_is_just_allowed_is_taken_in(line: str) -> None:
    assert read(line).flaws == ()


def test_an_address_longer_than_mail_allows_is_not_one() -> None:
    longest = f"{'a' * 64}@{'b' * 61}.{'c' * 61}.{'d' * 63}.e"
    assert (len(longest), len(longest + "e")) == (254, 255)
    assert read(f"Ana;{longest};;").flaws == ()
    assert read(f"Ana;{longest}e;;").flaws[0].code == "address_is_not_one"


def test_a_file_whose_first_line_is_somebody_has_no_headings() -> None:
    with pytest.raises(RosterIsUnreadable) as caught:
        read("Fay;fay@example.org", headings="Nom;ana@example.org")
    assert caught.value.code == "roster_has_no_headings"


def test_given_names_alone_will_do_and_an_address_is_needed_beside_them() -> None:
    (entry,) = read("Ana;ana@example.org", headings="Prénom;Courriel").entries
    assert entry.name == "Ana"
    with pytest.raises(RosterIsUnreadable) as caught:
        read("Ana;Duarte", headings="Prénom;Nom")
    assert caught.value.facts["column"] is Column.ADDRESS


def test_a_flaw_names_whoever_stands_on_the_line_or_their_address() -> None:
    roster = read("Ana;nobody;;", ";fay@example.org;;", ";;;x", "Gus;gus@example.org;;31/02/2027")
    assert [flaw.who for flaw in roster.flaws] == ["Ana", "fay@example.org", "", "Gus"]
    assert [flaw.address for flaw in roster.flaws] == ["", "fay@example.org", "", "gus@example.org"]


def test_an_address_in_another_column_is_not_taken_for_one_pushed_aside() -> None:
    (flaw,) = read("Ana;;boss@example.org;", headings="Nom;Mail;Depuis;Fin").flaws
    assert flaw.code == "address_is_missing"


def test_a_cell_may_run_over_ten_lines_and_no_more() -> None:
    for lines, name in ((10, "Ana Duarte"), (11, "Duarte")):
        cell = "\n".join(["Ana", *[""] * (lines - 2), "Duarte"])
        (entry,) = read(f'"{cell}";ana@example.org;;').entries
        assert entry.name == name


def test_an_apostrophe_that_belongs_to_a_name_stays() -> None:
    (entry,) = read("'t Hooft;ana@example.org;;").entries
    assert entry.name == "'t Hooft"


def test_somebody_twice_in_a_file_counts_once() -> None:
    roster = read("Ana;ana@example.org;;", "Ana D.;ANA@example.org;;")
    (flaw,) = roster.flaws
    assert (flaw.line, flaw.code, flaw.other_line) == (3, "address_stands_twice", 2)


def test_a_comma_in_a_name_is_explained() -> None:
    roster = read("Duarte, Ana,ana@example.org,,", headings="Name,Mail address,Since,Valid until")
    (flaw,) = roster.flaws
    assert (flaw.code, flaw.found) == ("line_has_too_many_cells", "ana@example.org")


def test_first_and_last_names_in_two_columns() -> None:
    (entry,) = read("Duarte;Ana;ana@example.org", headings="Nom;Prénom;Courriel").entries
    assert entry.name == "Ana Duarte"


def test_columns_may_stand_in_any_order_among_others() -> None:
    (entry,) = read("7;31/01/2027;ana@example.org;Rue 1;Ana", headings="N°;Fin;Mail;Adresse;Nom").entries
    assert (entry.name, entry.address, entry.valid_until) == ("Ana", "ana@example.org", date(2027, 1, 31))


def test_lines_are_counted_as_the_spreadsheet_counts_them() -> None:
    roster = read('"Ana\nDuarte";ana@example.org;;', "", "Fay;nobody;;")
    assert roster.entries[0].name == "Ana Duarte"
    assert roster.flaws[0].line == 4


def test_a_quotation_mark_that_was_never_closed_costs_one_line_at_most() -> None:
    others = [f"Member {number};member{number}@example.org;;" for number in range(40)]
    roster = read('"Ana;ana@example.org;;', *others)
    assert len(roster.entries) >= 40


def test_the_line_for_the_spreadsheet_program_is_left_aside() -> None:
    roster = read_roster(b"sep=;\r\nNom;Mail\r\nAna;ana@example.org\r\nBo;nobody\r\n")
    assert (roster.entries[0].line, roster.flaws[0].line) == (2, 3)


def test_an_apostrophe_that_marks_text_goes() -> None:
    (entry,) = read("'=Ana;ana@example.org;;").entries
    assert entry.name == "=Ana"


def test_whoever_stands_on_a_flawed_line_is_not_missing() -> None:
    roster = read("Ana;ana@example.org;;31/02/2027")
    assert roster.addresses == {"ana@example.org"}
    assert roster.names_everybody
    assert not read("Ana;nobody;;").names_everybody


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "roster_is_empty"),
        (b"\n\n;;\n", "roster_is_empty"),
        (b"Nom;Mail\n", "roster_is_empty"),
        (b"Nom;Mail\n;\n", "roster_is_empty"),
        (b"Ana;ana@example.org\n", "roster_has_no_headings"),
        (b"x;y\n1;2\n", "roster_has_no_headings"),
        (b"Nom;Depuis\nAna;\n", "roster_lacks_a_column"),
        (b"Mail;Depuis\nana@example.org;\n", "roster_lacks_a_column"),
        (b"PK\x03\x04rest of a workbook", "roster_is_a_workbook"),
        (b"\xd0\xcf\x11\xe0old workbook", "roster_is_a_workbook"),
        (b"\x00\x01\x02\x03", "roster_is_no_text"),
        (b"Nom;Mail\n\x81\x8d;\n", "roster_is_no_text"),
        (b"x" * (MOST_BYTES + 1), "roster_is_too_big"),
        (b"Nom;Mail\n" + b"a;b\n" * 20_001, "roster_is_too_long"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(RosterIsUnreadable, match=code):
        read_roster(content)


def test_twenty_thousand_lines_are_read() -> None:
    roster = read(*(f"Member {number};member{number}@example.org;;" for number in range(20_000)))
    assert len(roster.entries) == 20_000


@given(st.binary(max_size=400))
def test_no_bytes_can_crash_it(content: bytes) -> None:
    for tried in (content, HEADINGS.encode() + b"\n" + content, b"\xff\xfe" + content):
        with suppress(RosterIsUnreadable):
            read_roster(tried)


@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from([";", ",", "\t"]))
@settings(max_examples=200)
def test_no_text_can_crash_it(cells: list[str], separator: str) -> None:
    try:
        roster = read(separator.join(cells), headings=HEADINGS.replace(";", separator), encoding="utf-16")
    except RosterIsUnreadable:
        return
    except UnicodeEncodeError:  # half a sign cannot be saved in a file at all
        return
    assert all(entry.name and "@" in entry.address for entry in roster.entries)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]))
def test_every_date_is_read_back(day: date, form: str) -> None:
    (entry,) = read(f"Ana;ana@example.org;;{day.strftime(form)}").entries
    assert entry.valid_until == day
