"""Addresses of our pages, by name."""

from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse


@lru_cache(maxsize=4096)
def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address of the page `name`: `url("space", slug=space.slug)`.

    A page asks for twenty or more, and no address changes while the program runs: each is worked out once.
    """
    return reverse(name, args=args or None, kwargs=kwargs or None)


def way(name: str, /, *args: Any, **kwargs: Any) -> str:
    """As `url`, but empty where this instance has no such page: those of the demonstration, for instance."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""
