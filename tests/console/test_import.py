"""`passerelle import spaces`, as somebody types it: a real process, real files, and what it says and writes down."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.databases import new_database
from tests.console.ready import Prepare
from tests.console.shell import Shell, real_instance
from tests.listings.lists import LIEGE, NAMUR, REAL, written

pytestmark = pytest.mark.own_databases

FOUND = """
from passerelle.networks.actions import Founding, found_network
from passerelle.people.actions import know_person, trust_with_the_instance
somebody = trust_with_the_instance(know_person("founder@example.org", name="Founder"), by="console")
found_network(Founding("The Visa"), organiser=somebody, by=somebody)
"""
COUNTED = """
from passerelle.networks.models import Affiliation
from passerelle.spaces.models import Space
print(Space.objects.count(), Affiliation.objects.count(), Space.objects.exclude(email="").count())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def instance(request: pytest.FixtureRequest, prepare: Prepare, tmp_path: Path) -> Iterator[Shell]:
    with new_database(request.param, tmp_path) as address:
        yield prepare(real_instance(tmp_path, DATABASE_URL=address))


def test_a_list_is_taken_in_twice_and_again_newer(instance: Shell, tmp_path: Path) -> None:
    instance.python(FOUND)
    file, report = tmp_path / "map.json", tmp_path / "report.json"
    file.write_bytes(written(NAMUR | {"music": "loud"}, LIEGE, {"address": "without a name"}))
    typed = ("import", "spaces", str(file), "--source", "Map", "--network", "the visa", "--report", str(report))
    dry = instance.run(*typed, "--dry-run")
    assert (dry.returncode, "nothing was changed" in dry.stdout) == (0, True)
    assert instance.python(COUNTED).split() == ["0", "0", "0"]

    first = instance.run(*typed)
    assert first.returncode == 0, first.stderr
    said = json.loads(report.read_text())
    counts = {name: said[name] for name in ("read", "added", "refused", "admitted", "with_coordinates")}
    assert counts == {"read": 3, "added": 2, "refused": 1, "admitted": 2, "with_coordinates": 2}
    (refusal,) = said["files"][0]["refusals"]
    assert (refusal["reason"], refusal["field"]) == ("name_is_missing", "name")
    assert "refused: Line 3, name: the name is missing." in first.stdout
    assert "not taken: column music, 1 row, as in “loud”" in first.stdout

    assert "2 unchanged" in instance.run(*typed).stdout
    file.write_bytes(written(NAMUR | {"website": "https://ruche.example"}))
    newer = instance.run(*typed)
    assert "1 updated" in newer.stdout
    assert "gone from this list, and kept: Le Quai" in newer.stdout
    assert instance.python(COUNTED).split() == ["2", "2", "0"]


def test_a_broken_file_costs_the_others_nothing(instance: Shell, tmp_path: Path) -> None:
    good, broken, report = tmp_path / "good.json", tmp_path / "broken.json", tmp_path / "report.json"
    good.write_bytes(written(NAMUR))
    broken.write_text('[{"name": "A"},\n{"name": ')
    done = instance.run("import", "spaces", str(broken), str(good), "--report", str(report))
    assert done.returncode == 0
    assert "broken.json: nothing was read. The file breaks at line 2, column 10" in done.stdout
    files = json.loads(report.read_text())["files"]
    assert [one["read"] for one in files] == [0, 1]
    alone = instance.run("import", "spaces", str(broken), str(tmp_path / "absent.json"))
    assert alone.returncode == 1
    assert "absent.json: nothing was read. The file cannot be opened: No such file or directory." in alone.stdout


