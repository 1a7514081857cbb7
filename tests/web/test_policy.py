"""What a browser may load: the same with every answer, and more only where a page says so."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from passerelle.web.policy import HEADER, also_from, keeps_strangers_out


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


def policy_of(answer: HttpResponse) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in answer.headers[HEADER].split("; "))


def test_every_answer_carries_the_whole_policy() -> None:
    told = policy_of(keeps_strangers_out(page)(HttpRequest()))
    assert told == {name: " ".join(sources) for name, sources in settings.CONTENT_SECURITY_POLICY.items()}
    assert (told["default-src"], told["script-src"], told["base-uri"]) == ("'none'", "'self'", "'none'")


def test_a_page_that_needs_more_has_more_of_that_alone() -> None:
    plain = policy_of(keeps_strangers_out(page)(HttpRequest()))
    wider = policy_of(keeps_strangers_out(also_from(style_src=["'unsafe-inline'"])(page))(HttpRequest()))
    assert wider == plain | {"style-src": "'self' 'unsafe-inline'"}
