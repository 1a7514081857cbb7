"""Whoever agrees is announced in their own words, until the day that was named; one press takes it back."""

from datetime import date, timedelta

import pytest

from passerelle.board.actions import Arranged, Words, arrange, be_announced, be_announced_no_more
from passerelle.board.models import Consent
from passerelle.board.queries import cards_of, consents_of
from passerelle.board.rules import NEWCOMER_STAYS, Readers
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.rules import State
from tests.makers import make_member, make_visit

pytestmark = pytest.mark.usefixtures("wednesday_noon")
TODAY = date(2027, 1, 6)


@pytest.fixture
def visit(ana: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    return make_visit(ana, alder, birch, visa, [TODAY], state=State.ACCEPTED, terms=Terms().written())


def test_a_visitor_agrees_and_takes_it_back(visit: Visit, birch: Space, ana: Person, cy: Person) -> None:
    assert cards_of(birch, "en") == []
    with pytest.raises(NotFound):
        be_announced(visit, Words("Cy"), by=cy)
    be_announced(visit, Words(" Ana  D. ", "Draws maps", "a bicycle"), by=ana)
    (card,) = cards_of(birch, "en")
    assert (card.title, card.lines[:2]) == ("Ana D., from Namur", ("Draws maps", "Looks for: a bicycle"))
    ((space, consent),) = consents_of(ana)
    assert space == birch
    with pytest.raises(NotFound):
        be_announced_no_more(consent, by=cy)
    be_announced_no_more(consent, by=ana)
    assert cards_of(birch, "en") == []
    assert not Consent.objects.exists()


def test_a_member_is_announced_for_thirty_days_and_in_the_latest_words(ana: Person, alder: Space) -> None:
    membership = ana.memberships.get()
    be_announced(membership, Words("Ana"), by=ana)
    consent = be_announced(membership, Words("Ana D."), by=ana)
    assert consent.until == TODAY + NEWCOMER_STAYS
    assert [card.title for card in cards_of(alder, "en")] == ["Ana D. joins the space"]


def test_only_where_the_board_is_open_can_one_be_announced_to_everybody(birch: Space, bo: Person) -> None:
    membership = make_member(bo, birch)
    assert be_announced(membership, Words("Bo", readers=Readers.EVERYBODY), by=bo).readers == Readers.HOUSE
    arrange(birch, Arranged(Readers.EVERYBODY), by=bo)
    assert cards_of(birch, "en", outside=True) == []  # what was agreed for the house stays in the house
    be_announced(membership, Words("Bo", readers=Readers.EVERYBODY), by=bo)
    assert len(cards_of(birch, "en", outside=True)) == 1


@pytest.mark.parametrize(("words", "code"), [(Words(" "), "name_is_missing"), (Words("Ana", "x" * 121), "too_long")])
def test_words_that_will_not_do(visit: Visit, ana: Person, words: Words, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        be_announced(visit, words, by=ana)


def test_what_is_over_is_not_announced(visit: Visit, ana: Person, alder: Space) -> None:
    Visit.objects.update(state=State.CANCELLED)
    visit.refresh_from_db()
    membership = ana.memberships.get()
    membership.until = TODAY - timedelta(days=1)
    for cause in (visit, membership):
        with pytest.raises(Refusal, match="nobody_to_announce"):
            be_announced(cause, Words("Ana"), by=ana)
