"""What is understood of the files of other programs, told without a database."""

import codecs
from datetime import date

import pytest

from passerelle.members.rules.roster import Column, RosterIsUnreadable
from passerelle.moves.rules import Brought, read_move
from passerelle.plans.rules import Kind
from tests.moves import files

TODAY = date(2027, 1, 6)


def read(text: str, encoding: str = "utf-8", chosen: dict[str, Column | None] | None = None) -> Brought:
    return read_move(text.encode(encoding), "EUR", TODAY, chosen or {})


def people(brought: Brought) -> list[tuple[str, str, date | None, date | None]]:
    return [(one.name, one.address, one.since, one.valid_until) for one in brought.roster.entries]


def plans(brought: Brought) -> list[tuple[str, int, Kind | None, int]]:
    return [(one.name, one.price, one.kind, one.members) for one in brought.plans]


def test_a_list_of_cobot() -> None:
    brought = read(files.COBOT)
    assert people(brought)[:3] == [
        ("Ana Duarte", "ana@example.org", date(2025, 3, 1), date(2027, 1, 31)),
        ("Zoé Martin", "zoe@example.org", date(2026, 11, 15), date(2027, 1, 14)),
        ("Renard, Fay", "fay@example.org", date(2026, 10, 1), date(2027, 1, 31)),
    ]
    assert plans(brought) == [("Nomade", 9_550, Kind.MONTH, 2), ("Temps plein", 19_000, Kind.MONTH, 2)]
    assert [brought.plan_of[line] for line in (2, 3, 4)] == ["temps plein", "temps plein", "nomade"]


def test_a_list_of_nexudus_takes_the_contract_before_the_registration() -> None:
    brought = read(files.NEXUDUS)
    assert people(brought) == [
        ("Ana Duarte", "ana@example.org", date(2025, 3, 1), date(2027, 1, 31)),
        ("Zoé Martin", "zoe@example.org", None, None),
    ]
    assert plans(brought) == [("Resident", 19_000, Kind.MONTH, 1)]
    assert brought.roster.understood["ContractStartDate"] is Column.SINCE
    assert 3 not in brought.plan_of


def test_a_list_of_officernd() -> None:
    brought = read(files.OFFICERND)
    assert people(brought)[1] == ("Zoé Martin", "zoe@example.org", date(2026, 11, 15), date(2027, 5, 14))
    assert [name for name, *_ in plans(brought)] == ["Dedicated desk", "Hot desk"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_whatever_program_saved_it(encoding: str) -> None:
    assert people(read(files.COBOT_IN_GERMAN, encoding)) == [
        ("Jörg Müller", "joerg@example.org", date(2026, 3, 1), date(2027, 1, 31)),
        ("Änne Groß", "aenne@example.org", date(2026, 3, 1), date(2027, 1, 31)),
    ]


def test_other_languages_and_decimals() -> None:
    assert plans(read(files.COBOT_IN_GERMAN)) == [("Flexplatz", 119_000, Kind.MONTH, 2)]
    spanish = read(files.NEXUDUS_IN_SPANISH)
    assert (people(spanish)[0][0], plans(spanish)) == ("José Núñez", [("Residente", 119_000, Kind.MONTH, 1)])


def test_a_name_that_is_whole_takes_no_first_name_beside_it() -> None:
    assert people(read(files.OFFICERND_IN_FRENCH))[0][0] == "Ana Duarte"
    assert people(read("First name,Last name,Email\nAna,Duarte,ana@example.org\n"))[0][0] == "Ana Duarte"
    assert people(read("Nombre;Apellidos;Email\nJosé;Núñez;j@example.org\n"))[0][0] == "José Núñez"


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ("Ana,ana@example.org,190.00 or so,,", Column.PRICE, "price_cannot_be_read"),
        ("Ana,ana@example.org,190,2025-01-01,2026-12-31", Column.RENEWS_ON, "renewal_has_passed"),
        ("Ana,ana@example.org,190,,31/02/2027", Column.RENEWS_ON, "date_does_not_exist"),
        (",ana@example.org,190,,", Column.NAME, "name_is_missing"),
    ],
)
def test_a_line_says_what_was_expected_of_it(cells: str, column: Column, code: str) -> None:
    brought = read(f"Name,Email,Price,Start Date,Next invoice\n{cells}\nFay,fay@example.org,,,\n")
    (flaw,) = brought.roster.flaws
    assert (flaw.line, flaw.column, flaw.code) == (2, column, code)
    assert len(brought.roster.entries) == 1


def test_a_first_term_that_is_still_to_come_is_whole() -> None:
    brought = read("Name,Email,Start Date,Next invoice\nAna,ana@example.org,2027-01-15,2027-01-15\n")
    assert people(brought)[0][2:] == (date(2027, 1, 15), date(2027, 2, 14))


@pytest.mark.parametrize(
    ("said", "kind"), [("monthly", Kind.MONTH), ("", Kind.MONTH), ("Semaine", Kind.WEEK), ("12", None)]
)
def test_an_interval_that_is_not_sold_here_is_said_to_be_none(said: str, kind: Kind | None) -> None:
    brought = read(f"Name,Email,Plan,Billing cycle\nAna,ana@example.org,Desk,{said}\n")
    assert brought.plans[0].kind is kind


def test_what_a_manager_says_of_a_heading_counts() -> None:
    text = "Wer,Post,Was,Email\nAna,ana@example.org,Desk,no\n"
    with pytest.raises(RosterIsUnreadable, match="roster_lacks_a_column"):
        read(text)
    chosen = {"Wer": Column.NAME, "Post": Column.ADDRESS, "Was": Column.PLAN, "Email": None}
    brought = read(text, chosen=chosen)
    assert people(brought)[0][:2] == ("Ana", "ana@example.org")
    assert brought.plans[0].name == "Desk"


def test_several_prices_of_one_plan_are_counted_and_the_usual_one_is_proposed() -> None:
    lines = "".join(f"A,a{n}@example.org,desk,{price}\n" for n, price in enumerate((100, 120, 120)))
    (plan,) = read(f"Name,Email,Plan,Price\n{lines}").plans
    assert (plan.price, plan.prices, plan.members) == (12_000, 2, 3)


def test_any_bytes_are_a_list_or_no_list() -> None:
    for content in (b"", b"\x00\x01", b"PK\x03\x04", codecs.BOM_UTF8, b"a;b\n1;2\n"):
        with pytest.raises(RosterIsUnreadable):
            read_move(content, "EUR", TODAY, {})
