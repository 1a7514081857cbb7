"""What the actions of the ledger do, and what they refuse."""

from datetime import date, timedelta
from typing import Any

import pytest

from passerelle.care.actions import forget
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.ledger.actions import open_account, open_accounts, post, post_many, reverse
from passerelle.ledger.models import Account, Book, Entry, Posting
from passerelle.ledger.queries import balance, balances, entries_about, faults_in, statement
from passerelle.ledger.rules import Move
from tests.ledger.conftest import BOOK, MONDAY, TREASURER, Accounts, draft
from tests.makers import WEDNESDAY_NOON, make_person

pytestmark = pytest.mark.django_db


def kept() -> tuple[int, int]:
    return Entry.objects.count(), Posting.objects.count()


def test_an_entry_says_what_who_when_and_under_which_key(ours: Accounts) -> None:
    with clock.at(WEDNESDAY_NOON):
        entry = post(BOOK, draft("k1", (ours.credits, ours.bank, 14900), line="A pack of ten"), by=TREASURER)
    assert (entry.cause, entry.key, entry.actor, entry.line) == ("pass:1", "k1", TREASURER, "A pack of ten")
    assert (entry.dated_on, entry.written_at, entry.book.owner) == (MONDAY, WEDNESDAY_NOON, BOOK)
    (posting,) = entry.postings.all()
    assert (posting.from_account, posting.to_account, posting.amount) == (ours.credits, ours.bank, 14900)
    assert (posting.currency, posting.dated_on, posting.place, posting.places) == ("EUR", MONDAY, 1, 1)
    assert (balance(ours.credits), balance(ours.bank)) == (14900, 14900)


def test_an_account_is_opened_once(ours: Accounts) -> None:
    assert ours.open("bank", "network:1", "EUR") == ours.bank
    assert Account.objects.count() == Book.objects.count() == 1
    assert {ours.open("bank", "network:1", "HKD"), Accounts("network:2").bank, ours.bank} == set(Account.objects.all())


def test_accounts_that_are_open_are_found_together_in_one_query(ours: Accounts, django_assert_num_queries: Any) -> None:
    names = [("owed_to_space", "space:3", "HKD"), ("bank", "network:1", "EUR"), ("owed_to_space", "space:2", "EUR")]
    opened = open_accounts(BOOK, names, by=TREASURER)
    assert [opened[name] for name in names] == [ours.owed_in_hkd, ours.bank, ours.owed]
    with django_assert_num_queries(1):
        assert open_accounts(BOOK, names[:2], by="worker") == {name: opened[name] for name in names[:2]}
    assert Account.objects.count() == 3


