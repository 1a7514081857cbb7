"""Real processes press at once: one file taken in many times, one pair joined and kept apart many times."""

import json

import pytest

from passerelle.listings.actions.imports import MOST_WAITING, Sent, send_list
from passerelle.listings.models import Import, Listing, Pair
from passerelle.listings.rules import Verdict
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space, Square
from tests.listings.lists import LIEGE, NAMUR, take
from tests.makers import make_affiliation, make_space
from tests.spaces.test_races import PROCESSES, pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]

TAKE = "from tests.listings.lists import take; report = take(*__import__('json').loads({rows!r})); print(report.added)"
JOIN = (
    "from passerelle.care.actions import join_spaces; from passerelle.listings.actions.pairs import keep_apart;"
    " from passerelle.listings.models import Pair; act = join_spaces if number % 2 else keep_apart;"
    " act(Pair.objects.select_related('first', 'second').get(pk={pair}), by=Person.objects.get(pk={by}))"
)


def test_a_file_taken_in_many_times_at_once_gives_each_row_once() -> None:
    rows = [NAMUR | {"id": number, "name": f"Desk {number}", "lat": 40 + number / 7} for number in range(200)]
    said = pressed_at_once(TAKE.format(rows=json.dumps(rows)))
    assert said == {"200": 1, "0": PROCESSES - 1, "done": PROCESSES}
    assert (Space.objects.count(), Listing.objects.count()) == (200, 200)
    assert sum(Square.objects.filter(zoom=0).values_list("spaces_count", flat=True)) == 200


def test_of_many_who_say_what_a_pair_is_one_has_said_it(visa: Network, olga: Person) -> None:
    space = make_space("La Ruche", slug="ruche", address="Rue de Fer 48", latitude=50.4663, longitude=4.8654)
    make_affiliation(space, visa)
    take(NAMUR, LIEGE)
    pair = Pair.objects.get()
    said = pressed_at_once(JOIN.format(pair=pair.pk, by=olga.pk))
    assert said == {"done": 1, "pair_was_decided": PROCESSES - 1}
    pair.refresh_from_db()
    is_joined = pair.verdict == Verdict.JOINED
    assert Space.objects.filter(name="La Ruche", joined_into=None).count() == (1 if is_joined else 2)


SEND = (
    "from passerelle.listings.actions.imports import Sent, send_list; from passerelle.networks.models import Network;"
    " send_list(Network.objects.get(pk={network}), Sent(f'{{number}}.json', b'[]'), by=Person.objects.get(pk={by}))"
)


def test_of_many_lists_sent_at_once_no_more_wait_than_may(visa: Network, olga: Person) -> None:
    for number in range(MOST_WAITING - 2):
        send_list(visa, Sent(f"before{number}.json", b"[]"), by=olga)
    said = pressed_at_once(SEND.format(network=visa.pk, by=olga.pk))
    assert said == {"done": 2, "too_many_lists_wait": PROCESSES - 2}
    assert Import.objects.filter(network=visa).count() == MOST_WAITING


RING = (
    "from passerelle.care.actions import join_spaces; from passerelle.listings.models import Pair; pairs = {pairs};"
    " join_spaces(Pair.objects.select_related('first', 'second').get(pk=pairs[number % 3]),"
    " by=Person.objects.get(pk={by}))"
)


def test_three_joined_in_a_ring_at_once_lead_to_one_page(visa: Network, olga: Person) -> None:
    ring = [make_space(f"Desk {number}", latitude=50.4663, longitude=4.8654) for number in range(3)]
    for space in ring:
        make_affiliation(space, visa)
    sides = [(ring[0], ring[1]), (ring[1], ring[2]), (ring[0], ring[2])]
    pairs = [Pair.objects.create(first=first, second=second, score=1).pk for first, second in sides]
    before = sum(Square.objects.filter(zoom=0).values_list("spaces_count", flat=True))
    said = pressed_at_once(RING.format(pairs=pairs, by=olga.pk))
    assert set(said) <= {"done", "pair_was_decided", "not_found"}  # what was joined away stands nowhere
    gone = {space.pk: space.joined_into_id for space in Space.objects.exclude(joined_into=None)}
    assert len(gone) == said["done"] <= 2
    assert not set(gone.values()) & set(gone)
    now = sum(Square.objects.filter(zoom=0).values_list("spaces_count", flat=True))
    assert now == before - len(gone) == Space.objects.filter(joined_into=None, latitude__isnull=False).count()
