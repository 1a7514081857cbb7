"""Nothing is kept that nothing uses, no word is said for which we have another, and no link of the docs is dead."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.house.walls import CHECKOUT, NOT_OUR_WORDS

NAMED_FOR_OTHERS = re.compile(r"/(migrations/.*|apps|settings|wsgi)\.py$")
"""Files whose names Django and the server look for."""


def product(*endings: str) -> dict[str, str]:
    """The text of every file of the product that ends so, by its path; what others wrote is left out."""
    files = (file for file in (CHECKOUT / "passerelle").rglob("*") if file.name.endswith(endings))
    ours = (file for file in files if not {"vendor", "fonts", "__pycache__"} & set(file.parts))
    return {str(file.relative_to(CHECKOUT)): file.read_text() for file in ours}


def unused(files: Mapping[str, str]) -> list[str]:
    """Names that a module gives and that stand nowhere else: tests alone do not keep a function alive."""
    said = Counter(word for text in files.values() for word in re.findall(r"\w+", text))
    return [f"{path}: {name}" for path, text in files.items() for name in _names_given(path, text) if said[name] == 1]


def foreign_words(text: str) -> list[str]:
    """The words for which we have another, whatever they stand in."""
    return sorted(NOT_OUR_WORDS & set(re.findall(r"[a-z]+", text.lower())))


def dead_links(folder: Path, text: str) -> list[str]:
    """The links of a page in this folder that lead to no file of ours."""
    links = re.findall(r"\]\(([^)#\s]+)", text)
    return [link for link in links if "://" not in link and not (folder / link).exists()]


def test_every_name_is_used_by_the_product() -> None:
    assert unused(product(".py", ".html", ".md")) == []


def test_no_page_letter_or_style_says_what_we_call_otherwise() -> None:
    said = {path: foreign_words(text) for path, text in product(".html", ".css", ".en.md").items()}
    assert {path: words for path, words in said.items() if words} == {}


def test_every_link_of_the_docs_leads_to_a_file() -> None:
    pages = [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")]
    assert [f"{page.name}: {link}" for page in pages for link in dead_links(page.parent, page.read_text())] == []


def test_a_dead_link_is_found() -> None:
    text = "[there](house.md#storeys) ![gone](gone.png) [elsewhere](https://example.org) [here](#below)"
    assert dead_links(CHECKOUT / "docs", text) == ["gone.png"]


@pytest.mark.parametrize("text", ["def left_over(): ...", "class LeftOver: ...", "LEFT_OVER = 1", "LEFT_OVER: int = 1"])
def test_a_name_left_over_is_found(text: str) -> None:
    assert len(unused({"passerelle/visits/rules.py": text, "passerelle/web/a.html": "nothing"})) == 1


@pytest.mark.parametrize("text", ["def _own(): ...", "@page\ndef shown(): ...", "def used(): ...\nused()"])
def test_a_name_of_use_is_let_be(text: str) -> None:
    assert unused({"passerelle/visits/rules.py": text}) == []


def test_a_foreign_word_is_found() -> None:
    assert foreign_words('<p class="ticket-way">Dear guest</p>') == ["guest", "ticket"]
    assert foreign_words("<p>Dear visitor, the trusted way</p>") == []


def _names_given(path: str, text: str) -> Iterator[str]:
    if not path.endswith(".py") or NAMED_FOR_OTHERS.search(path):
        return
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield from _public(node.name)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            yield from _public(ast.unparse(target))


def _public(name: str) -> Iterator[str]:
    if name.isidentifier() and not name.startswith("_"):
        yield name
