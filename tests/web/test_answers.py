"""The pages behind the links of letters: the host answers, the home vouches, nobody signs in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.members.models import Membership
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.access import Link, sealed
from passerelle.visits.actions import cancel_visit, decline_visit, withdraw_visit
from passerelle.visits.models import Line, Visit
from passerelle.visits.rules import State, Word
from tests.makers import WEDNESDAY_NOON, make_affiliation, make_person, make_space
from tests.web.visiting import HOSTILE, TUESDAY, WEDNESDAY, answer_page, asked, page_of, vouch_page, words

pytestmark = pytest.mark.usefixtures("wednesday_noon")


@pytest.fixture
def visit(ana: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    """Ana has asked Birch, which speaks English, for a Monday and a Tuesday."""
    return asked(ana, alder, birch, visa, about="I draw maps.")


@pytest.fixture
def unvouched(birch: Space, visa: Network) -> Visit:
    """Gil says that Dale, a space of the network that has no roster here, is his home."""
    dale = make_space("Dale House", slug="dale", language="fr", town="Mons")
    make_affiliation(dale, visa)
    return asked(make_person("Gil Ora"), dale, birch, visa)


@pytest.fixture
def reader() -> Client:
    """Whoever reads the space's letters, with no account and no language chosen."""
    return Client()


def press(client: Client, page: str, act: str, **more: Any) -> Any:
    return client.post(page, {"act": act} | more)


def now(visit: Visit) -> Visit:
    return Visit.objects.get(pk=visit.pk)


# The host's answer


def test_the_page_says_who_when_and_what_in_the_hosts_language(reader: Client, visit: Visit) -> None:
    answer = reader.get(answer_page(visit))
    said = words(answer)
    assert '<html lang="en">' in said
    for part in ("Ana Duarte would like to come", "18 and 19 January", "<strong>Alder</strong>, Namur", "I draw maps."):
        assert part in said
    for button in ("Yes, welcome", "No, not this time", "Other days"):
        assert button in said


def test_the_page_speaks_the_language_that_the_reader_has_chosen(reader: Client, visit: Visit) -> None:
    reader.cookies["django_language"] = "fr"
    assert '<html lang="fr">' in words(reader.get(answer_page(visit)))


def test_opening_the_page_never_answers(reader: Client, visit: Visit) -> None:
    before = list(Visit.objects.values()), list(Presence.objects.values()), Letter.objects.count()
    for query in ("", "?yes", "?no", "?other", "?act=accept"):
        assert reader.get(answer_page(visit) + query).status_code == 200
    reader.head(answer_page(visit))
    assert before == (list(Visit.objects.values()), list(Presence.objects.values()), Letter.objects.count())


def test_one_press_says_yes_and_the_page_shows_it(reader: Client, visit: Visit) -> None:
    answer = press(reader, answer_page(visit), "accept", line="Third floor.")
    assert answer["Location"] == answer_page(visit)
    assert (now(visit).state, now(visit).answered_by) == (State.ACCEPTED, "letter:answer")
    said = words(reader.get(answer_page(visit)))
    for part in ("Ana Duarte is expected", "Undo my answer", "leaves at 19:10", "Third floor."):
        assert part in said


def test_a_slip_is_undone_for_ten_minutes(reader: Client, visit: Visit) -> None:
    press(reader, answer_page(visit), "decline")
    press(reader, answer_page(visit), "take_back")
    assert now(visit).state == State.REQUESTED
    press(reader, answer_page(visit), "accept")
    with clock.at(WEDNESDAY_NOON + timedelta(minutes=10)):
        assert "Undo my answer" not in words(reader.get(answer_page(visit)))
        assert press(reader, answer_page(visit), "take_back").status_code == 422
    assert now(visit).state == State.ACCEPTED


def test_the_button_of_the_letter_puts_its_answer_first(reader: Client, visit: Visit) -> None:
    said = words(reader.get(answer_page(visit) + "?no"))
    assert said.index('value="decline"') < said.index('value="accept"')
    said = words(reader.get(answer_page(visit) + "?yes"))
    assert said.index('value="accept"') < said.index('value="decline"')


