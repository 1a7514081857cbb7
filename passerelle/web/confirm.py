"""The page behind the link in a letter to a space's address: is this address yours, and do you take part?"""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from passerelle.kit.refusals import Refusal
from passerelle.spaces.actions import places
from passerelle.spaces.queries import space_by_address_link
from passerelle.web.audience import by_link
from passerelle.web.refusals import sentence

ACTS = {"confirm": places.confirm_address, "no_part": places.take_no_part}


@by_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, sealed: str) -> HttpResponse:
    """Opening shows; the buttons act. A link to an earlier address says that it has served."""
    try:
        space = space_by_address_link(sealed)
    except Refusal as refusal:
        return render(request, "manage/link_over.html", {"sentence": sentence(refusal)}, status=410)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise BadRequest
        act(space)
        return redirect("confirm_address", sealed=sealed)
    return render(request, "manage/confirm_address.html", {"space": space})


urlpatterns = [path("confirm/<str:sealed>/", confirm_address, name="confirm_address")]
