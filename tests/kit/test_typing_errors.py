"""What a hurried hand mistypes is still found by an index, whatever the one error is."""

import string

from hypothesis import assume, given
from hypothesis import strategies as st

from passerelle.kit.typing_errors import errors_forgiven, halves, meant_by

LETTERS = st.sampled_from(string.ascii_lowercase)
NAMES = st.text(LETTERS, min_size=5, max_size=30)


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same with one error."""
    name = draw(NAMES)
    at = draw(st.integers(0, len(name) - 1))
    letter = draw(LETTERS)
    typed = draw(
        st.sampled_from([
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        ])
    )  # fmt: skip
    return name, typed


@given(mistyped())
def test_whatever_the_error_the_name_begins_or_ends_as_typed(pair: tuple[str, str]) -> None:
    name, typed = pair
    assume(len(typed) >= 6)
    begins, ends = halves(typed)
    assert name.startswith(begins) or name[::-1].startswith(ends)


@given(mistyped())
def test_one_error_is_forgiven_from_four_letters_on(pair: tuple[str, str]) -> None:
    name, typed = pair
    assume(len(typed) >= 4)
    assert meant_by(typed, [name, "something else entirely"]).get(name) in (0, 1)


def test_how_many_errors_are_forgiven() -> None:
    assert [errors_forgiven("x" * length) for length in (1, 3, 4, 9, 10, 30)] == [0, 0, 1, 1, 2, 2]
    assert meant_by("bruxlles", ["bruxelles", "bruxelle", "brussels"]) == {"bruxelles": 1}
