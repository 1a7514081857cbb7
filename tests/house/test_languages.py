"""French and English are complete: every sentence of the pages, every letter."""

import ast
import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.house.walls import CHECKOUT

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "lazy": None,
    "_now": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Said = tuple[str | None, str]
"""What is said, after the context that tells it from the same words elsewhere."""


def said_by_the_product() -> set[Said]:
    """Every sentence that the product may say, in English."""
    with (CHECKOUT / "locale" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(CHECKOUT, methods, options, KEYWORDS, directory_filter=_is_ours)
    return {(context, words if isinstance(words, str) else words[0]) for _, _, words, _, context in found}


def untranslated(catalogue: Catalog, sentences: set[Said]) -> list[Said]:
    """The sentences that this catalogue does not say, or is not sure of."""
    return sorted((said for said in sentences if not _is_said(catalogue, *said)), key=str)


def left_in_english(catalogue: Catalog) -> list[str]:
    """The sentences whose translation holds a whole English sentence, as a slip of the hand leaves one behind."""
    said = {str(one.id): str(one.string) for one in catalogue if isinstance(one.id, str) and one.id}
    sentences = [english for english in said if len(english) > 20 and " " in english]
    return [english for english, french in said.items() if any(other in french for other in sentences)]


def names_of_translation(code: str) -> list[tuple[str, str]]:
    """What is imported from Django's translation, and under which name it is called."""
    found = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom))
    ours = (node for node in found if node.module == "django.utils.translation")
    return [(alias.name, alias.asname or alias.name) for node in ours for alias in node.names]


def test_every_sentence_is_said_in_french() -> None:
    with (CHECKOUT / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    assert untranslated(catalogue, said_by_the_product()) == []


def test_no_french_sentence_holds_an_english_one() -> None:
    with (CHECKOUT / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    assert left_in_english(catalogue) == []
    catalogue.add("Somebody has said so.", "Quelqu’un l’a dit.Nothing was changed by it.")
    catalogue.add("Nothing was changed by it.", "Rien n’a changé.")
    assert left_in_english(catalogue) == ["Somebody has said so."]


def test_no_sentence_hides_behind_a_name_that_the_gathering_does_not_know() -> None:
    files = (CHECKOUT / "passerelle").rglob("*.py")
    called = {name for file in files for _, name in names_of_translation(file.read_text())}
    assert called <= {*KEYWORDS, "override", "get_language", "check_for_language", "activate", "deactivate"}
    assert names_of_translation("from django.utils.translation import gettext as said") == [("gettext", "said")]


def test_the_makefile_gathers_by_the_same_names() -> None:
    said = (CHECKOUT / "Makefile").read_text()
    assert set(re.findall(r"-k (\w+)", said)) == KEYWORDS.keys() - DEFAULT_KEYWORDS.keys()


def test_a_missing_an_empty_and_an_unsure_sentence_are_found() -> None:
    text = """
msgid "Said."
msgstr "Dit."

msgid "Empty."
msgstr ""

#, fuzzy
msgid "Unsure."
msgstr "Incertain."

msgctxt "of a door"
msgid "Open."
msgstr "Ouverte."

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "%(n)s jour"
msgstr[1] ""
"""
    catalogue = read_po(io.BytesIO(text.encode()), locale="fr")
    said = {(None, "Said."), ("of a door", "Open.")}
    missing = {(None, word) for word in ("Empty.", "Unsure.", "Missing.", "Open.", "%(n)s day")}
    assert set(untranslated(catalogue, said | missing)) == missing


def test_every_letter_is_written_in_both_languages() -> None:
    letters = [file for file in (CHECKOUT / "passerelle").glob("*/letters/*.md") if not file.name.startswith("_")]
    by_name: dict[Path, set[str]] = {}
    for file in letters:
        name, language = file.stem.rsplit(".", 1)
        by_name.setdefault(file.parent / name, set()).add(language)
    assert {str(name): languages for name, languages in by_name.items() if languages != {"en", "fr"}} == {}


def _is_said(catalogue: Catalog, context: str | None, words: str) -> bool:
    message = catalogue.get(words, context)
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _is_ours(path: str | Path) -> bool:
    return Path(path).name not in (".venv", ".git", "var", "tests", "node_modules", "migrations")
