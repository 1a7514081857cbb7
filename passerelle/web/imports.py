"""Lists that organisers send: a file is read, its report shown, and only then, on their word, taken in."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from passerelle.kit.refusals import Refusal
from passerelle.listings.actions.imports import Sent, ask_to_take_in, read_again, send_list
from passerelle.listings.queries import import_at, imports_of, pairs_waiting
from passerelle.listings.rules import Step
from passerelle.networks.access import may_organise
from passerelle.web import phrases
from passerelle.web.audience import for_officers, person_of
from passerelle.web.forms.imports import ColumnsForm, ListForm
from passerelle.web.import_words import field_word, line_sentence, unreadable_sentence
from passerelle.web.jinja import part_of_page
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of
from passerelle.web.words import step_word

if TYPE_CHECKING:
    from passerelle.listings.models import Import
    from passerelle.networks.models import Network

LINES_SHOWN = 200
HEADINGS_ASKED = 40


@for_officers(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, network: "Network") -> HttpResponse:
    """Send a list; below, those that were sent before."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sent = Sent(given["file"].name, given["file"].read(), given["source_name"], given["licence"])
        try:
            kept = send_list(network, sent, by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect("organise_list", slug=network.slug, reference=kept.reference)
    page = page_of(imports_of(network), request.GET.get("page"))
    waiting = pairs_waiting(network).count()
    given = {"network": network, "here": "import", "form": form, "page": page, "waiting": waiting}
    return render(request, "organise/import.html", given | {"rows": [(one, step_word(one.step)) for one in page]})


@for_officers(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def sent_list(request: HttpRequest, network: "Network", reference: str) -> HttpResponse:
    """How far a file is; its report; and the buttons that go on from there."""
    one = import_at(network, reference)
    if one is None:
        raise Http404
    form = ColumnsForm(request.POST or None, headings=one.report.get("ignored", [])[:HEADINGS_ASKED])
    if request.method == "POST":
        try:
            _go_on(request, one, form)
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        return redirect("organise_list", slug=network.slug, reference=one.reference)
    given = {"network": network, "here": "import", "one": one, "form": form} | _told(one)
    given["waiting"] = pairs_waiting(network).count() if one.step == Step.DONE else 0
    if request.headers.get("HX-Target") == "import":
        return part_of_page(request, "organise/list.html", "import", given)
    return render(request, "organise/list.html", given)


def _go_on(request: HttpRequest, one: "Import", form: ColumnsForm) -> None:
    act = request.POST.get("act")
    if act == "take_in":
        ask_to_take_in(one, by=person_of(request))
    elif act == "columns" and form.is_valid():
        read_again(one, form.columns(), by=person_of(request))
    else:
        raise BadRequest


def _told(one: "Import") -> dict[str, Any]:
    """What the page says of a report: counts, lines, headings, and the button's words."""
    report = one.report
    if not report or report.get("error"):
        return {"error": unreadable_sentence(report["error"]) if report else "", "counts": []}
    to_keep = report["added"] + report["updated"] + report["admitted"]
    return {
        "error": "",
        "counts": _counts(report),
        "refused": [line_sentence(line) for line in report["refusals"][:LINES_SHOWN]],
        "flagged": [(line.get("name", ""), line_sentence(line)) for line in report["flaws"][:LINES_SHOWN]],
        "refused_left": max(0, len(report["refusals"]) - LINES_SHOWN),
        "flagged_left": max(0, len(report["flaws"]) - LINES_SHOWN),
        "understood": [(heading, field_word(about)) for heading, about in report["columns"].items()],
        "gone": report["gone"][:LINES_SHOWN],
        "gone_count": report["gone_count"],
        "button": _button(report["read"] - report["refused"]),
        "changes_something": to_keep > 0,
    }


def _button(places: int) -> str:
    said = ngettext("Save this place", "Save these %(number)s places", places)
    return said % {"number": phrases.number(places)}


def _counts(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The counts as lines of a printed table; what is zero and says nothing is left out."""
    always = {"read", "added", "updated", "unchanged", "refused"}
    words = (
        ("read", pgettext("rows of a list", "read")),
        ("added", pgettext("rows of a list", "new")),
        ("updated", pgettext("rows of a list", "brought up to date")),
        ("unchanged", pgettext("rows of a list", "unchanged")),
        ("refused", pgettext("rows of a list", "refused")),
        ("with_coordinates", pgettext("rows of a list", "with coordinates")),
        ("without_coordinates", pgettext("rows of a list", "without coordinates: kept, off the map")),
        ("flagged", pgettext("rows of a list", "flagged")),
        ("duplicates_proposed", pgettext("rows of a list", "likely the same as another")),
        ("hours_told", pgettext("rows of a list", "with opening hours")),
        ("hours_parsed", pgettext("rows of a list", "of which understood")),
        ("admitted", pgettext("rows of a list", "new in the network")),
    )
    return [(word, phrases.number(report[count]), "") for count, word in words if report[count] or count in always]


urlpatterns = [
    path("networks/<slug:slug>/organise/import/", send, name="organise_import"),
    path("networks/<slug:slug>/organise/import/<slug:reference>/", sent_list, name="organise_list"),
]
