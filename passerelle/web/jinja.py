"""The Jinja environment of the pages, and parts of pages rendered alone for htmx."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.backends.utils import csrf_input, csrf_token_lazy
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from passerelle.kit import clock
from passerelle.kit.ids import readable
from passerelle.web import (
    phrases,
    words,
    words_of_events,
    words_of_people,
    words_of_plans,
    words_of_provisions,
    words_of_rooms,
    words_of_the_board,
)
from passerelle.web.chrome import chrome
from passerelle.web.stamps import stamp
from passerelle.web.ways import url, way

PARTS = ("forms", "map", "pieces", "signs")
STREETS = {"tiles": settings.PASSERELLE_TILES, "credit": settings.PASSERELLE_TILES_CREDIT}
SAYING = (
    words,
    words_of_events,
    words_of_people,
    words_of_plans,
    words_of_provisions,
    words_of_rooms,
    words_of_the_board,
)
WORDS = {name: said for each in SAYING for name, said in vars(each).items() if name.endswith("_word")}


def environment(**options: Any) -> Environment:
    """What every template may use: translations, addresses, the clock, the filters of `phrases`, the words of `words`
    (`visit.state | state_word`) and the parts.

    The macros of `parts/pieces.html` are `pieces.…` everywhere, without an import, because an import at the top of
    a page is not there when one of its blocks is rendered alone.
    """
    made = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701  Django escapes
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(
        {"static": lru_cache(static), "url": url, "way": way, "now": clock.now, "get_messages": get_messages},
        language=get_language, chrome=chrome, stamp=stamp, streets=STREETS,
        **{name: Part(made, f"parts/{name}.html") for name in PARTS},
    )  # fmt: skip
    made.filters.update({name: _when_shown(said) for name, said in (phrases.FILTERS | WORDS).items()}, code=readable)
    return made


@dataclass(frozen=True)
class Part:
    """The macros of one file, read when first used."""

    environment: Environment
    file: str

    def __getattr__(self, macro: str) -> Any:
        found = getattr(self.environment.get_template(self.file).module, macro)
        if not self.environment.auto_reload:
            vars(self)[macro] = found
        return found


def _when_shown(said: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that asks for the page, so that Jinja does not work it out once for the first reader's language."""

    @pass_context
    @wraps(said)
    def shown(_page: Context, *args: Any, **kwargs: Any) -> Any:
        return said(*args, **kwargs)

    return shown


def render_block(request: HttpRequest, template: str, block: str, context: Mapping[str, Any] | None = None) -> Markup:
    """The block `block` of `template` alone, with all that a whole page is given (CSRF fields, messages).

    Page and part come from one file, so they cannot differ. What the template sets outside the block is not known
    inside it.
    """
    whole: Any = loader.get_template(template)
    given = whole.template.new_context(_whole_context(whole.backend, request, context or {}))
    return Markup("".join(whole.template.blocks[block](given)))  # noqa: S704  the template has escaped it


def part_of_page(request: HttpRequest, template: str, block: str, context: Mapping[str, Any]) -> HttpResponse:
    """The answer to a page that is open already and swaps one block of itself.

    Its address is that of the whole page, so no browser may keep it: going back would show the block bare.
    """
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(render_block(request, template, block, context), headers=headers)


def token(request: HttpRequest) -> dict[str, Any]:
    """Context for every page: the hidden field of its forms, drawn once a page where Django draws one for each form."""
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}


def _whole_context(backend: Any, request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """What Django's backend gives a page; Jinja alone would leave the CSRF field out."""
    whole = dict(context, request=request, csrf_token=csrf_token_lazy(request))
    for processor in backend.template_context_processors:
        whole.update(processor(request))
    return whole
