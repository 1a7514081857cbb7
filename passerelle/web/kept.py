"""Pages as a stranger sees them, kept for one second in each process.

When a link travels far, a small machine then draws such a page once a second instead of once a reader. A second is
shorter than anybody notices, so nothing has to be told when a page changes. Whoever is signed in, has been told
something or asks for a part of a page is drawn a page of their own, and so is everybody in a demonstration, whose clock
jumps. The one thing in a stranger's page that is theirs alone, the token of its forms, is put in anew each time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from passerelle.kit import clock

FOR = timedelta(seconds=1)
MOST = 300
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Cache-Control", "Link", "Access-Control-Allow-Origin")
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(?=")')
Key = tuple[str, str, bool, str | None]
Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Kept:
    """A page cut where a token stands, what its headers say of it, and until when it may be shown."""

    pieces: tuple[bytes, ...]
    until: datetime
    headers: dict[str, str]


_kept: dict[Key, Kept] = {}


def kept_a_second(page: Page) -> Page:
    """Draw this page for strangers at most once a second in each language."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_anybodys(request):
            return page(request, *args, **kwargs)
        key = (request.get_host(), request.get_full_path(), request.is_secure(), get_language())
        now = clock.now()
        kept = _kept.get(key)
        if kept is not None and now < kept.until:
            return _shown(request, kept)
        response = page(request, *args, **kwargs)
        if response.status_code == 200 and not response.cookies:
            _keep(key, Kept(tuple(TOKEN.split(response.content)), now + FOR, _said_along(response)))
        return response

    return answer


def _is_anybodys(request: HttpRequest) -> bool:
    """Whether nothing in the request says who asks: no cookie but those of the language and of the forms."""
    impersonal = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    is_whole = request.method == "GET" and not any(name.startswith("Hx-") for name in request.headers)
    return is_whole and set(request.COOKIES) <= impersonal and keeps_pages()


def keeps_pages() -> bool:
    """Whether anything drawn is kept for a moment: not in a demonstration, whose clock jumps."""
    return bool(getattr(settings, "KEEP_PAGES", not settings.DEMO))


def _shown(request: HttpRequest, kept: Kept) -> HttpResponse:
    first, *others = kept.pieces
    content = get_token(request).encode().join(kept.pieces) if others else first
    return HttpResponse(content, headers=kept.headers)


def _said_along(response: HttpResponse) -> dict[str, str]:
    """Of the headers, those that the page itself has set; the rest follow from each request."""
    return {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}


def _keep(key: Key, kept: Kept) -> None:
    """Searches have no end of addresses: a full memory is emptied rather than sorted."""
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = kept
