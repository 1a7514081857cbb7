"""Money leaves by a file that a bank takes, and what moved is posted."""

import csv
import re
from datetime import date
from importlib.resources import files
from io import StringIO

import pytest
import xmlschema

from passerelle.care.actions.paying import take_in_file
from passerelle.care.queries import faults_in_all
from passerelle.invoices.models import Party
from passerelle.invoices.rules.drafts import Side
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import balances
from passerelle.mail.models import Letter
from passerelle.payments.actions.receiving import send_statement
from passerelle.payments.queries import receipts_to_explain
from passerelle.settlement.actions import close_month, money_moved, write_files
from passerelle.settlement.models import Transfer
from passerelle.settlement.queries import closing_of, missing_for
from passerelle.settlement.rules.bank import Order, credit_transfers, safe, table
from tests.makers import make_person, make_space
from tests.settlement.makers import IBAN, IN_FEBRUARY, JANUARY, charge, collect, make_paid_network, make_payable

NETWORK = Side(ref="network:1", name="Réseau & Cie", iban=IBAN, bic="GKCCBEBB")
SCHEMA = xmlschema.XMLSchema(str(files("sepaxml") / "schemas/pain.001.001.09.xsd"))


def orders(*sides: Side) -> list[Order]:
    return [Order(side, 123_456, "EUR", 2, "RF18539007547034") for side in sides]


@pytest.mark.parametrize("payer", [NETWORK, Side(ref="network:1", name="漢字", iban=IBAN)])
def test_a_bank_takes_the_file(payer) -> None:
    sides = [Side(ref="space:1", name="Café “Où ça ?” <b>", iban=IBAN, bic="GKCCBEBB"), Side("space:2", "", iban=IBAN)]
    text = credit_transfers(payer, orders(*sides), name="M202701-1", on=date(2027, 2, 18), made_at=IN_FEBRUARY)
    SCHEMA.validate(text)
    assert text.isascii()
    told = SCHEMA.to_dict(text)["CstmrCdtTrfInitn"]["PmtInf"][0]
    assert (told["NbOfTxs"], str(told["CtrlSum"])) == ("2", "2469.12")
    assert [one["PmtId"]["EndToEndId"] for one in told["CdtTrfTxInf"]] == ["RF18539007547034"] * 2


def test_names_are_written_in_letters_that_every_bank_takes() -> None:
    assert safe("Café “Où ça ?” & Söhne") == "Cafe Ou ca ? Sohne"
    assert safe("   ") == "-"
    assert len(safe("é" * 100)) == 70


def test_no_cell_of_the_table_is_a_formula() -> None:
    (_, row) = csv.reader(StringIO(table(orders(Side("space:1", "=HYPERLINK(1)", iban="+1")))))
    assert row[:2] == ["'=HYPERLINK(1)", "'+1"]


@pytest.mark.parametrize(
    ("iban", "currency", "sepa"),
    [(IBAN, "EUR", True), (IBAN, "HKD", False), ("BR1500000000000010932840814P2", "EUR", False), ("", "EUR", False)],
)
def test_sepa_carries_euros_among_its_countries(iban, currency, sepa) -> None:
    assert Order(Side("space:1", "One", iban=iban), 1, currency, 2, "RF").goes_by_sepa is sepa


@pytest.mark.django_db
def test_what_lacks_nothing_leaves_and_the_rest_stays_owed() -> None:
    network, treasurer = make_paid_network()
    Party.objects.create(owner=network.ref, name="Sold", country="BE", iban=IBAN)
    ready, bare, abroad, owes = (make_space(name) for name in ("Ready", "Bare", "Abroad", "Owes"))
    for space in (ready, bare):
        charge(network, space, space.slug, 10_000, date(2027, 1, 20))
    charge(network, abroad, "hkd", 70_000, date(2027, 1, 20), "HKD")
    collect(network, owes, "p", 5_000, date(2027, 1, 4))
    make_payable(network, ready)
    make_payable(network, abroad, country="HK", iban="", bic="HSBCHKHH", account="004-123456-838")
    with clock.at(IN_FEBRUARY):
        close_month(network, JANUARY, by=treasurer)
        closing = closing_of(network, JANUARY)
        with pytest.raises(NotFound):
            write_files(closing, by=make_person("Cy"))
        written = write_files(closing, by=treasurer)
    letters = set(Letter.objects.values_list("kind", "to"))
    assert letters == {("ask_space_to_pay", owes.email), ("ask_space_for_what_is_missing", bare.email)}
    assert missing_for(closing) == {bare.ref: ["party", "agreement"]}
    assert sorted((one.form, one.transfers.get().payee) for one in written) == [
        ("csv", abroad.ref),
        ("pain.001", ready.ref),
    ]
    content = {str(one.form): one.content for one in written}
    SCHEMA.validate(content["pain.001"])
    (row,) = csv.DictReader(StringIO(content["csv"]))
    assert (row["account"], row["bic"], row["amount"]) == ("004-123456-838", "HSBCHKHH", "630.00")
    assert dict(Transfer.objects.values_list("payee", "state"))[bare.ref] == "due"
    with clock.at(IN_FEBRUARY), pytest.raises(Refusal, match="nothing_can_leave"):
        write_files(closing, by=treasurer)


