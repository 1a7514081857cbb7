"""The acts that the logbook can hold are a closed list, which docs/logbook.md explains."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.walls import CHECKOUT, Source, product

WRITERS = {"write_down", "record"}


def acts_written(source: Source) -> set[str]:
    """The acts that this file writes down, by name or by a constant of its own."""
    given = [node for node in source.tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)]
    constants = {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in given}
    return {str(constants.get(act, act)) for call in _writing(source.tree) for act in _named(call.args[0])}


def acts_explained(text: str) -> list[str]:
    """The acts of the table's first column."""
    rows = re.findall(r"^\| (`.*?) \|", text, re.M)
    return [act for row in rows for act in re.findall(r"`(\w+)`", row)]


def test_every_act_is_explained_and_none_that_nobody_does() -> None:
    explained = acts_explained((CHECKOUT / "docs/logbook.md").read_text())
    written = {act for source in product() for act in acts_written(source)} - {"act"}  # handed on by `record`
    assert len(explained) == len(set(explained))
    assert set(explained) ^ written == set()


@pytest.mark.parametrize(
    ("code", "acts"),
    [
        ("write_down('visit_blessed', about=a, actor=b)", {"visit_blessed"}),
        ("record('came' if came else 'stayed', visit, by)", {"came", "stayed"}),
        ("MARK = 'built'\nlogbook.write_down(MARK)", {"built"}),
        ("keep('visit_blessed')", set()),
    ],
)
def test_an_act_is_found_however_it_is_named(code: str, acts: set[str]) -> None:
    assert acts_written(Source("passerelle/visits/actions.py", code)) == acts


def test_every_act_of_a_row_is_read() -> None:
    assert acts_explained("| act | about |\n| --- | --- |\n| `came`, `left` | `visit` |\n") == ["came", "left"]


def _writing(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).split(".")[-1] in WRITERS:
            yield node


def _named(act: ast.expr) -> Iterator[str]:
    if isinstance(act, ast.IfExp):
        yield from _named(act.body)
        yield from _named(act.orelse)
    if isinstance(act, ast.Constant):
        yield str(act.value)
    if isinstance(act, ast.Name):
        yield act.id