def test_other_days_are_proposed(reader: Client, visit: Visit) -> None:
    assert f'value="{WEDNESDAY}"' in words(reader.get(answer_page(visit) + "?other"))
    press(reader, answer_page(visit), "propose", days=[str(WEDNESDAY)])
    assert (now(visit).state, now(visit).proposed_days) == (State.COUNTERED, [str(WEDNESDAY)])
    assert "is to choose" in words(reader.get(answer_page(visit)))


def test_later_a_yes_is_taken_back_with_a_reason(reader: Client, visit: Visit) -> None:
    press(reader, answer_page(visit), "accept")
    with clock.at(WEDNESDAY_NOON + timedelta(hours=1)):
        assert press(reader, answer_page(visit), "withdraw").status_code == 422
        press(reader, answer_page(visit), "withdraw", reason="Our roof leaks.")
    assert now(visit).state == State.WITHDRAWN


def test_the_conversation_stays_open_behind_the_link(reader: Client, visit: Visit, ana: Person) -> None:
    cancel_visit(visit, by=ana)
    assert press(reader, answer_page(visit), "write", text="A pity.").status_code == 302
    assert Line.objects.get().text == "A pity."
    assert "Ana Duarte has cancelled." in words(reader.get(answer_page(visit)))


@pytest.mark.parametrize("state", [State.LAPSED, State.CANCELLED, State.DECLINED, State.CLOSED, State.NO_SHOW])
def test_a_link_that_comes_too_late_says_how_it_stands(reader: Client, visit: Visit, state: State) -> None:
    Visit.objects.filter(pk=visit.pk).update(state=state, terms={})
    answer = reader.get(answer_page(visit))
    assert answer.status_code == 200
    assert 'value="accept"' not in words(answer)
    assert press(reader, answer_page(visit), "accept").status_code == 422
    assert now(visit).state == state


def test_a_visit_to_which_nobody_came_says_so(reader: Client, visit: Visit) -> None:
    Visit.objects.update(state=State.NO_SHOW)
    assert "Nobody checked in." in reader.get(answer_page(visit)).content.decode()


def test_the_link_gives_no_visitors_right(reader: Client, visit: Visit) -> None:
    for act in ("cancel", "take_up", "turn_down", "vouch", "nonsense"):
        assert press(reader, answer_page(visit), act).status_code == 422
    assert now(visit).state == State.REQUESTED


@pytest.mark.parametrize("path", ["answer", "vouch"])
@pytest.mark.parametrize("forged", ["nonsense", "a.b", "....", "%2e", "x" * 300])
def test_a_forged_link_gets_a_kind_page_and_404(reader: Client, visit: Visit, path: str, forged: str) -> None:
    answer = reader.get(f"/{path}/{forged}/")
    assert answer.status_code == 404
    assert reader.post(f"/{path}/{forged}/", {"act": "accept"}).status_code == 404


def test_a_link_opens_only_its_own_page_and_visit(reader: Client, visit: Visit, unvouched: Visit) -> None:
    assert reader.get(f"/vouch/{sealed(visit, Link.ANSWER)}/").status_code == 404
    assert reader.get(f"/answer/{sealed(unvouched, Link.VOUCH)}/").status_code == 404
    swapped = f"{visit.reference}.{sealed(unvouched, Link.ANSWER).rpartition('.')[2]}"
    assert reader.get(f"/answer/{swapped}/").status_code == 404
    assert reader.get(page_of(visit)).status_code == 302


def test_the_address_is_kept_from_caches_and_from_other_sites(reader: Client, visit: Visit, unvouched: Visit) -> None:
    for page in (answer_page(visit), vouch_page(unvouched), "/answer/forged/"):
        answer = reader.get(page)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]


def test_the_button_is_pressed_from_our_own_page_only(visit: Visit) -> None:
    elsewhere = Client(enforce_csrf_checks=True)
    assert press(elsewhere, answer_page(visit), "accept").status_code == 403
    assert now(visit).state == State.REQUESTED


def test_the_host_reads_no_address_that_was_not_agreed(reader: Client, visit: Visit) -> None:
    Person.objects.filter(pk=visit.person_id).update(name="")
    assert "ana@example.org" not in words(reader.get(answer_page(visit)))


