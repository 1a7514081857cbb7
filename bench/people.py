"""The directory of 20,000 people, and a round of matching among 5,000 asks and offers; prints figures as JSON."""

import contextlib
import json
import random
import sys
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  models can be imported only now
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from bench.cost import cost_of, queries_of  # noqa: E402
from passerelle.asks.actions import suggest  # noqa: E402
from passerelle.asks.models import Ask, Introduction, Wish  # noqa: E402
from passerelle.asks.queries.suggesting import pairs_to_suggest  # noqa: E402
from passerelle.asks.rules import Kind, Side  # noqa: E402
from passerelle.asks.rules.vocabulary import VOCABULARY  # noqa: E402
from passerelle.console.prepare import gather_static_files  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.kit.fold import fold  # noqa: E402
from passerelle.members.models import Membership  # noqa: E402
from passerelle.members.rules import Source  # noqa: E402
from passerelle.people.models import Person, Told, ToldWord  # noqa: E402
from passerelle.people.rules import Circle, Part  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from tests.makers import LONG_AGO, make_affiliation, make_network, make_spaces  # noqa: E402

PEOPLE, SPACES, ASKS, A_LOT, TIMES = 20_000, 200, 5_000, 1_000, 51
chance = random.Random(2027)
FIRST = (
    "Ana",
    "Paul",
    "Nora",
    "Samir",
    "Élise",
    "Zoé",
    "Wai",
    "Tom",
    "Sofia",
    "Yuki",
    "Grace",
    "Liam",
    "Priya",
    "Inès",
)
TONGUES = ["Français", "Néerlandais", "Anglais", "Espagnol", "Arabe", "Allemand"]


def main() -> dict[str, Any]:
    """Fill, then ask for the directory as one member, and let a round of suggestions run."""
    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0)
        gather_static_files()
    spaces, network = make_spaces(SPACES), make_network("All")
    for space in spaces:
        make_affiliation(space, network)
    people = fill(spaces)
    reader = people[0]
    pages = {
        "the first page": "/people/",
        "the tenth page": "/people/?page=10",
        "a word": "/people/?q=photographie",
        "two words": "/people/?q=ana+photographie",
        "a mistyped word": "/people/?q=photogrpahie",
        "a trade and a language": "/people/?trade=traduction&language=arabe",
        "my space": f"/people/?space={spaces[0].slug}",
    }
    asked = {title: _asked(reader, path) for title, path in pages.items()}
    write(people)
    planning = cost_of(lambda: pairs_to_suggest(clock.now()))
    round_ = cost_of(lambda: suggest(clock.now()))
    crowded = _crowded(spaces[0])
    return {
        "people": Person.objects.count(),
        "words": ToldWord.objects.count(),
        "pages": asked,
        "asks": Ask.objects.count(),
        "planned_s": planning.wall_s,
        "planned_cpu_s": planning.cpu_s,
        "round_s": round_.wall_s,
        "round_cpu_s": round_.cpu_s,
        "suggested": crowded["before"],
        "crowded_s": crowded["s"],
    }


def fill(spaces: Sequence[Space]) -> list[Person]:
    """People at home in one space each, who tell three parts to their network."""
    people = Person.objects.bulk_create(
        (
            Person(name=f"{chance.choice(FIRST)} Nom{number:05}", email=f"p{number}@example.org", password="!")
            for number in range(PEOPLE)
        ),
        A_LOT,
    )
    Membership.objects.bulk_create(
        (
            Membership(person=one, space=spaces[number % SPACES], since=LONG_AGO, source=Source.STAFF)
            for number, one in enumerate(people)
        ),
        A_LOT,
    )
    subjects = [one.french for one in VOCABULARY.subjects.values()]
    told, words = [], []
    for one in people:
        parts = {
            Part.TRADE: chance.choice(subjects),
            Part.SKILLS: " ".join(chance.sample(subjects, 3)),
            Part.LANGUAGES: ", ".join(chance.sample(TONGUES, 2)),
        }
        told += [Told(person=one, part=part, text=text, shown_to=Circle.NETWORK) for part, text in parts.items()]
        for part, text in {**parts, "": one.name}.items():
            words += [(one, str(part), word) for word in dict.fromkeys(fold(text).split())]
    Told.objects.bulk_create(told, A_LOT)
    ToldWord.objects.bulk_create(
        (
            ToldWord(person=one, part=part, text=word, backwards=word[::-1], shown_to=Circle.NETWORK)
            for one, part, word in words
        ),
        A_LOT,
    )
    return people


def write(people: Sequence[Person]) -> None:
    """An ask or an offer of each of so many, about two subjects and a circumstance."""
    known = [one for one in VOCABULARY.subjects.values() if not one.sort]
    until = clock.today() + timedelta(days=60)
    writers = list(islice(people, ASKS))
    Wish.objects.bulk_create((Wish(person=one, a_week=3) for one in writers), A_LOT)
    Ask.objects.bulk_create(
        (
            Ask(
                person=one,
                side=list(Side)[number // SPACES % 2],
                kind=chance.choice(list(Kind)),
                text=" ".join(subject.french for subject in chance.sample(known, 3)),
                language="fr",
                until=until,
                shown_to=Circle.SPACE,
            )
            for number, one in enumerate(writers)
        ),
        A_LOT,
    )


def _crowded(space: Space) -> dict[str, Any]:
    """The same round with all of them at home in one space: how long it takes to find whom to suggest."""
    before = Introduction.objects.count()
    Introduction.objects.all().delete()
    Membership.objects.update(space=space)
    return {"before": before, "s": cost_of(lambda: pairs_to_suggest(clock.now())).wall_s}


def _asked(person: Person, path: str) -> dict[str, float]:
    """How often a page asks the database, and how long it takes, in the middle and at the slowest hundredth."""
    browser = Client(headers={"accept-language": "fr", "host": settings.ALLOWED_HOSTS[-1]})
    browser.force_login(person)
    if browser.get(path).status_code != 200:
        raise RuntimeError(f"{path} does not answer")
    queries = queries_of(lambda: browser.get(path))
    times = sorted(cost_of(lambda: browser.get(path)).wall_s * 1e3 for _ in range(TIMES))
    return {"queries": queries, "p50": times[TIMES // 2], "p99": times[-2]}


if __name__ == "__main__":
    print(json.dumps(main()))
