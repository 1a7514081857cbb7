"""Switching between the languages: a cookie for everybody, and a word kept for whoever is signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from passerelle.people.actions import speak
from passerelle.web.audience import person_of, public


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on, and go back to where one was."""
    chosen = request.POST.get("language", "")
    response = redirect(safe_next(request, "/"))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        speak(person_of(request), chosen)
    return remember_language(response, chosen)


def remember_language(response: HttpResponse, chosen: str) -> HttpResponse:
    """Set the cookie that Django's own middleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The page of ours named by `next`; `otherwise` where none is named, or one that is not ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else otherwise


urlpatterns = [path("language/", language, name="language")]