def test_hostile_words_are_escaped(reader: Client, unvouched: Visit) -> None:
    Person.objects.filter(pk=unvouched.person_id).update(name=HOSTILE)
    Visit.objects.filter(pk=unvouched.pk).update(about=HOSTILE, answer_line=HOSTILE)
    for page in (answer_page(unvouched), vouch_page(unvouched)):
        said = words(reader.get(page))
        assert "<script>alert" not in said
        assert "{{ 7*7 }}" in said


def test_the_answer_page_costs_eight_queries_or_less(
    reader: Client, visit: Visit, django_assert_max_num_queries: Any
) -> None:
    Line.objects.bulk_create(Line(visit=visit, side="host", written_by="x", text=f"Line {n}") for n in range(50))
    with django_assert_max_num_queries(8):
        reader.get(answer_page(visit))
    with django_assert_max_num_queries(8):
        reader.get(answer_page(visit) + "?other")


# The home's word


def test_the_home_vouches_in_its_own_language(reader: Client, unvouched: Visit) -> None:
    said = words(reader.get(vouch_page(unvouched)))
    assert '<html lang="fr">' in said
    assert "Gil Ora" in said
    assert unvouched.person.email not in said
    press(reader, vouch_page(unvouched), "vouch")
    assert (now(unvouched).word, now(unvouched).host_asked_at) == (Word.GIVEN, WEDNESDAY_NOON)
    assert Membership.objects.get(person=unvouched.person).until is None
    assert 'value="vouch"' not in words(reader.get(vouch_page(unvouched)))


def test_the_home_says_until_when(reader: Client, unvouched: Visit) -> None:
    press(reader, vouch_page(unvouched), "vouch", valid_until="2027-06-30")
    assert str(Membership.objects.get(person=unvouched.person).until) == "2027-07-01"


@pytest.mark.parametrize("until", ["2027-01-18", "31 juin", "2027-02-30"])
def test_a_word_that_cannot_be_is_refused_and_kept(reader: Client, unvouched: Visit, until: str) -> None:
    reader.cookies["django_language"] = "en"
    answer = press(reader, vouch_page(unvouched), "vouch", valid_until=until)
    assert answer.status_code == 422
    assert f'value="{until}"' in words(answer)
    assert now(unvouched).word == Word.ASKED


def test_the_home_does_not_know_the_traveller(reader: Client, unvouched: Visit) -> None:
    press(reader, vouch_page(unvouched), "refuse")
    assert (now(unvouched).word, now(unvouched).state) == (Word.REFUSED, State.DECLINED)
    assert press(reader, vouch_page(unvouched), "vouch").status_code == 422


def test_the_home_takes_no_part(reader: Client, unvouched: Visit) -> None:
    press(reader, vouch_page(unvouched), "no_part")
    assert now(unvouched).home.takes_no_part_since is not None
    assert reader.get(vouch_page(unvouched)).status_code == 200


def test_opening_the_home_page_never_vouches(reader: Client, unvouched: Visit) -> None:
    for query in ("", "?yes", "?no", "?act=vouch"):
        reader.get(vouch_page(unvouched) + query)
    assert now(unvouched).word == Word.ASKED
    assert not Membership.objects.filter(person=unvouched.person).exists()


def test_the_home_may_still_speak_after_the_host_was_asked(reader: Client, unvouched: Visit) -> None:
    Visit.objects.filter(pk=unvouched.pk).update(word=Word.SILENT, host_asked_at=WEDNESDAY_NOON)
    press(reader, vouch_page(unvouched), "vouch")
    assert now(unvouched).word == Word.GIVEN


def test_what_the_host_did_is_told_to_whoever_presses_late(
    reader: Client, visit: Visit, bo: Person, ana: Person
) -> None:
    decline_visit(visit, by=bo)
    assert "You have said no." in words(reader.get(answer_page(visit)))
    assert TUESDAY in [row.day for row in visit.days.all()]


def test_a_withdrawn_visit_stays_readable(reader: Client, visit: Visit, bo: Person) -> None:
    press(reader, answer_page(visit), "accept")
    withdraw_visit(now(visit), "Our roof leaks.", by=bo)
    assert "Our roof leaks." in words(reader.get(answer_page(visit)))
