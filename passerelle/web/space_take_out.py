"""A space's data taken out, all of it, by one button."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from passerelle.care.access import may_take_space_out
from passerelle.care.actions import take_space_out
from passerelle.kit import clock
from passerelle.web.audience import for_staff, person_of

if TYPE_CHECKING:
    from passerelle.spaces.models import Space


@for_staff(may_take_space_out)
@require_http_methods(["GET", "HEAD", "POST"])
def space_take_out(request: HttpRequest, space: "Space") -> HttpResponse:
    """What is in the archive, and the button; it leaves while it is made, whatever its size."""
    if request.method != "POST":
        return render(request, "manage/take_out.html", {"space": space, "here": "page"})
    parts = take_space_out(space, get_language() or space.language, by=person_of(request))
    response = StreamingHttpResponse(parts, content_type="application/zip")
    day = clock.local_day(space.time_zone).isoformat()
    response["Content-Disposition"] = f'attachment; filename="{space.slug}-{day}.zip"'
    response["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)  # whoever serves it takes either


urlpatterns = [path("manage/<slug:slug>/take-out/", space_take_out, name="space_take_out")]
