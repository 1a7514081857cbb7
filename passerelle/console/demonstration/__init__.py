"""The demonstration: an invented network, its people and their visits in every state.

`build(progress)` makes all of it in one go; `WHO_IS_WHO` says as whom to sign in, address and sentence.
"""

from collections.abc import Callable

WHO_IS_WHO: tuple[tuple[str, str], ...] = ()


def build(progress: Callable[..., None]) -> None:
    """Make everything, saying through `progress(step, done, out_of)` how far it is."""
    progress("nothing yet")
