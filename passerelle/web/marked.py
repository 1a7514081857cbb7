"""Markdown as people write it in a page of ours: emphasis, lists, links. Nothing else of it is read, and no HTML."""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt


def marked(text: str) -> SafeString:
    """What a person wrote, with **strong** and *leaning* words, lists and links; HTML stands as it was typed.

    A heading would break the order of the page's own, a picture would call another machine: neither is read. A link
    leads to a page, a mail address or a telephone, never to a script.
    """
    return mark_safe(str(_reader().render(text.strip())))  # noqa: S308  markdown-it escapes, its HTML is off


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True})
    reader.enable(["emphasis", "list", "link", "newline", "escape", "autolink"])
    reader.validateLink = _leads_to_people  # type: ignore[method-assign, assignment]
    return reader


def _leads_to_people(address: str) -> bool:
    return address.lower().startswith(("https://", "http://", "mailto:", "tel:"))
