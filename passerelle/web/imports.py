"""Lists that organisers send: whose they are is asked, the file read, and only on their word is it taken in."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from passerelle.kit.refusals import Refusal
from passerelle.listings.actions.imports import Sent, ask_to_take_in, leave_list, read_again, say_source, send_list
from passerelle.listings.actions.taking_in import Whose
from passerelle.listings.queries import import_at, imports_of, pairs_waiting, sources_of
from passerelle.listings.rules import Step
from passerelle.networks.access import may_organise
from passerelle.web.audience import for_officers, person_of
from passerelle.web.forms.imports import ColumnsForm, ListForm, SourceForm
from passerelle.web.import_report import told_of
from passerelle.web.jinja import part_of_page
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of
from passerelle.web.words import step_word

if TYPE_CHECKING:
    from passerelle.listings.models import Import
    from passerelle.networks.models import Network
    from passerelle.people.models import Person

HEADINGS_ASKED = 40


@for_officers(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, network: "Network") -> HttpResponse:
    """Send a file; below, those that were sent before."""
    sent = request.method == "POST"
    form = ListForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = send_list(network, Sent(file.name, file.read()), by=person_of(request))
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
    """Where a file comes from, how far it is, its report; and the buttons that go on from there."""
    one = import_at(network, reference)
    if one is None:
        raise Http404
    forms = _Forms(request, one)
    if request.method == "POST" and _goes_on(request, one, forms):
        return redirect("organise_list", slug=network.slug, reference=one.reference)
    given = {"network": network, "here": "import", "one": one, **vars(forms), **told_of(one)}
    given["sources"] = sources_of(network) if one.step in (Step.SENT, Step.READ) else []
    given["waiting"] = pairs_waiting(network).count() if one.step == Step.DONE else 0
    if request.headers.get("HX-Target") == "import":
        return part_of_page(request, "organise/list.html", "import", given)
    return render(request, "organise/list.html", given)


class _Forms:
    """What can be said of a file: where it comes from, and what the headings mean that were not understood."""

    def __init__(self, request: HttpRequest, one: "Import") -> None:
        said = {request.POST.get("act", ""): request.POST}
        source = {"source_name": one.source_name, "licence": one.licence, "told_on": one.told_on, "kind": one.kind}
        self.source = SourceForm(said.get("source"), initial=source)
        self.form = ColumnsForm(said.get("columns"), headings=one.report.get("ignored", [])[:HEADINGS_ASKED])


def _goes_on(request: HttpRequest, one: "Import", forms: _Forms) -> bool:
    """Whether it was done, or refused as a whole: where a field needs another look, the page shows it again."""
    by, act = person_of(request), request.POST.get("act")
    try:
        if act == "source":
            return forms.source.is_valid() and _says_source(one, forms.source, by)
        if act == "take_in":
            ask_to_take_in(one, by=by)
        elif act == "leave":
            leave_list(one, by=by)
        elif act == "columns" and forms.form.is_valid():
            read_again(one, forms.form.columns(), by=by)
        else:
            raise BadRequest
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return True


def _says_source(one: "Import", form: SourceForm, by: "Person") -> bool:
    given = form.cleaned_data
    try:
        whose = Whose(given["source_name"], given["licence"], one.network, given["told_on"], given["kind"])
        say_source(one, whose, by=by)
    except Refusal as refusal:
        if refusal.code == "list_has_moved_on":
            raise
        form.refuse(refusal)
    return not form.errors


urlpatterns = [
    path("networks/<slug:slug>/organise/import/", send, name="organise_import"),
    path("networks/<slug:slug>/organise/import/<slug:reference>/", sent_list, name="organise_list"),
]
