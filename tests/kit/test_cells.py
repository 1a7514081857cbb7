"""What goes into a table is never read as a formula."""

import pytest

from passerelle.kit.cells import harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "\N{FULLWIDTH EQUALS SIGN}1"]
)
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("Alder;=1", "Alder;'=1"), ("a\n @x", "a\n '@x"), ("Alder - Birch", "Alder - Birch"), ("a; b", "a; b"), ("", "")],
)
def test_neither_does_a_part_of_one(cell: str, kept: str) -> None:
    assert harmless(cell) == kept
