"""References, what banks write, and which line pays what: told without a database."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.payments.rules import LIFE, State, states_before
from passerelle.payments.rules.bank_csv import read_csv
from passerelle.payments.rules.camt import read_camt
from passerelle.payments.rules.lines import BankLine, StatementIsWrong, keyed
from passerelle.payments.rules.matching import OnHand, Verdict, Waited, on_hand, verdict
from passerelle.payments.rules.references import NUMBERS, belgian, both_forms, creditor, printed, references_in
from passerelle.payments.rules.transfers import Transfer

DAY = date(2027, 1, 6)
OURS = belgian(1234567890)

numbers = st.integers(0, NUMBERS - 1)


# References


@given(numbers)
def test_a_reference_is_found_in_whatever_a_bank_writes_around_it(number: int) -> None:
    for form in (belgian(number), creditor(number)):
        for said in (form, printed(form), f"Pass, {printed(form)} merci", f"/{form}/"):
            assert references_in(said) == [form]


@given(numbers, st.integers(0, 11), st.integers(1, 9))
def test_a_digit_copied_wrong_is_no_reference(number: int, place: int, more: int) -> None:
    right = belgian(number)
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    assert wrong == right or references_in(wrong) == []


@given(numbers)
def test_both_forms_say_the_same_number(number: int) -> None:
    assert both_forms(belgian(number)) == both_forms(creditor(number)) == (belgian(number), creditor(number))


def test_a_reference_is_the_published_example_and_those_of_others_are_left() -> None:
    assert printed(belgian(90933755)) == "+++009/0933/75538+++"
    assert references_in("RF18 5390 0754 7034") == []


# The code that banking apps read


def test_the_code_is_what_the_guideline_says() -> None:
    told = Transfer("The Pass ASBL", "BE68539007547034", "GKCCBEBB", 14905, "EUR", OURS)
    assert told.lines.split("\n") == [
        "BCD", "002", "1", "SCT", "GKCCBEBB", "The Pass ASBL", "BE68539007547034", "EUR149.05", "", "", printed(OURS),
    ]  # fmt: skip
    assert Transfer("x", "y", "", 5, "EUR", creditor(7)).lines.split("\n")[7:] == ["EUR0.05", "", creditor(7), ""]


@pytest.mark.parametrize(("amount", "currency", "can"), [(1, "EUR", True), (10**11, "EUR", False), (1, "CHF", False)])
def test_only_what_the_guideline_knows_has_a_code(amount: int, currency: str, can: bool) -> None:
    assert Transfer("x", "y", "", amount, currency, OURS).can_be_scanned is can


# The life of a payment


def test_nothing_leads_back_to_asked_and_what_is_lost_stays_lost() -> None:
    assert states_before(State.ASKED) == []
    assert LIFE[State.LOST] == frozenset()
    assert set(LIFE) == set(State)


# Tables


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("12,50", 1250),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1 234,56 €", 123456),
        ("+149", 14900),
        ("7,5", 750),
        ("EUR 1’234.50", 123450),
        ("€149.00", 14900),
        (".50", 50),
    ],
)
def test_an_amount_is_read_as_its_country_writes_it(written: str, minor: int) -> None:
    table = f"Date;Montant;Communication\n06/01/2027;{written};x\n"
    assert [line.amount for line in read_csv(table.encode(), "EUR").lines] == [minor]


@pytest.mark.parametrize("written", ["\N{MINUS SIGN}149,00", "(149.00)", "149,00-", "\N{EN DASH}149", "- 149,00 €"])
def test_what_left_is_never_read_as_what_came(written: str) -> None:
    read = read_csv(f"date;amount;communication\n2027-01-06;{written};x\n".encode(), "EUR")
    assert (read.lines, read.left_aside) == ([], 1)


@pytest.mark.parametrize(
    ("currency", "written", "minor"), [("KWD", "1.234", 1234), ("KWD", "1,5", 1500), ("JPY", "1,234", 1234)]
)
def test_an_amount_has_as_many_decimals_as_its_currency(currency: str, written: str, minor: int) -> None:
    table = f"date;amount;currency\n2027-01-06;{written};{currency}\n"
    assert [line.amount for line in read_csv(table.encode(), "EUR").lines] == [minor]


def test_a_table_may_have_a_column_for_what_left_and_one_for_what_came() -> None:
    table = "Date;Libellé;Débit;Crédit\n06/01/2027;loyer;80,00;\n06/01/2027;Ana;;149,00\n"
    read = read_csv(table.encode(), "EUR")
    assert ([line.amount for line in read.lines], read.left_aside) == ([14900], 1)


def test_a_bank_table_may_have_lines_before_its_headings_and_columns_of_its_own() -> None:
    table = (
        "Compte;BE68 5390 0754 7034\n\nDate de comptabilisation;Nom contrepartie;Montant;Devise;Communication;Solde\n"
        f"06/01/2027;Ana Duarte;149,00;EUR;{printed(OURS)};1.000,00\n"
        "07/01/2027;Electricité;-80,00;EUR;facture;920,00\n"
    )
    read = read_csv(table.encode("cp1252"), "EUR")
    assert read.lines == [BankLine(DAY, 14900, "EUR", printed(OURS), "Ana Duarte", 4)]
    assert read.left_aside == 1


@pytest.mark.parametrize(
    ("table", "code", "line"),
    [
        (b"hello", "not_a_statement", 0),
        (b"date;amount\n\x00", "not_a_statement", 0),
        (b"date;amount\n2027-01-06;12,00\n2027-13-06;1,00\n", "day_is_wrong", 3),
        (b"date;amount\n2027-01-06;twelve\n", "amount_is_wrong", 2),
        (b"date;amount\n2027-01-06;149.00 DR\n", "amount_is_wrong", 2),
        (b"date;amount\n2027-01-06;-149.00-\n", "amount_is_wrong", 2),
        (b"date;amount;currency\n2027-01-06;1.00;EUROS\n", "currency_is_wrong", 2),
        (b"date;amount\n0001-01-06;1.00\n", "day_is_wrong", 2),
        (b"date;amount\n9999-12-31;1.00\n", "day_is_wrong", 2),
    ],
)
def test_a_table_that_is_wrong_says_where(table: bytes, code: str, line: int) -> None:
    with pytest.raises(StatementIsWrong) as wrong:
        read_csv(table, "EUR")
    assert (wrong.value.code, wrong.value.line) == (code, line)


# camt.053


def camt(*entries: str, iban: str = "BE68539007547034", version: str = "02") -> bytes:
    """A statement with these entries."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{''.join(entries)}</Stmt>"
        "</BkToCstmrStmt></Document>"
    ).encode()