@pytest.mark.django_db
def test_what_moved_is_posted_once() -> None:
    network, treasurer = make_paid_network()
    paid, asked = make_space("Paid"), make_space("Asked")
    charge(network, paid, "a", 10_000, date(2027, 1, 20))
    collect(network, asked, "p", 5_000, date(2027, 1, 4))
    with clock.at(IN_FEBRUARY):
        close_month(network, JANUARY, by=treasurer)
        for one in [*Transfer.objects.all()] * 2:
            done = money_moved(one, date(2027, 2, 3), by=treasurer)
            assert (done.state, done.done_on) == ("done", date(2027, 2, 3))
    held = {f"{one.kind} {one.owner}": amount for one, amount in balances(network.ref)}
    assert held[f"bank {network.ref}"] == 5_000 - 9_000
    assert held[f"payout {paid.ref}"] == held[f"requested {asked.ref}"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("is_said_before", [False, True])
def test_the_bank_s_line_of_what_a_space_was_asked_for_is_recognised(is_said_before: bool) -> None:
    network, treasurer = make_paid_network()
    asked = make_space("Asked")
    collect(network, asked, "p", 5_000, date(2027, 1, 4))
    with clock.at(IN_FEBRUARY):
        close_month(network, JANUARY, by=treasurer)
        transfer = Transfer.objects.get()
        if is_said_before:
            money_moved(transfer, date(2027, 2, 2), by=treasurer)
        grouped = " ".join(re.findall("..?.?.?", transfer.reference))
        rows = [f"2027-02-02;{amount};{grouped}" for amount in ("49,00", "50,00", "50,00")]
        said = "\n".join(["date;amount;communication", *rows])
        statement = send_statement(network, "a.csv", said.encode(), by=treasurer)
        assert take_in_file(statement, by=treasurer) == ([], 1)
        assert take_in_file(statement, by=treasurer) == ([], 0)
    done = Transfer.objects.get()
    assert (done.state, done.done_on) == ("done", date(2027, 2, 2))
    assert [one.amount for one in receipts_to_explain(network).order_by("amount")] == [4_900, 5_000]
    held = {f"{one.kind} {one.owner}": amount for one, amount in balances(network.ref)}
    assert held[f"bank {network.ref}"] == 5_000 + 9_900
    assert held[f"unknown_receipt {network.ref}"] == 9_900
    assert held[f"requested {asked.ref}"] == 0
    assert not [fault for fault in faults_in_all() if fault.code != "credits_differ"]


@pytest.mark.django_db
def test_in_a_network_without_a_till_the_spaces_pay_each_other() -> None:
    network, treasurer = make_paid_network(has_till=False, commission_bp=0)
    host, home = make_space("Host"), make_space("Home")
    charge(network, host, "a", 10_000, date(2027, 1, 20))
    collect(network, home, "p", 10_000, date(2027, 1, 4))
    make_payable(network, host)
    make_payable(network, home)
    with clock.at(IN_FEBRUARY):
        close_month(network, JANUARY, by=treasurer)
        (file,) = write_files(closing_of(network, JANUARY), by=treasurer)
        one = Transfer.objects.get()
        assert (file.payer, one.payer, one.payee, one.amount) == (home.ref, home.ref, host.ref, 10_000)
        money_moved(one, date(2027, 2, 3), by=treasurer)
    assert [amount for _, amount in balances(network.ref) if amount] == []
