"""Dividing an amount over whole things, so that any first of them are worth their share. Plain Python."""


def share_of(paid: int, whole: int, first: int) -> int:
    """What the `first` of `whole` credits, or days, are worth of what was `paid` for all: to the nearest, halves up."""
    return (2 * paid * first + whole) // (2 * whole)