@pytest.mark.parametrize(
    ("book", "kind", "owner", "currency", "by"),
    [
        (BOOK, "pocket", "network:1", "EUR", TREASURER),
        (BOOK, "bank", "Ana", "EUR", TREASURER),
        (BOOK, "bank", "space:2", "EUR", TREASURER),
        (BOOK, "bank", "network:1", "eur", TREASURER),
        ("The Visa", "bank", "network:1", "EUR", TREASURER),
        (BOOK, "bank", "network:1", "EUR", "Ana Duarte"),
    ],
)
def test_what_is_not_on_the_chart_is_not_opened(book: str, kind: str, owner: str, currency: str, by: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        open_account(book, kind, owner, currency, by=by)
    assert not Book.objects.exists()


def test_the_same_key_twice_is_one_entry(ours: Accounts) -> None:
    told = draft("k1", (ours.credits, ours.bank, 100), (ours.bank, ours.owed, 5))
    first = post(BOOK, told, by=TREASURER)
    turned = draft("k1", (ours.bank, ours.owed, 5), (ours.credits, ours.bank, 100), on=MONDAY + timedelta(days=1))
    assert post(BOOK, told, by="person:8") == post(BOOK, turned, by=TREASURER) == first
    assert kept() == (1, 2)


def test_a_key_that_means_something_else_is_refused(ours: Accounts) -> None:
    post(BOOK, draft("k1", (ours.credits, ours.bank, 100)), by=TREASURER)
    others = [
        draft("k1", (ours.credits, ours.bank, 101)),
        draft("k1", (ours.bank, ours.credits, 100)),
        draft("k1", (ours.credits, ours.bank, 100), (ours.credits, ours.bank, 100)),
        draft("k1", (ours.credits, ours.bank, 100), cause="pass:2"),
    ]
    for other in others:
        with pytest.raises(Refusal, match="key_means_another_entry"):
            post_many(BOOK, [draft("new", (ours.credits, ours.bank, 1)), other], by=TREASURER)
    assert kept() == (1, 1)


def test_a_key_counts_in_its_own_book_only(ours: Accounts) -> None:
    theirs = Accounts("network:2")
    post(BOOK, draft("k1", (ours.credits, ours.bank, 100)), by=TREASURER)
    post("network:2", draft("k1", (theirs.credits, theirs.bank, 7)), by=TREASURER)
    assert (balance(ours.bank), balance(theirs.bank)) == (100, 7)


def test_many_are_posted_at_once_and_only_the_new_ones(ours: Accounts) -> None:
    def several(how_many: int) -> list:
        return [draft(f"k{n}", (ours.credits, ours.bank, n + 1)) for n in range(how_many)]

    assert post_many(BOOK, several(600), by=TREASURER) == 600
    assert post_many(BOOK, [*several(601), *several(3)], by=TREASURER) == 1
    assert balance(ours.bank) == sum(range(1, 602))
    assert post_many(BOOK, [], by=TREASURER) == 0


def test_one_lot_does_not_say_two_things_under_one_key(ours: Accounts) -> None:
    with pytest.raises(ValueError, match="two entries"):
        post_many(BOOK, [draft("k", (ours.credits, ours.bank, n)) for n in (1, 2)], by=TREASURER)
    assert kept() == (0, 0)


def test_what_does_not_go_together_is_not_posted(ours: Accounts) -> None:
    theirs = Accounts("network:2")
    wrong = [
        draft("k", (ours.credits, ours.owed_in_hkd, 100)),
        draft("k", (ours.credits, theirs.bank, 100)),
        draft("k", (ours.credits, ours.credits, 100)),
        draft("k", (ours.credits, ours.bank, 0)),
        draft("k", (ours.credits, ours.bank, -5)),
        draft("k", (ours.credits, ours.bank, 10**13 + 1)),
        draft("k", (ours.credits, ours.bank, 1.5)),  # type: ignore[arg-type]
        draft("k", (ours.credits, ours.bank, True)),
        draft("k"),
        draft("two words", (ours.credits, ours.bank, 1)),
        draft("", (ours.credits, ours.bank, 1)),
        draft("k", (ours.credits, ours.bank, 1), cause="Ana’s pass"),
        draft("k", (ours.credits, ours.bank, 1), line="two\nlines"),
        draft("k", (ours.credits, ours.bank, 1), line="for ana@example.org"),
        draft("k", (ours.credits, ours.bank, 1), line="x" * 121),
    ]
    for told in wrong:
        with pytest.raises(ValueError, match=r"\w"):
            post(BOOK, told, by=TREASURER)
    with pytest.raises(ValueError, match="by reference"):
        post(BOOK, draft("k", (ours.credits, ours.bank, 1)), by="Ana Duarte")
    assert kept() == (0, 0)


# Reversing


def test_a_mistake_is_answered_by_its_reverse(ours: Accounts) -> None:
    wrong = post(BOOK, draft("k1", (ours.credits, ours.bank, 100), (ours.bank, ours.owed, 5)), by=TREASURER)
    answer = reverse(wrong, "k1/undone", cause="pass:1", by=TREASURER)
    assert (answer.reverses, answer.dated_on) == (wrong, wrong.dated_on)
    assert [amount for _, amount in balances(BOOK)] == [0, 0, 0]
    assert list(entries_about("pass:1")) == [wrong, answer]
    assert entries_about("pass:11").count() == 0
    assert reverse(wrong, "k1/undone", cause="pass:1", by=TREASURER) == answer
    with pytest.raises(Refusal, match="already_reversed"):
        reverse(wrong, "k1/again", cause="pass:1", by=TREASURER)
    assert kept() == (2, 4)


def test_a_reverse_does_not_take_the_key_of_another_entry(ours: Accounts) -> None:
    wrong = post(BOOK, draft("k1", (ours.credits, ours.bank, 100)), by=TREASURER)
    post(BOOK, draft("k2", (ours.bank, ours.credits, 100)), by=TREASURER)
    with pytest.raises(Refusal, match="key_means_another_entry"):
        reverse(wrong, "k2", cause="pass:1", by=TREASURER)
    reverse(wrong, "k1/undone", cause="pass:1", by=TREASURER)
    with pytest.raises(Refusal, match="key_means_another_entry"):
        post(BOOK, draft("k1/undone", (ours.bank, ours.credits, 100)), by=TREASURER)


# Balances and statements


def test_a_balance_is_asked_for_a_day(ours: Accounts) -> None:
    for day, amount in (
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 20),
        (date(2027, 1, 31), 300),
        (date(2027, 2, 1), 4000),
    ):
        post(BOOK, draft(f"k{day}", (ours.credits, ours.bank, amount), on=day), by=TREASURER)
    asked = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 30), date(2027, 1, 31)]
    assert [balance(ours.bank, day) for day in asked] == [0, 1, 21, 21, 321]
    assert [balance(ours.credits, day) for day in asked] == [0, 1, 21, 21, 321]
    assert dict(balances(BOOK, date(2027, 2, 1))) == {ours.credits: 4321, ours.bank: 4321}
    assert balance(ours.bank) == 4321


