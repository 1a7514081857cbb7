"""What one may ask of the directory beside a text, as a form that is sent by address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.directory.rules import THERE, Order, Search
from passerelle.networks.rules import Way
from passerelle.spaces.rules import Kind
from passerelle.web.words import FEATURES, INCLUDED, KINDS, WAYS, listed_choices

MORE = ((1, _("one or more")), (2, _("two or more")), (3, _("three or more")), (5, _("five or more")))
ORDERS = ((Order.DISTANCE, _("the nearest first")), (Order.NAME, _("by name")))


def _boxes(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple
    )


def _one(label: Any, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), required=False)


class FiltersForm(forms.Form):
    """The filters as they are set. What cannot be used was left out before, so nothing here is ever refused."""

    kind = _boxes(_("What sort of place"), listed_choices(KINDS, Kind))
    network = _one(_("Network"), ())
    free_days = _one(_("Free days"), [("", _("any")), *MORE])
    way = _boxes(_("How to come"), listed_choices(WAYS, Way))
    there = _boxes(_("What is there"), [(thing, FEATURES.get(thing) or INCLUDED[thing]) for thing in THERE])
    order = _one(_("In which order"), [("", _("as it fits")), *ORDERS])

    def __init__(self, search: Search, networks: Iterable[tuple[str, str]]) -> None:
        super().__init__(initial=_as_set(search), auto_id="asked-%s")
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *networks]


def _as_set(search: Search) -> dict[str, Any]:
    return {
        "kind": list(search.kinds),
        "network": search.network,
        "free_days": max((days for days, _more in MORE if days <= search.free_days), default=""),
        "way": list(search.ways),
        "there": list(search.there),
        "order": search.order or "",
    }