def entry(amount: str, told: str = "", *, way: str = "CRDT", status: str = "BOOK", more: str = "") -> str:
    """One entry of 6 January."""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>{status}</Sts>{more}'
        f"<BookgDt><Dt>2027-01-06</Dt></BookgDt><NtryDtls>{told}</NtryDtls></Ntry>"
    )


STRUCTURED = (
    "<TxDtls><RltdPties><Dbtr><Nm>Ana Duarte</Nm></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>"
    f"{OURS}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
)
FREE = f"<TxDtls><RmtInf><Ustrd>merci {printed(OURS)}</Ustrd></RmtInf></TxDtls>"


def test_a_camt_tells_what_came_and_leaves_aside_what_left() -> None:
    read = read_camt(
        camt(
            entry("149.00", STRUCTURED),
            entry("5.00", way="DBIT"),
            entry("7.00", more="<RvslInd>true</RvslInd>"),
            entry("9.00", status="PDNG"),
            entry("12.00", FREE, status="<Cd>BOOK</Cd>"),
        )
    )
    assert [(line.amount, line.who, line.references) for line in read.lines] == [
        (14900, "Ana Duarte", [OURS]),
        (1200, "", [OURS]),
    ]
    assert (read.iban, read.left_aside) == ("BE68539007547034", 2)


def test_a_batch_tells_each_of_its_amounts() -> None:
    parts = "".join(
        f'<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls></TxDtls>'
        for amount in ("1.00", "2.00")
    )
    newer = "".join(f'<TxDtls><Amt Ccy="EUR">{amount}</Amt></TxDtls>' for amount in ("3.00", "4.00"))
    read = read_camt(camt(entry("3.00", parts), entry("7.00", newer), version="08"))
    assert [line.amount for line in read.lines] == [100, 200, 300, 400]


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b"<x>",
        b"<x/>",
        b"<\x00",
        b"<a>" * 500_000 + b"</a>" * 500_000,
    ],
    ids=["entities", "a file", "open", "empty", "nothing", "deep"],
)
def test_what_is_no_statement_is_refused_and_entities_never_unfold(content: bytes) -> None:
    with pytest.raises(StatementIsWrong, match="not_a_statement"):
        read_camt(content)


def test_an_entry_of_nothing_is_left_aside() -> None:
    read = read_camt(camt(entry("0.00"), entry("1.00")))
    assert ([line.amount for line in read.lines], read.left_aside) == ([100], 1)


