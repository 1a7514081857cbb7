"""Whom a page is for. Every page carries one of these marks; a house test walks the routes and asks for it.

To a stranger, what is absent and what is forbidden look the same: signed out, one is asked to sign in whatever the
address; signed in, one is told that there is no such page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from passerelle.networks.queries import network_at
from passerelle.people.queries import Person
from passerelle.spaces.queries import Space, space_at

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]
May = Callable[[Person, Any], bool]


def public(page: Page[P]) -> Page[P]:
    """For everybody. The frame of somebody who is signed in names them, so their copy is theirs alone."""

    @wraps(page)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = page(request, *args, **kwargs)
        return _theirs_alone(response) if settings.SESSION_COOKIE_NAME in request.COOKIES else response

    return _marked(cast("Page[P]", shown), "public")


def by_link(page: Page[P]) -> Page[P]:
    """For whoever holds a signed link: the link itself is the right."""
    return _marked(page, "link")


def in_demonstrations(page: Page[P]) -> Page[P]:
    """For everybody, where the instance is a demonstration; elsewhere these addresses do not exist."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return page(request, *args, **kwargs)

    return _marked(cast("Page[P]", guarded), "demonstration")


def signed_in(page: Page[P]) -> Page[P]:
    """For whoever is signed in. The page itself asks what is theirs."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _theirs_alone(page(request, *args, **kwargs))

    return _marked(cast("Page[P]", guarded), "signed in")


def for_staff(may: May) -> Callable[[Page[...]], Page[...]]:
    """For people who may do a thing at the space named `slug` in the address; the page is given the space itself."""
    return _for_people_of(space_at, may, "staff")


def for_officers(may: May) -> Callable[[Page[...]], Page[...]]:
    """For people who may do a thing for the network named `slug` in the address; the page is given the network."""
    return _for_people_of(network_at, may, "officers")


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; only asked for on pages that need one."""
    return cast(Person, request.user)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """What a stranger is answered where a page is not for everybody, whether there is such a page or not."""
    return redirect_to_login(request.get_full_path())


def found_space(slug: str) -> Space:
    """The space named in the address, or the page that says there is none."""
    space = space_at(slug)
    if space is None:
        raise Http404
    return space


def nothing_stays_behind(response: HttpResponse) -> HttpResponse:
    """Whoever signs out leaves nothing that our pages kept in this browser: the evacuation list and its script."""
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _for_people_of(find: Callable[[str], Any], may: May, audience: str) -> Callable[[Page[...]], Page[...]]:
    def mark(page: Page[...]) -> Page[...]:
        @signed_in
        @wraps(page)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            thing = find(slug)
            if thing is None or not may(person_of(request), thing):
                raise Http404
            return page(request, thing, *args, **kwargs)

        return _marked(guarded, audience)

    return mark


def _theirs_alone(response: HttpResponse) -> HttpResponse:
    """No cache on the way keeps it, and no machine at a desk shows it again after signing out."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _marked(page: Page[P], audience: str) -> Page[P]:
    page.audience = audience  # type: ignore[attr-defined]
    return page