def test_a_column_can_be_said(instance: Shell, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Nom;Ort der Seite\nLa Ruche;https://ruche.example\n")
    done = instance.run("import", "spaces", str(file), "--column", "Ort der Seite=website")
    assert "1 added" in done.stdout
    asked = "from passerelle.spaces.models import Space; print(Space.objects.get().website)"
    assert instance.python(asked).strip() == "https://ruche.example"
    wrong = instance.run("import", "spaces", str(file), "--column", "website")
    assert (wrong.returncode, "Heading=field" in wrong.stderr) == (1, True)


def test_the_kind_of_a_list_is_said_once(instance: Shell, tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_bytes(written(NAMUR))
    assert "1 added" in instance.run("import", "spaces", str(file), "--kind", "coworking").stdout
    assert "1 unchanged" in instance.run("import", "spaces", str(file)).stdout
    asked = "from passerelle.spaces.models import Space; print(Space.objects.get().kind)"
    assert instance.python(asked).strip() == "coworking"
    wrong = instance.run("import", "spaces", str(file), "--kind", "castle")
    assert (wrong.returncode, "'castle' is no kind of space. There are: coworking, office_centre" in wrong.stderr) == (
        1,
        True,
    )


def test_a_network_that_is_not_there_is_named_with_those_that_are(instance: Shell, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_bytes(written(NAMUR))
    done = instance.run("import", "spaces", str(file), "--network", "Elsewhere")
    assert done.returncode == 1
    assert "No network is called 'Elsewhere'" in done.stderr


def test_help_says_what_can_be_taken_in(tmp_path: Path) -> None:
    shell = real_instance(tmp_path)
    assert "spaces" in shell.run("import", "--help").stdout
    said = shell.run("import", "spaces", "--help")
    assert said.returncode == 0
    for option in ("--source", "--licence", "--network", "--dry-run", "--report", "--column", "--kind"):
        assert option in said.stdout


@pytest.mark.skipif(not REAL.exists(), reason=f"the real lists are not at {REAL}")
def test_the_demonstration_plays_on_a_real_list(prepare: Prepare, tmp_path: Path) -> None:
    shell = prepare(Shell(tmp_path))
    done = shell.run("demo", "--no-serve", "--spaces", str(REAL / "visa_map_2014.json"))
    assert done.returncode == 0, done.stderr
    asked = """
import os
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
played = Space.objects.exclude(email="").filter(listings__isnull=False)
print(sorted(played.values_list("email", flat=True)))
others = Space.objects.filter(listings__isnull=False, email="")
print(others.count(), Visit.objects.filter(host__listings__isnull=False).exists())
"""
    shell.settings["PASSERELLE_DEMO"] = "1"
    emails, others = shell.python(asked).splitlines()
    assert emails == "['betacowork@example.org', 'coworking-namur@example.org', 'the-hive@example.org']"
    assert others == "839 True"


def test_of_several_files_of_one_source_nothing_is_gone_and_a_heading_nobody_has_is_named(
    instance: Shell, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    one.write_bytes(written(NAMUR))
    two.write_bytes(written(LIEGE))
    typed = ("import", "spaces", str(one), str(two), "--source", "Map")
    assert "2 added" in instance.run(*typed).stdout
    again = instance.run(*typed)
    assert "2 unchanged" in again.stdout
    assert "gone from this list" not in again.stdout
    mistyped = instance.run(*typed, "--column", "Trucc=summary")
    assert mistyped.returncode == 1
    assert "No heading of this file is called “Trucc”." in mistyped.stdout


def test_what_is_flagged_is_said_in_sentences_with_whose_it_is(instance: Shell, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text('[{"name": "La Ruche", "town": "Namur", "website": "Poligon"}, {"address": "Rue de Fer 48"}]')
    said = instance.run("import", "spaces", str(file)).stdout
    assert "flagged (La Ruche): Element 1, website: “Poligon” is not the address of a website." in said
    assert "refused: Element 2, name: the name is missing." in said
    ahead = instance.run("import", "spaces", str(file), "--told-on", "2999-01-01")
    assert (ahead.returncode, "The date of the list has not come yet." in ahead.stdout) == (1, True)


def test_the_demonstration_says_where_its_list_comes_from(prepare: Prepare, tmp_path: Path) -> None:
    shell, file = prepare(Shell(tmp_path)), tmp_path / "list.json"
    file.write_bytes(written(NAMUR, LIEGE))
    typed = ("demo", "--no-serve", "--spaces", str(file), "--source", "The “map”", "--licence", "ODbL", "--told-on")
    wrong = shell.run(*typed, "yesterday")
    assert (wrong.returncode, "is not a date" in wrong.stderr) == (1, True)
    done = shell.run(*typed, "2014-12-31")
    assert done.returncode == 0, done.stderr
    shell.settings["PASSERELLE_DEMO"] = "1"
    asked = """
from passerelle.listings.models import Source
print(*Source.objects.values_list("name", "licence", "told_on"))
"""
    assert shell.python(asked).strip() == "('The “map”', 'ODbL', datetime.date(2014, 12, 31))"