@pytest.mark.parametrize("currency", ["EURO", "€", ""])
def test_a_currency_that_is_none_names_its_entry(currency: str) -> None:
    with pytest.raises(StatementIsWrong, match="currency_is_wrong") as wrong:
        read_camt(camt(entry("1.00"), entry("1.00").replace('"EUR"', f'"{currency}"')))
    assert wrong.value.line == 2


@pytest.mark.parametrize("amount", ["x", "1.005", "NaN", "", "1e400", "9E999999", "-5.00"])
def test_an_amount_that_is_none_names_its_entry(amount: str) -> None:
    with pytest.raises(StatementIsWrong) as wrong:
        read_camt(camt(entry("1.00"), entry(amount)))
    assert (wrong.value.code, wrong.value.line) == ("amount_is_wrong", 2)


# Keys


def test_a_line_has_one_key_whatever_the_form_of_the_file() -> None:
    xml = read_camt(camt(entry("149.00", STRUCTURED))).lines
    table = f"date;amount;communication\n2027-01-06;149,00;VIREMENT {printed(OURS)} 12:04\n"
    assert [key for key, _ in keyed(xml)] == [key for key, _ in keyed(read_csv(table.encode(), "EUR").lines)]


def test_lines_that_are_alike_are_two_and_others_have_other_keys() -> None:
    one = BankLine(DAY, 100, "EUR", "coffee")
    lines = [one, one, BankLine(DAY, 101, "EUR", "coffee"), BankLine(date(2027, 1, 7), 100, "EUR", "coffee")]
    keys = sorted(
        key for key, _ in keyed([*lines, BankLine(DAY, 100, "EUR", "tea"), BankLine(DAY, 100, "USD", "coffee")])
    )
    assert all(before != after for before, after in pairwise(keys))
    assert [key for key, _ in keyed(lines)] == [key for key, _ in keyed(lines)]


# Which line pays what


@pytest.mark.parametrize(
    ("line", "state", "said"),
    [
        (BankLine(DAY, 100, "EUR", OURS), State.ASKED, Verdict.PAYS),
        (BankLine(DAY, 100, "EUR", OURS), State.FAILED, Verdict.PAYS),
        (BankLine(DAY, 100, "EUR", creditor(1234567890)), State.ASKED, Verdict.PAYS),
        (BankLine(DAY, 99, "EUR", OURS), State.ASKED, Verdict.TOO_LITTLE),
        (BankLine(DAY, 101, "EUR", OURS), State.ASKED, Verdict.TOO_MUCH),
        (BankLine(DAY, 100, "USD", OURS), State.ASKED, Verdict.OTHER_CURRENCY),
        (BankLine(DAY, 100, "EUR", OURS), State.CANCELLED, Verdict.CANCELLED),
        (BankLine(DAY, 100, "EUR", OURS), State.PAID, Verdict.PAID_BEFORE),
        (BankLine(DAY, 100, "EUR", OURS), State.LOST, Verdict.PAID_BEFORE),
        (BankLine(DAY, 100, "EUR", belgian(5)), State.ASKED, Verdict.NOT_KNOWN),
        (BankLine(DAY, 100, "EUR", "for the pass"), State.ASKED, Verdict.NO_REFERENCE),
    ],
)
def test_what_a_line_does(line: BankLine, state: State, said: Verdict) -> None:
    assert verdict(line, {OURS: Waited(OURS, state, 100, "EUR")})[0] is said


def test_a_line_that_names_two_payments_is_for_a_person() -> None:
    other = belgian(42)
    waited = {one: Waited(one, State.ASKED, 100, "EUR") for one in (OURS, other)}
    assert verdict(BankLine(DAY, 200, "EUR", f"{OURS} {other}"), waited) == (Verdict.SEVERAL, None)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (BankLine(DAY, 100, "EUR", OURS), "hand"),
        (BankLine(date(2027, 1, 11), 100, "EUR", OURS), "hand"),
        (BankLine(date(2027, 1, 12), 100, "EUR", OURS), None),
        (BankLine(DAY, 101, "EUR", OURS), None),
        (BankLine(DAY, 100, "USD", OURS), None),
        (BankLine(DAY, 100, "EUR", belgian(5)), None),
        (BankLine(DAY, 100, "EUR", "STRIPE"), "payout"),
    ],
)
def test_what_is_known_without_the_bank_is_recognised(line: BankLine, found: str | None) -> None:
    known = [OnHand("hand", DAY, 100, "EUR", OURS), OnHand("payout", DAY, 100, "EUR")]
    same = on_hand(line, known)
    assert (same.key if same else None) == found
