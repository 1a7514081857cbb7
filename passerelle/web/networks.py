"""The networks, and the page of one: how it reckons, what its spaces promise each other, who they are."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle.kit import clock
from passerelle.networks.access import may_keep_books, may_organise
from passerelle.networks.queries import charter_in_force, network_at, networks_with_counts, spaces_of
from passerelle.networks.rules import Mode
from passerelle.web.audience import public
from passerelle.web.kept import kept_a_second
from passerelle.web.rows import where
from passerelle.web.spaces import page_of
from passerelle.web.terms_table import Line, terms_line, terms_lines, terms_sentence, way_in_words
from passerelle.web.words import MODES_EXPLAINED

if TYPE_CHECKING:
    from passerelle.networks.models import Affiliation, Charter, Network


@public
@require_safe
@kept_a_second
def networks(request: HttpRequest) -> HttpResponse:
    """All networks, by name."""
    page = page_of(networks_with_counts(clock.now().date()), request.GET.get("page"))
    rows = [(network, summary(network), _offers(network)) for network in page.object_list]
    return render(request, "networks/list.html", {"page": page, "rows": rows})


@public
@require_safe
@kept_a_second
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """One network, with its spaces, paged."""
    shown = network_at(slug)
    if shown is None:
        raise Http404
    page = page_of(spaces_of(shown, clock.now().date()), request.GET.get("page"))
    given = {
        "network": shown,
        "summary": summary(shown),
        "mode": MODES_EXPLAINED[shown.mode],
        "charter": charter_words(charter_in_force(shown)),
        "sentence": terms_sentence(shown.terms),
        "lines": _lines(shown),
        "page": page,
        "rows": [_row(shown, affiliation) for affiliation in page.object_list],
        "organises": request.user.is_authenticated and may_organise(request.user, shown),
        "keeps_books": request.user.is_authenticated and may_keep_books(request.user, shown),
    }
    return render(request, "networks/network.html", given)


def _offers(network: "Network") -> str:
    """What it offers in one line; a network that sells days leaves their price to each space."""
    if network.mode == Mode.PAID and not network.terms.free_days:
        return _("each space at its own price") + " · " + way_in_words(network.terms)
    return terms_line(network.terms)


def _lines(network: "Network") -> list[Line]:
    """The table of its terms; where it sells days, each space has a price of its own."""
    lines, of_price = terms_lines(network.terms, network.currency), _("A day afterwards")
    if network.mode != Mode.PAID or network.terms.day_price is not None:
        return lines
    return [Line(of_price, _("each space at its own price"), "") if one.label == of_price else one for one in lines]


def summary(network: "Network") -> str:
    """What a network says of itself, in the reader's language, or in the other where it said it only there."""
    both = (network.summary_fr, network.summary_en)
    first, second = both if speaks_french() else both[::-1]
    return first or second


def charter_words(charter: "Charter | None") -> tuple["Charter", str] | None:
    """A charter and its text in the reader's language."""
    if charter is None:
        return None
    return charter, charter.text_fr if speaks_french() else charter.text_en


def speaks_french() -> bool:
    """Whether the page is read in French."""
    return (get_language() or "").startswith("fr")


def _row(network: "Network", affiliation: "Affiliation") -> tuple["Affiliation", str, str]:
    """A space with what it offers there: its own price, where the network sells days."""
    currency = affiliation.space.currency if network.mode == Mode.PAID else ""
    return affiliation, terms_line(affiliation.terms, currency), where(affiliation.space)


urlpatterns = [
    path("networks/", networks, name="networks"),
    path("networks/<slug:slug>/", network, name="network"),
]
