import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from passerelle.kit.refusals import Refusal
from passerelle.networks.rules import Terms, Way
from passerelle.web import words
from passerelle.web.refusals import SENTENCES, sentence
from passerelle.web.terms_table import terms_line, terms_lines, terms_sentence, weekdays_words

ROOMS = Path(words.__file__).parents[1]


@pytest.mark.parametrize(
    "name", [name for name, table in vars(words).items() if name.isupper() and isinstance(table, Mapping)]
)
def test_every_value_has_a_word(name):
    table = getattr(words, name)
    kind = type(next(iter(table)))
    assert set(table) == set(kind)
    assert all(str(word).strip() for word in table.values())


def test_every_refusal_of_the_rooms_has_its_sentence():
    sources = (path.read_text() for path in ROOMS.rglob("*.py") if "web" not in path.parts)
    codes = {code for source in sources for code in re.findall(r'Refusal\(\s*"([a-z_]+)"', source)}
    assert codes - set(SENTENCES) == set()


@pytest.fixture
def english():
    with override("en"):
        yield


@pytest.mark.usefixtures("english")
class TestInEnglish:
    def test_a_refusal_is_said_with_its_facts(self):
        said = sentence(Refusal("days_full", days=[date(2027, 1, 6), date(2027, 1, 7)], places=2))
        assert said.replace("\N{NO-BREAK SPACE}", " ") == "The visitors’ places are all taken on 6 and 7 January."

    def test_a_code_without_words_gets_the_plainest(self):
        assert sentence(Refusal("a_code_nobody_knows", fact=1)) == "This cannot be done as things stand."

    @pytest.mark.parametrize(
        ("terms", "said"),
        [
            (Terms(), "Three free days, on request, two visitors a day."),
            (Terms(free_days=1, way=Way.DROP_IN, visitors_a_day=1), "One free day, no need to ask, one visitor a day."),
            (Terms(way=Way.NOTICE, notice_hours=1), "Three free days, announced 1 hour ahead, two visitors a day."),
            (Terms(free_days=0, visitors_a_day=12), "No free day, on request, 12 visitors a day."),
            (Terms(visitors_a_day=0), "No visitors for the time being."),
        ],
    )
    def test_terms_in_one_sentence(self, terms, said):
        assert terms_sentence(terms) == said

    def test_terms_in_a_line(self):
        assert terms_line(Terms()) == "3 free days · on request"
        assert terms_line(Terms(visitors_a_day=0)) == "No visitors for the time being"

    def test_the_table_names_the_default_only_where_the_host_deviates(self):
        lines = terms_lines(Terms(free_days=2, to_hour="17:30"), "EUR", Terms())
        otherwise = {line.label: (line.said, line.default) for line in lines if line.default}
        assert otherwise == {
            "Free days": ("2 within 90 days", "3 within 90 days"),
            "Hours for visitors": ("until 17:30", "while the space is open"),
        }
        assert [line for line in terms_lines(Terms(), "EUR") if line.default] == []

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            ((0, 1, 2, 3, 4), "Monday to Friday"),
            ((1, 3), "Tuesday and Thursday"),
            ((5, 6), "Saturday and Sunday"),
            ((0, 1, 4), "Monday, Tuesday and Friday"),
            ((2,), "Wednesday"),
            ((), "no day of the week"),
        ],
    )
    def test_weekdays(self, days, said):
        assert weekdays_words(days) == said
