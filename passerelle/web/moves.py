"""Members and plans brought along from another program: the file sent, looked at, and taken in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from passerelle.kit.refusals import Refusal
from passerelle.members.access import may_enter_members
from passerelle.members.rules.roster import Column, Flaw, headings_of
from passerelle.members.rules.taking_in import Became
from passerelle.moves.actions import Seen, choose_columns, leave_move, look_at, send_move, take_in_move
from passerelle.moves.queries import move_at
from passerelle.web import phrases
from passerelle.web.audience import for_staff, person_of
from passerelle.web.forms.moves import MoveColumnsForm, MoveForm, TakingForm
from passerelle.web.refusals import sentence
from passerelle.web.roster_words import UNREADABLE, flaw_sentence, line_words, unreadable_sentence

if TYPE_CHECKING:
    from passerelle.moves.queries import Move
    from passerelle.spaces.models import Space

LINES_SHOWN = 500  # of each kind
KINDS = (Became.REFUSED, Became.ADDED, Became.RENEWED, Became.ENDED)


@dataclass(frozen=True)
class Looked:
    """A file as it is looked at: what would come of it, or why nothing can; and the forms that go on from there."""

    seen: Seen | None
    wrong: str
    columns: MoveColumnsForm
    taking: TakingForm


@for_staff(may_enter_members)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, space: "Space") -> HttpResponse:
    """Send the file that another program exports. Nothing of it is kept before it was looked at."""
    form = MoveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name = getattr(request.FILES.get("file"), "name", "") or ""
        try:
            move = send_move(space, name, form.cleaned_data["file"], by=person_of(request))
        except Refusal as refusal:
            form.add_error("file", _why(refusal))
        else:
            return redirect("move", slug=space.slug, reference=move.reference)
    given = {"space": space, "here": "members", "form": form}
    return render(request, "moves/bring.html", given, status=422 if form.errors else 200)


@for_staff(may_enter_members)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, space: "Space", reference: str) -> HttpResponse:
    """What would come of the file, line by line, and the buttons that take it in or leave it; then what came of it."""
    one = move_at(space, reference)
    if one is None:
        raise Http404
    if not one.waits:
        return render(request, "moves/done.html", {"space": space, "here": "members", "one": one} | _done(one))
    looked = _looked(request, one)
    if request.method == "POST" and (answer := _goes_on(request, one, looked)) is not None:
        return answer
    given = {"space": space, "here": "members", "one": one, **vars(looked)} | _lines(looked.seen)
    is_wrong = looked.columns.errors or looked.taking.errors
    return render(request, "moves/look.html", given, status=422 if is_wrong else 200)


def _looked(request: HttpRequest, one: "Move") -> Looked:
    seen, wrong = None, ""
    try:
        seen = look_at(one, by=person_of(request))
    except Refusal as refusal:
        wrong = _why(refusal)
    said = {request.POST.get("act", ""): request.POST}
    understood = seen.brought.roster.understood if seen else _chosen(one)
    columns = MoveColumnsForm(said.get("columns"), headings=headings_of(bytes(one.content)), understood=understood)
    proposed = seen.proposed if seen else ()
    return Looked(seen, wrong, columns, TakingForm(said.get("take_in"), proposed=proposed, currency=one.space.currency))


def _chosen(one: "Move") -> dict[str, Column]:
    return {heading: Column(said) for heading, said in one.columns.items() if said}


def _goes_on(request: HttpRequest, one: "Move", looked: Looked) -> HttpResponse | None:
    """Where the press leads; None where a field needs another look."""
    by, act = person_of(request), request.POST.get("act")
    here = redirect("move", slug=one.space.slug, reference=one.reference)
    if act == "leave":
        leave_move(one, by=by)
        messages.success(request, _("Nothing of the file was kept."))
        return redirect("members", slug=one.space.slug)
    if act not in ("columns", "take_in"):
        raise BadRequest
    form = looked.columns if act == "columns" else looked.taking
    if not form.is_valid():
        return None
    try:
        if act == "columns":
            choose_columns(one, looked.columns.columns(), by=by)
        else:
            take_in_move(one, looked.taking.taking(), by=by)
    except Refusal as refusal:
        messages.error(request, _why(refusal))
    return here


def _lines(seen: Seen | None) -> dict[str, Any]:
    """What the page shows of the lines: refused ones first, unchanged ones only counted."""
    if seen is None:
        return {"counts": {}, "groups": [], "entered": 0, "button": ""}
    report = seen.report
    groups = [(kind, report.counts.get(kind, 0), report.that(kind)[:LINES_SHOWN]) for kind in KINDS]
    changed = sum(count for kind, count, _lines in groups if kind != Became.REFUSED)
    said = ngettext("Take in this line", "Take in these %(number)s lines", changed)
    return {
        "counts": report.counts,
        "groups": [(kind, count, [line_words(line) for line in lines]) for kind, count, lines in groups if count],
        "changed": changed,
        "button": said % {"number": phrases.number(changed)},
    }


def _done(one: "Move") -> dict[str, Any]:
    """What came of a file that was taken in."""
    report = one.report
    flaws = [Flaw(**line | {"column": Column(line["column"])}) for line in report.get("refused", [])]
    return {
        "counts": report.get("counts", {}),
        "plans": report.get("plans", 0),
        "refused": list(map(flaw_sentence, flaws)),
    }


def _why(refusal: Refusal) -> str:
    return unreadable_sentence(refusal) if refusal.code in UNREADABLE else sentence(refusal)


urlpatterns = [
    path("manage/<slug:slug>/members/bring/", bring, name="bring_members"),
    path("manage/<slug:slug>/members/bring/<slug:reference>/", move, name="move"),
]
