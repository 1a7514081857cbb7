"""How a space wants its board; what waits for a word of the team, and what readers have reported."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.board.access import may_arrange
from passerelle.board.actions import arrange
from passerelle.board.queries import board_of, notices_to_look_at
from passerelle.kit.refusals import Refusal
from passerelle.spaces.queries import today_at
from passerelle.web.audience import for_staff, person_of
from passerelle.web.forms.board import ArrangedForm
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.spaces.models import Space

A_PAGE = 20


@for_staff(may_arrange)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_board(request: HttpRequest, space: "Space") -> HttpResponse:
    """What waits and what was reported, the oldest first; below, how the board is wanted."""
    board, today = board_of(space), today_at(space)
    kept = {"readers": board.readers, "approves_first": board.approves_first, "at_once": board.at_once}
    form = ArrangedForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            arrange(space, form.arranged(), by=person_of(request))
        except Refusal as refusal:
            form.add_error("at_once", sentence(refusal))
        else:
            messages.success(request, _("Saved. The board is like this from now on."))
            return redirect("manage_board", slug=space.slug)
    page = page_of(notices_to_look_at(space, today), request.GET.get("page"), A_PAGE)
    given = {"space": space, "form": form, "page": page, "here": "board"}
    return render(request, "board/manage.html", given, status=422 if form.errors else 200)


urlpatterns = [path("manage/<slug:slug>/board/", manage_board, name="manage_board")]
