"""The house rules hold, and each check is seen to fail on a bad sample and to pass a good one."""

from collections.abc import Callable, Iterator

import pytest

from tests.house import walls
from tests.house.walls import Source

Check = Callable[[Source], Iterator[str]]
CHECKS: list[Check] = [
    walls.clocks_read,
    walls.writes,
    walls.hidden_imports,
    walls.signals_and_overrides,
    walls.long_tails,
    walls.tired_names,
    walls.missing_room_docstring,
    walls.nameless_migration,
]

BAD: list[tuple[Check, str, str]] = [
    (walls.clocks_read, "passerelle/visits/actions.py", "from datetime import datetime\nx = datetime.now()"),
    (walls.clocks_read, "passerelle/visits/rules.py", "import datetime\nx = datetime.date.today()"),
    (walls.clocks_read, "passerelle/web/urls.py", "from django.utils import timezone\nx = timezone.now()"),
    (walls.clocks_read, "passerelle/web/urls.py", "import time\nx = time.time()"),
    (walls.writes, "passerelle/web/visits.py", "def page(visit):\n    visit.save()"),
    (walls.writes, "passerelle/visits/queries.py", "def ask():\n    Visit.objects.filter(pk=1).update(state='x')"),
    (walls.writes, "passerelle/visits/queries.py", "def ask():\n    mine = Visit.objects.all()\n    mine.delete()"),
    (walls.writes, "passerelle/visits/jobs.py", "def go():\n    for v in Visit.objects.all():\n        v.delete()"),
    (walls.writes, "passerelle/web/visits.py", "Visit.objects.create(a=1)"),
    (walls.writes, "passerelle/visits/queries.py", "SQL = 'UPDATE visits_visit SET state = 1'"),
    (walls.writes, "passerelle/listings/queries.py", "def ask(rows):\n    pour(Listing, ('key',), rows)"),
    (walls.hidden_imports, "passerelle/web/a.py", "def f():\n    import json"),
    (walls.hidden_imports, "passerelle/web/a.py", "class A:\n    def f(self):\n        from json import loads"),
    (walls.signals_and_overrides, "passerelle/visits/models.py", "class Visit:\n    def save(self): ..."),
    (walls.signals_and_overrides, "passerelle/visits/models.py", "from django.db.models.signals import post_save"),
    (walls.signals_and_overrides, "passerelle/visits/models.py", "from django.db.models import signals"),
    (walls.long_tails, "passerelle/visits/rules.py", "x = 1\n" * 401),
    (walls.long_tails, "passerelle/visits/rules.py", "def f():\n" + "    x = 1\n" * 60),
    (walls.tired_names, "passerelle/visits/rules.py", "class VisitManager: ..."),
    (walls.tired_names, "passerelle/visits/rules.py", "def f(data): ..."),
    (walls.tired_names, "passerelle/visits/rules.py", "for obj in []: ..."),
    (walls.tired_names, "passerelle/visits/rules.py", "def accept_guest(): ..."),
    (walls.tired_names, "passerelle/visits/utils.py", ""),
    (walls.missing_room_docstring, "passerelle/visits/__init__.py", ""),
    (walls.missing_room_docstring, "passerelle/visits/__init__.py", '"""Visits"""'),
    (walls.nameless_migration, "passerelle/visits/migrations/0001_initial.py", ""),
]

GOOD: list[tuple[Check, str, str]] = [
    (walls.clocks_read, "passerelle/visits/actions.py", "from passerelle.kit import clock\nx = clock.now()"),
    (walls.clocks_read, "passerelle/console/a.py", "import time\nx = time.monotonic()"),
    (walls.writes, "passerelle/visits/actions.py", "def accept():\n    Visit.objects.create(a=1)"),
    (walls.writes, "passerelle/web/a.py", "def f(digest, words):\n    digest.update(b'')\n    words.update(a=1)"),
    (walls.hidden_imports, "passerelle/web/a.py", "import json\ndef f(): ..."),
    (walls.signals_and_overrides, "passerelle/console/a.py", "import signal\nsignal.signal(1, print)"),
    (walls.tired_names, "passerelle/people/models.py", "class Person(A):\n    def has_perm(self, perm, obj): ..."),
    (walls.tired_names, "passerelle/spaces/models.py", "manager = 1\nbased = 2"),
    (walls.nameless_migration, "passerelle/visits/migrations/0002_visits_can_lapse.py", ""),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_holds(check: Check) -> None:
    offences = [offence for source in walls.product() for offence in check(source)]
    assert not offences, f"{check.__doc__}\n" + "\n".join(offences)


@pytest.mark.parametrize(("check", "path", "text"), BAD)
def test_a_bad_sample_is_found(check: Check, path: str, text: str) -> None:
    assert list(check(Source(path, text)))


@pytest.mark.parametrize(("check", "path", "text"), GOOD)
def test_a_good_sample_is_let_be(check: Check, path: str, text: str) -> None:
    assert not list(check(Source(path, text)))


def test_every_check_has_a_bad_sample() -> None:
    assert {check for check, _, _ in BAD} == set(CHECKS)
