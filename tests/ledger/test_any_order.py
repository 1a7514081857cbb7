"""Whatever is posted, repeated and reversed, in whatever order: balances sum to nothing, and what is kept is right."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from passerelle.kit.refusals import Refusal
from passerelle.ledger.actions import open_account, post_many, reverse
from passerelle.ledger.models import Entry, MonthSum, Posting
from passerelle.ledger.queries import balance, balances, faults_in
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import CHART, Kind

BOOK, BY = "network:1", "person:9"
KINDS = [("bank", "network:1"), ("credits", "person:7"), ("owed_to_space", "space:2"), ("rounding", "network:1")]
DAYS = st.dates(date(2026, 12, 25), date(2027, 2, 5))
MOVES = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(1, 10**13)), min_size=1, max_size=4)
DRAFTS = st.tuples(st.integers(0, 9), st.sampled_from(["EUR", "HKD"]), DAYS, MOVES)


class Books(RuleBasedStateMachine):
    """Two currencies, four accounts each, ten keys; beside them a plain count of what should have happened."""

    def __init__(self) -> None:
        super().__init__()
        self.scope = transaction.atomic()
        self.scope.__enter__()
        self.numbers = {
            currency: [open_account(BOOK, kind, owner, currency, by=BY).pk for kind, owner in KINDS]
            for currency in ("EUR", "HKD")
        }
        self.debits: Counter[int] = Counter()
        self.known: dict[str, Draft] = {}
        self.reversed: dict[str, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)

    def draft(self, told: tuple[int, str, date, list[tuple[int, int, int]]]) -> Draft:
        number, currency, day, moves = told
        accounts = self.numbers[currency]
        between = [Move(accounts[one], accounts[(one + step) % 4], amount) for one, step, amount in moves]
        return Draft(f"visit:{number}", f"k{number}", day, between)

    def count(self, draft: Draft) -> None:
        self.known[draft.key] = draft
        for move in draft.moves:
            self.debits[move.to_account] += move.amount
            self.debits[move.from_account] -= move.amount

    @rule(lot=st.lists(DRAFTS, min_size=1, max_size=4, unique_by=lambda told: told[0]))
    def post_a_lot(self, lot: list[tuple[int, str, date, list[tuple[int, int, int]]]]) -> None:
        drafts = [self.draft(told) for told in lot]
        clash = any(
            draft.key in self.known and Counter(draft.moves) != Counter(self.known[draft.key].moves) for draft in drafts
        )
        if clash:
            with pytest.raises(Refusal, match="key_means_another_entry"):
                post_many(BOOK, drafts, by=BY)
            return
        new = [draft for draft in drafts if draft.key not in self.known]
        assert post_many(BOOK, drafts, by=BY) == len(new)
        for draft in new:
            self.count(draft)

    @rule(number=st.integers(0, 99))
    def repeat(self, number: int) -> None:
        before = [draft for key, draft in self.known.items() if key not in self.reversed.values()]
        if before:
            assert post_many(BOOK, [before[number % len(before)]], by=BY) == 0

    @rule(number=st.integers(0, 99), way=st.sampled_from(["undone", "again"]))
    def take_back(self, number: int, way: str) -> None:
        if not self.known:
            return
        key = sorted(self.known)[number % len(self.known)]
        entry, answer = Entry.objects.get(key=key), f"{key[:80]}/{way}"
        before = self.reversed.get(key)
        if before not in (None, answer):
            with pytest.raises(Refusal, match="already_reversed"):
                reverse(entry, answer, cause="visit:1", by=BY)
            return
        reverse(entry, answer, cause="visit:1", by=BY)
        if before is None:
            self.reversed[key] = answer
            moves = [move.back for move in self.known[key].moves]
            self.count(Draft("visit:1", answer, entry.dated_on, moves))

    @invariant()
    def balances_are_what_was_moved(self) -> None:
        for account, held in balances(BOOK):
            sign = 1 if CHART[Kind(account.kind)].grows_with_debit else -1
            assert held == sign * self.debits[account.pk]
        assert held == balance(account) == balance(account, date(2027, 12, 31))

    @invariant()
    def everything_sums_to_nothing_and_nothing_is_wrong(self) -> None:
        by_currency = MonthSum.objects.values("account__currency").annotate(debit=Sum("debit"), credit=Sum("credit"))
        assert all(sums["debit"] == sums["credit"] for sums in by_currency)
        assert Entry.objects.count() == len(self.known)
        assert Posting.objects.count() == sum(len(draft.moves) for draft in self.known.values())
        assert list(faults_in()) == []

    @invariant()
    def what_was_held_on_a_day_is_the_sum_until_then(self) -> None:
        for day in (date(2026, 12, 31), date(2027, 1, 15)):
            until: Counter[int] = Counter()
            for draft in self.known.values():
                for move in draft.moves if draft.on <= day else ():
                    until[move.to_account] += move.amount
                    until[move.from_account] -= move.amount
            assert all(
                held == (1 if CHART[Kind(account.kind)].grows_with_debit else -1) * until[account.pk]
                for account, held in balances(BOOK, day)
            )


@pytest.mark.django_db
def test_any_order_of_posting_repeating_and_reversing() -> None:
    run_state_machine_as_test(Books, settings=settings(max_examples=20, stateful_step_count=12, deadline=None))