def test_a_balance_stands_on_the_side_of_its_family(ours: Accounts) -> None:
    post(BOOK, draft("k", (ours.bank, ours.credits, 100)), by=TREASURER)
    assert (balance(ours.bank), balance(ours.credits)) == (-100, -100)


def test_a_busy_account_is_added_up_in_one_query_over_months(ours: Accounts, django_assert_num_queries: object) -> None:
    post_many(BOOK, [draft(f"k{n}", (ours.credits, ours.bank, 1)) for n in range(50)], by=TREASURER)
    assert ours.bank.month_sums.count() == 1
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert balance(ours.bank) == 50


def test_a_statement_is_paged_and_its_pages_add_up(ours: Accounts) -> None:
    post(BOOK, draft("before", (ours.credits, ours.bank, 1000), on=date(2026, 12, 31)), by=TREASURER)
    post(BOOK, draft("after", (ours.credits, ours.bank, 7), on=date(2027, 2, 1)), by=TREASURER)
    days = [MONDAY + timedelta(days=n % 7) for n in range(120)]
    drafts = [draft(f"k{n}", (ours.credits, ours.bank, n + 1), on=day) for n, day in enumerate(days)]
    post_many(BOOK, [*drafts, draft("out", (ours.bank, ours.owed, 30))], by=TREASURER)
    pages, after = [], None
    while True:
        page = statement(ours.bank, date(2027, 1, 1), date(2027, 2, 1), after)
        pages.append(page)
        after = page.after
        if after is None:
            break
    assert [len(page.lines) for page in pages] == [50, 50, 21]
    ends = [page.before + sum(line.change for line in page.lines) for page in pages]
    assert [page.before for page in pages] == [1000, *ends[:-1]]
    assert ends[-1] == balance(ours.bank, date(2027, 1, 31)) == 1000 + sum(range(1, 121)) - 30
    lines = [line for page in pages for line in page.lines]
    assert [line.dated_on for line in lines] == sorted(line.dated_on for line in lines)
    assert len({line.posting for line in lines}) == 121
    (out,) = [line for line in lines if line.other == ours.owed.pk]
    assert (out.change, out.cause) == (-30, "pass:1")
    assert Entry.objects.get(pk=out.entry).key == "out"


def test_a_statement_of_a_debt_grows_with_what_leaves_it(ours: Accounts) -> None:
    post(BOOK, draft("k", (ours.credits, ours.bank, 7)), by=TREASURER)
    assert [line.change for line in statement(ours.credits, MONDAY, date(2027, 2, 1)).lines] == [7]


# People


def test_the_books_name_a_person_by_number_only_so_that_forgetting_leaves_them(ours: Accounts) -> None:
    """What a person is called is kept in their own row; nothing that the books keep can hold it."""
    ana = make_person("Ana Duarte")
    theirs = ours.open("credits", ana.ref, "EUR")
    post(BOOK, draft("k", (theirs, ours.bank, 100)), by=ana.ref)
    rows = [list(model.objects.values_list()) for model in (Book, Account, Entry, Posting)]
    assert "Ana" not in str(rows)
    assert ana.email not in str(rows)
    forget(ana)
    assert balance(theirs) == 100
    assert [list(model.objects.values_list()) for model in (Book, Account, Entry, Posting)] == rows
    assert list(faults_in()) == []


def test_a_move_has_a_way_back() -> None:
    assert Move(1, 2, 30).back == Move(2, 1, 30)
