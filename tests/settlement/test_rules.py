"""What a month comes to, and how many debts become few transfers: without a database."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from passerelle.settlement.rules import Held, Outcome, Terms, figures, postings, shares
from passerelle.settlement.rules.netting import Proposed, netted
from passerelle.settlement.rules.references import creditor_reference

AMOUNTS = st.integers(-(10**9), 10**9)
POSITIVE = st.integers(0, 10**9)
PERCENT = st.integers(0, 10_000)
HELD = st.builds(Held, AMOUNTS, POSITIVE, POSITIVE)


@pytest.mark.parametrize(
    ("held", "net", "outcome"),
    [
        (Held(11_000, 3_000, 0), 6_900, Outcome.PAYOUT),
        (Held(2_200, 14_900, 0), -12_920, Outcome.REQUEST),
        (Held(550, 0, 0), 495, Outcome.CARRIED),
        (Held(0, 400, 0), -400, Outcome.CARRIED),
        (Held(5_500, 0, 495), 5_445, Outcome.PAYOUT),
        (Held(1_000, 900, 0), 0, Outcome.NOTHING),
        (Held(1_112, 0, 0), 1_001, Outcome.PAYOUT),
        (Held(1_110, 0, 0), 999, Outcome.CARRIED),
    ],
)
def test_a_net_amount_is_paid_asked_or_carried_over(held, net, outcome) -> None:
    told = figures(held, Terms(commission_bp=1_000, smallest=1_000))
    assert (told.net, told.outcome) == (net, outcome)


@given(HELD, PERCENT, POSITIVE, PERCENT)
def test_what_was_owed_is_emptied_and_stands_where_it_goes(held, commission, smallest, tax) -> None:
    told = figures(held, Terms(commission, smallest, tax))
    moved: Counter[str] = Counter()
    for whence, where, amount in postings(told):
        assert amount > 0
        assert whence != where
        moved[where] += amount
        moved[whence] -= amount
    assert moved["owed_to_space"] == held.charges
    assert -moved["commission"] == told.commission
    assert moved["tax_reclaimed"] == told.tax
    assert -moved["payout"] == (told.net if told.outcome is Outcome.PAYOUT else 0)
    assert moved["requested"] == (-told.net if told.outcome is Outcome.REQUEST else 0)
    assert held.carried - moved["carried_over"] == max(told.carried_out, 0)
    assert held.collected + moved["collected"] == max(-told.carried_out, 0)


@given(HELD, PERCENT, PERCENT)
def test_what_is_given_back_is_the_charge_the_other_way(held, commission, tax) -> None:
    one, other = (figures(Held(sign * held.charges), Terms(commission, 0, tax)) for sign in (1, -1))
    assert (one.commission, one.tax, one.net) == (-other.commission, -other.tax, -other.net)


@given(st.lists(st.integers(1, 10**6), min_size=1), AMOUNTS)
def test_shares_add_up(amounts, total) -> None:
    assert sum(shares(amounts, total)) == total


@given(st.lists(AMOUNTS, max_size=60))
def test_after_netting_everybody_is_at_nothing(amounts) -> None:
    nets = {f"space:{number}": amount for number, amount in enumerate(amounts)}
    nets["network:1"] = -sum(amounts)
    left = Counter(nets)
    transfers = netted(nets)
    for one in transfers:
        assert one.amount > 0
        left[one.payer] += one.amount
        left[one.payee] -= one.amount
    assert set(left.values()) <= {0}
    assert len(transfers) <= max(sum(1 for amount in nets.values() if amount) - 1, 0)


def test_those_who_owe_what_another_is_owed_are_done_in_one() -> None:
    nets = {"space:1": 500, "space:2": -300, "space:3": 300, "space:4": -500}
    assert netted(nets) == [Proposed("space:2", "space:3", 300), Proposed("space:4", "space:1", 500)]


def test_what_does_not_come_to_nothing_is_not_netted() -> None:
    with pytest.raises(ValueError, match="comes to nothing"):
        netted({"space:1": 1})


@given(st.text("abcdefghijkmnpqrstuvwxyz23456789", min_size=12, max_size=12))
def test_a_reference_checks_itself(told) -> None:
    assert iso11649.is_valid(creditor_reference(told))
