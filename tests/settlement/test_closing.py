"""A month is closed once, one space after the other, and is final."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from passerelle.care.queries import faults_in_all
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import open_account, post, reverse
from passerelle.ledger.models import Entry
from passerelle.ledger.queries import balances, faults_in
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.faults import Fault
from passerelle.settlement.actions import begin_closing, close_month, take_up_closings, what_it_would_come_to
from passerelle.settlement.models import Closing, Statement, Transfer
from passerelle.settlement.queries import figures_differ, is_over_everywhere, lines_in
from tests.makers import make_person, make_space
from tests.settlement.makers import (
    FEBRUARY,
    IN_FEBRUARY,
    IN_MARCH,
    JANUARY,
    charge,
    collect,
    make_paid_network,
    make_taxed,
)

pytestmark = pytest.mark.django_db


def held(network) -> dict[str, int]:
    return {f"{one.kind} {one.owner}": amount for one, amount in balances(network.ref) if amount}


def close(network, month=JANUARY, at=IN_FEBRUARY, by="console"):
    with clock.at(at):
        return close_month(network, month, by=by)


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_a_space_is_paid_another_is_asked_and_a_third_waits() -> None:
    network, treasurer = make_paid_network()
    paid, asked, small = make_space("Paid"), make_space("Asked"), make_space("Small")
    charge(network, paid, "a", 11_000, date(2027, 1, 29))
    collect(network, paid, "p", 3_000, date(2027, 1, 5))
    charge(network, asked, "b", 2_200, date(2027, 1, 20))
    collect(network, asked, "q", 14_900, date(2027, 1, 4))
    charge(network, small, "c", 550, date(2027, 1, 20))
    report = close(network, by=treasurer)
    assert (report.settled, report.failed, report.is_closed) == (3, [], True)
    assert held(network) == {
        "credits person:1": 17_900 - 13_750,
        "commission " + network.ref: 1_375,
        f"payout {paid.ref}": 6_900,
        f"requested {asked.ref}": 12_920,
        f"carried_over {small.ref}": 495,
    }
    moved = {(one.payer, one.payee): one.amount for one in Transfer.objects.all()}
    assert moved == {(network.ref, paid.ref): 6_900, (asked.ref, network.ref): 12_920}
    assert list(faults_in()) == list(figures_differ()) == []


def test_a_day_is_one_line_whatever_it_was_paid_from() -> None:
    """A credit is worth less than the day, so that the entry moves two amounts; given back, it moves both again."""
    network, _ = make_paid_network()
    space = make_space("Paid")
    accounts = [("owed_to_space", space.ref), ("credits", "person:1"), ("credit_result", network.ref)]
    owed, given, result = (open_account(network.ref, kind, owner, "EUR", by="worker").pk for kind, owner in accounts)
    for name in ("a", "b"):
        moves = [Move(owed, given, 1_231), Move(owed, result, 1_369)]
        entry = post(network.ref, Draft(f"charge:{name}", f"charge:{name}", JANUARY, moves, "day"), by="worker")
    reverse(entry, "charge:b/back", cause="charge:b", line="taken back", by="worker")
    close(network)
    lines = [(one.charge, one.price, one.commission) for one in lines_in(Statement.objects.get())]
    assert lines == [("a", 2_600, 260), ("b", 2_600, 260), ("b", -2_600, -260)]


def test_what_was_carried_over_leaves_with_the_next_month() -> None:
    network, _ = make_paid_network()
    space = make_space("Small")
    charge(network, space, "a", 550, date(2027, 1, 20))
    close(network)
    charge(network, space, "b", 5_500, date(2027, 2, 10))
    close(network, FEBRUARY, IN_MARCH)
    assert held(network)[f"payout {space.ref}"] == 5_445
    assert Statement.objects.get(closing__month=FEBRUARY).carried_in == 495


def test_little_that_a_space_owes_stays_where_it_lies() -> None:
    network, _ = make_paid_network()
    space = make_space("Small")
    collect(network, space, "p", 400, date(2027, 1, 4))
    close(network)
    assert held(network) == {"credits person:1": 400, f"collected {space.ref}": 400}
    assert Statement.objects.get().carried_out == -400


def test_a_space_charges_its_tax_on_what_is_left_of_its_price() -> None:
    network, _ = make_paid_network()
    space = make_space("Taxed")
    make_taxed(network, space)
    charge(network, space, "a", 10_000, date(2027, 1, 20))
    close(network)
    assert held(network)[f"payout {space.ref}"] == 9_000 + 1_890
    assert held(network)["tax_reclaimed tax:be_21"] == 1_890
    assert list(figures_differ()) == []


def test_each_currency_is_settled_by_itself() -> None:
    network, _ = make_paid_network()
    space = make_space("Both")
    charge(network, space, "a", 10_000, date(2027, 1, 20))
    charge(network, space, "b", 70_000, date(2027, 1, 21), "HKD")
    close(network)
    assert set(Transfer.objects.values_list("currency", "amount")) == {("EUR", 9_000), ("HKD", 63_000)}


def test_a_month_is_closed_only_once_and_in_its_turn() -> None:
    network, _ = make_paid_network()
    charge(network, make_space("One"), "a", 5_000, date(2027, 1, 20))
    with clock.at(IN_MARCH):
        assert refused(lambda: close_month(network, FEBRUARY, by="console")) == "month_before_is_open"
    close(network)
    entries = Entry.objects.count()
    assert close(network).is_closed
    assert (Entry.objects.count(), Closing.objects.count(), Transfer.objects.count()) == (entries, 1, 1)


def test_a_month_is_over_when_it_is_over_everywhere() -> None:
    over = clock.midnight(FEBRUARY, "UTC") + timedelta(hours=11)
    assert is_over_everywhere(JANUARY, over)
    assert not is_over_everywhere(JANUARY, over - timedelta(seconds=1))
    network, _ = make_paid_network()
    charge(network, make_space("One"), "a", 5_000, date(2027, 1, 20))
    assert refused(lambda: close(network, at=over - timedelta(seconds=1))) == "month_is_not_over"


def test_only_the_treasurer_closes() -> None:
    network, treasurer = make_paid_network()
    charge(network, make_space("One"), "a", 5_000, date(2027, 1, 20))
    with pytest.raises(NotFound):
        close(network, by=make_person("Cy"))
    assert close(network, by=treasurer).is_closed


def test_without_conditions_nothing_is_closed() -> None:
    network, _ = make_paid_network()
    network.pk = None
    network.slug = "other"
    network.save()
    charge(network, make_space("One"), "a", 5_000, date(2027, 1, 20))
    assert refused(lambda: close(network)) == "no_conditions_are_set"


def test_to_look_beforehand_writes_nothing() -> None:
    network, _ = make_paid_network()
    space = make_space("One")
    charge(network, space, "a", 5_000, date(2027, 1, 20))
    with clock.at(IN_FEBRUARY):
        ((number, currency, told),) = what_it_would_come_to(network, JANUARY)
    assert (number, currency, told.net) == (space.pk, "EUR", 4_500)
    assert not Closing.objects.exists()
    assert charge(network, space, "b", 5_000, date(2027, 1, 21)).key == "charge:b"  # a month that was shut refuses it


def test_nothing_is_posted_into_a_closed_month_but_what_is_there_already() -> None:
    network, _ = make_paid_network()
    space = make_space("One")
    charge(network, space, "a", 5_000, date(2027, 1, 20))
    close(network)
    assert refused(lambda: charge(network, space, "b", 5_000, date(2027, 1, 31))) == "month_is_closed"
    assert charge(network, space, "a", 5_000, date(2027, 1, 20)).key == "charge:a"
    assert charge(network, space, "c", 5_000, FEBRUARY).key == "charge:c"


def test_the_database_refuses_it_as_well_even_from_the_closing() -> None:
    network, _ = make_paid_network()
    entry = charge(network, make_space("One"), "a", 5_000, date(2027, 1, 20))
    close(network)
    for key in ("charge:b", "month:2027-01/space:9/EUR"):
        entry.pk, entry.key = None, key
        with pytest.raises(DatabaseError, match="the month is closed"), transaction.atomic():
            Entry.objects.bulk_create([entry])


def test_while_a_month_is_shut_only_its_closing_posts() -> None:
    network, _ = make_paid_network()
    space = make_space("One")
    charge(network, space, "a", 5_000, date(2027, 1, 20))
    with clock.at(IN_FEBRUARY):
        begin_closing(network, JANUARY, by="console")
    assert refused(lambda: charge(network, space, "b", 5_000, date(2027, 1, 31))) == "month_is_closed"
    with clock.at(IN_FEBRUARY):
        assert take_up_closings(clock.now()) == 1
        assert take_up_closings(clock.now()) == 0
    assert Closing.objects.get().closed_at == IN_FEBRUARY


def test_a_mistake_in_a_closed_month_is_answered_in_the_next() -> None:
    network, _ = make_paid_network()
    space = make_space("One")
    entry = charge(network, space, "a", 5_000, date(2027, 1, 20))
    close(network)
    back = reverse(entry, "charge:a/back", cause="charge:a", by="worker")
    assert back.dated_on == FEBRUARY
    close(network, FEBRUARY, IN_MARCH)
    asked = Statement.objects.get(closing__month=FEBRUARY)
    assert (asked.charges, asked.commission, asked.net) == (-5_000, -500, -4_500)
    assert list(faults_in()) == list(figures_differ()) == []


@pytest.mark.parametrize("model", [Closing, Statement])
def test_a_closed_month_is_frozen(model) -> None:
    network, _ = make_paid_network()
    charge(network, make_space("One"), "a", 5_000, date(2027, 1, 20))
    close(network)
    row = model.objects.get()
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(id=row.pk)
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete(connection.alias)


@pytest.mark.parametrize("has_till", [True, False])
def test_transfers_that_do_not_come_to_a_closed_month_are_found(has_till: bool) -> None:
    network, _ = make_paid_network(has_till=has_till)
    host, home = make_space("Host"), make_space("Home")
    charge(network, host, "a", 10_000, date(2027, 1, 20))
    collect(network, home, "p", 7_000, date(2027, 1, 4))
    close(network)
    assert list(faults_in_all()) == []
    Transfer.objects.filter(payee=host.ref).update(amount=F("amount") + 1)
    told = {fault.about for fault in faults_in_all([network.ref]) if fault.code == "transfers_differ"}
    assert host.ref in told
    assert all(fault.sentence for fault in faults_in_all())
    Transfer.objects.filter(payee=host.ref).delete()
    assert Fault("transfers_differ", host.ref, ("2027-01", "EUR", 9_000, 0)) in list(faults_in_all())


@pytest.mark.parametrize("trigger", ["settlement_statement_no_update", "invoices_document_no_delete"])
def test_what_should_keep_a_month_and_its_documents_is_missed_when_it_is_gone(trigger: str) -> None:
    table = trigger.rpartition("_no_")[0]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    assert list(faults_in_all()) == [Fault("guard_is_missing", trigger)]


def test_one_space_that_fails_is_reported_and_the_rest_goes_on() -> None:
    network, _ = make_paid_network()
    good, bad = make_space("Good"), make_space("Bad")
    charge(network, bad, "a", 5_000, date(2027, 1, 20))
    charge(network, good, "b", 5_000, date(2027, 1, 20))
    key = f"month:2027-01/{bad.ref}/EUR"  # what stands in the way: its key means something else already
    _take_the_key(network, good, key)
    report = close(network)
    assert [name for name, _ in report.failed] == ["Bad"]
    assert (report.settled, report.is_closed) == (1, False)
    assert "key_means_another_entry" in Statement.objects.get(space=bad).failure


def _take_the_key(network, space, key) -> None:
    owed = open_account(network.ref, "owed_to_space", space.ref, "EUR", by="worker")
    given = open_account(network.ref, "credits", "person:1", "EUR", by="worker")
    post(network.ref, Draft("charge:z", key, date(2027, 1, 3), [Move(owed.pk, given.pk, 7)]), by="worker")
