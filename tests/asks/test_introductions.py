"""Suggestions and introductions: both have to say yes, and nothing that one can see differs by the other's no."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.asks.access import ByLetter, Link, opened, sealed, stopped_by, stopping
from passerelle.asks.actions import (
    answer,
    ask_for_introduction,
    ask_what_came,
    end_ask,
    keep_apart,
    let_go_of_old_asks,
    say_what_came,
    suggest,
    want_suggestions,
)
from passerelle.asks.models import Ask, Block, Count, Introduction
from passerelle.asks.queries import came_of_introductions, wish_of
from passerelle.asks.rules import MOST_ASKED_A_WEEK, Came, Kind, Says, Side, Weekly
from passerelle.care.actions import forget
from passerelle.care.queries import everything_kept_about
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.people.rules import Circle
from passerelle.spaces.models import Space
from tests.asks.writing import DESIGNER, LOGO, the_introduction, wants
from tests.makers import WEDNESDAY_NOON, make_member, make_person, make_presence

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
NO_NAMES = ("Ana Duarte", "Fay Renard", "ana@example.org", "fay@example.org")


@pytest.fixture
def suggested(ana: Person, fay: Person) -> Introduction:
    """Ana looks for a designer, Fay is one; both are at home in Alder."""
    wants(ana, Side.ASK, LOGO)
    wants(fay, Side.OFFER, DESIGNER)
    assert suggest(clock.now()) == 1
    return the_introduction()


def test_two_who_go_together_are_suggested_to_each_other_without_names(
    suggested: Introduction, ana: Person, fay: Person
) -> None:
    letters = Letter.objects.filter(kind="suggest_introduction")
    assert {letter.to for letter in letters} == {ana.email, fay.email}
    for letter in letters:
        assert not any(name in letter.text.replace(f"Hello {letter.to_name.split()[0]}", "") for name in NO_NAMES)
    assert "graphic design" in letters.get(to=ana.email).text
    assert suggest(clock.now()) == 0


def test_nobody_is_suggested_who_did_not_ask_for_it(ana: Person, fay: Person) -> None:
    wants(ana, Side.ASK, LOGO)
    wants(fay, Side.OFFER, DESIGNER, Weekly.NONE)
    assert suggest(clock.now()) == 0
    want_suggestions(fay, Weekly.ONE)
    assert suggest(clock.now()) == 1


def test_no_more_than_wanted_in_seven_days(alder: Space, ana: Person, fay: Person) -> None:
    wants(ana, Side.ASK, LOGO, Weekly.ONE)
    wants(fay, Side.OFFER, DESIGNER)
    ivo = make_person("Ivo Maes")
    make_member(ivo, alder)
    wants(ivo, Side.OFFER, DESIGNER)
    assert suggest(clock.now()) == 1
    with clock.at(WEDNESDAY_NOON + timedelta(days=6)):
        assert suggest(clock.now()) == 0
    with clock.at(WEDNESDAY_NOON + timedelta(days=7)):
        assert suggest(clock.now()) == 1


def test_a_visitor_is_matched_on_the_days_of_the_visit(birch: Space, visa: Network, ana: Person, fay: Person) -> None:
    wants(ana, Side.ASK, LOGO)
    wei = make_person("Wei Lam")
    make_member(wei, birch)
    wants(wei, Side.OFFER, DESIGNER)
    assert suggest(clock.now()) == 0
    make_presence(ana, birch, date(2027, 1, 12))
    make_presence(ana, birch, date(2027, 2, 12))
    assert suggest(clock.now()) == 1
    assert the_introduction().space == birch
    assert the_introduction().because["days"] == ["2027-01-12"]


@pytest.mark.parametrize("first", ["ana", "fay"])
def test_both_say_yes_and_each_learns_the_others_name(
    suggested: Introduction, ana: Person, fay: Person, first: str
) -> None:
    for person in (ana, fay) if first == "ana" else (fay, ana):
        assert not Letter.objects.filter(kind="introduce").exists()
        answer(suggested, Says.YES, by=person)
        answer(suggested, Says.YES, by=person)
    assert the_introduction().made_at == WEDNESDAY_NOON
    letters = {letter.to: letter for letter in Letter.objects.filter(kind="introduce")}
    assert "Fay Renard" in letters[ana.email].text
    assert letters[ana.email].reply_to == fay.email
    assert "Ana Duarte" in letters[fay.email].text
    assert Record.objects.filter(act="introduction_made").count() == 1


def test_nobody_else_answers(suggested: Introduction, cy: Person) -> None:
    for actor in (cy, ByLetter(suggested.pk + 1, suggested.low_id), ByLetter(suggested.pk, cy.pk)):
        with pytest.raises(NotFound):
            answer(suggested, Says.YES, by=actor)
        with pytest.raises(NotFound):
            keep_apart(suggested, by=actor)
        with pytest.raises(NotFound):
            say_what_came(suggested, Came.YES, by=actor)


def test_a_word_can_be_changed_until_it_lapses(suggested: Introduction, ana: Person, fay: Person) -> None:
    answer(suggested, Says.NO, by=ana)
    answer(suggested, Says.YES, by=ana)
    with clock.at(suggested.lapse_at), pytest.raises(Refusal, match="introduction_is_over"):
        answer(suggested, Says.YES, by=fay)
    assert the_introduction().made_at is None


def everything_seen_by(person: Person, as_: As, until: datetime) -> list[Any]:
    """All that one of two can come by, now, shortly before it lapses, after it, and months later."""
    seen: list[Any] = []
    for moment in (clock.now(), until - timedelta(minutes=1), until, until + timedelta(days=60)):
        with clock.at(moment):
            suggest(moment)
            ask_what_came(moment)
            browser = as_(person)
            reference = the_introduction().reference
            for path in ("/asks/mine/", "/asks/", "/people/", f"/asks/introductions/{reference}/"):
                seen.append(browser.get(path).content.decode())
            kept = everything_kept_about(person)
            seen.append({name: said for name, said in kept.items() if name not in ("logbook", "person")})
            seen.append([(record["act"], record["about"]) for record in kept["logbook"]])
            seen.append(list(Letter.objects.filter(to=person.email).order_by("pk").values_list("subject", "text")))
    return seen


FAY_S: dict[str, Callable[[Introduction, Person], object]] = {
    "silence": lambda one, fay: None,
    "no": lambda one, fay: answer(one, Says.NO, by=fay),
    "never again": lambda one, fay: keep_apart(one, by=fay),
    "no, then never again": lambda one, fay: (answer(one, Says.NO, by=fay), keep_apart(one, by=fay)),
}


@pytest.mark.parametrize("anas", ["", "yes"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_no_looks_like_silence_in_all_that_the_other_sees(
    suggested: Introduction, ana: Person, fay: Person, as_: As, anas: str, when: str
) -> None:
    def played(fays: str) -> list[Any]:
        Introduction.objects.filter(pk=suggested.pk).update(low_says="", high_says="")
        Block.objects.all().delete()
        if when == "before":
            FAY_S[fays](suggested, fay)
        if anas:
            answer(suggested, Says(anas), by=ana)
        if when == "after":
            FAY_S[fays](suggested, fay)
        seen = everything_seen_by(ana, as_, suggested.lapse_at)
        return [_without_tokens(one) for one in seen]

    silent = played("silence")
    for fays in ("no", "never again", "no, then never again"):
        assert played(fays) == silent


def _without_tokens(seen: Any) -> Any:
    if not isinstance(seen, str):
        return seen
    return "\n".join(line for line in seen.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_no_writes_nothing_into_logbook_and_letters(suggested: Introduction, fay: Person) -> None:
    records, letters = Record.objects.count(), Letter.objects.count()
    answer(suggested, Says.NO, by=fay)
    keep_apart(suggested, by=fay)
    assert (Record.objects.count(), Letter.objects.count()) == (records, letters)


def test_two_are_not_suggested_again_soon_whatever_came_of_it_and_never_once_blocked(
    suggested: Introduction, ana: Person, fay: Person
) -> None:
    wants(ana, Side.ASK, LOGO, kind=Kind.OTHER, until=date(2027, 12, 1))
    wants(fay, Side.OFFER, DESIGNER, kind=Kind.OTHER, until=date(2027, 12, 1))
    with clock.at(WEDNESDAY_NOON + timedelta(days=119)):
        assert suggest(clock.now()) == 0
    with clock.at(WEDNESDAY_NOON + timedelta(days=121)):
        keep_apart(suggested, by=fay)
        assert suggest(clock.now()) == 0
        Block.objects.all().delete()
        assert suggest(clock.now()) == 1


def test_what_came_is_asked_once_and_kept_as_a_count(
    suggested: Introduction, alder: Space, ana: Person, fay: Person
) -> None:
    with pytest.raises(NotFound):
        say_what_came(suggested, Came.YES, by=ana)
    answer(suggested, Says.YES, by=ana)
    made = answer(suggested, Says.YES, by=fay)
    with clock.at(WEDNESDAY_NOON + timedelta(days=20, hours=23)):
        assert ask_what_came(clock.now()) == 0
    with clock.at(WEDNESDAY_NOON + timedelta(days=21)):
        assert ask_what_came(clock.now()) == 1
        assert ask_what_came(clock.now()) == 0
    assert Letter.objects.filter(kind="ask_what_came").count() == 2
    assert say_what_came(made, Came.YES, by=ana)
    assert not say_what_came(made, Came.NO, by=ana)
    assert say_what_came(made, Came.NOT_YET, by=fay)
    assert set(Count.objects.values_list("came", "number")) == {("yes", 1), ("not_yet", 1)}
    assert came_of_introductions([alder.pk]) == 0
    Count.objects.filter(came="yes").update(number=3)
    assert came_of_introductions([alder.pk]) == 3


def test_links_open_what_they_were_made_for(suggested: Introduction, ana: Person, cy: Person) -> None:
    text = sealed(suggested, ana.pk, Link.ANSWER)
    assert opened(text, Link.ANSWER) == (suggested, ByLetter(suggested.pk, ana.pk))
    assert stopped_by(stopping(ana)) == ana
    for wrong in (text.replace(str(ana.pk), str(cy.pk)), "x", sealed(suggested, ana.pk, Link.CAME)):
        with pytest.raises(Refusal, match="link_not_valid"):
            opened(wrong, Link.ANSWER)
    with pytest.raises(Refusal, match="link_not_valid"):
        stopped_by("1.x")


def test_whoever_reads_an_offer_can_ask_to_be_introduced(ana: Person, fay: Person) -> None:
    offer = wants(fay, Side.OFFER, DESIGNER, Weekly.NONE)
    asked = ask_for_introduction(offer, "J’ouvre une boulangerie.", by=ana)
    (letter,) = Letter.objects.filter(kind="ask_for_introduction")
    assert letter.to == fay.email
    assert "boulangerie" in letter.text
    assert "Ana" not in letter.text
    with pytest.raises(Refusal, match="suggested_already"):
        ask_for_introduction(offer, "Encore.", by=ana)
    answer(asked, Says.YES, by=fay)
    assert Letter.objects.filter(kind="introduce").count() == 2


def test_who_is_blocked_is_answered_like_anybody(ana: Person, fay: Person) -> None:
    offer = wants(fay, Side.OFFER, DESIGNER)
    Block.objects.create(by=fay, other=ana)
    asked = ask_for_introduction(offer, "Bonjour.", by=ana)
    assert asked.pk
    assert not Letter.objects.exists()


def test_what_one_may_not_read_cannot_be_answered(
    ana: Person, fay: Person, cy: Person, bo: Person, visa: Network
) -> None:
    offer = wants(fay, Side.OFFER, DESIGNER, shown_to=Circle.SPACE)
    for reader in (cy, bo, fay):
        with pytest.raises(NotFound):
            ask_for_introduction(offer, "Hello.", by=reader)
    with pytest.raises(Refusal, match="words_are_missing"):
        ask_for_introduction(offer, " ", by=ana)
    with pytest.raises(Refusal, match="too_long"):
        ask_for_introduction(offer, "x" * 281, by=ana)
    end_ask(offer, by=fay)
    with pytest.raises(NotFound):
        ask_for_introduction(offer, "Hello.", by=ana)


def test_introductions_are_asked_for_a_few_times_a_week(alder: Space, ana: Person) -> None:
    offers = []
    for number in range(MOST_ASKED_A_WEEK + 1):
        person = make_person(f"Member {number}")
        make_member(person, alder)
        offers.append(wants(person, Side.OFFER, DESIGNER))
    for offer in offers[:-1]:
        ask_for_introduction(offer, "Bonjour.", by=ana)
    with pytest.raises(Refusal, match="too_many_introductions"):
        ask_for_introduction(offers[-1], "Bonjour.", by=ana)


def test_whoever_is_forgotten_leaves_nothing_of_it(suggested: Introduction, ana: Person, fay: Person) -> None:
    answer(suggested, Says.YES, by=ana)
    answer(suggested, Says.YES, by=fay)
    Block.objects.create(by=fay, other=ana)
    forget(fay)
    assert not Introduction.objects.exists()
    assert not Block.objects.exists()
    assert Ask.objects.get().person == ana
    assert not any("Fay" in letter.text or DESIGNER in letter.text for letter in Letter.objects.all())
    assert wish_of(fay) == 0


def test_a_link_of_what_is_gone_opens_nothing(suggested: Introduction, ana: Person, fay: Person) -> None:
    link = sealed(suggested, ana.pk, Link.ANSWER)
    forget(fay)
    with pytest.raises(Refusal, match="link_not_valid"):
        opened(link, Link.ANSWER)


def test_what_is_long_over_is_let_go_of(suggested: Introduction, ana: Person) -> None:
    with clock.at(WEDNESDAY_NOON + timedelta(days=179)):
        assert let_go_of_old_asks(clock.now()) == 0
        assert Introduction.objects.exists()
    with clock.at(WEDNESDAY_NOON + timedelta(days=300)):
        assert let_go_of_old_asks(clock.now()) == 2
    assert not Introduction.objects.exists()
