"""A file of another program: what its columns are, which plans are made of it, and whether people are told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from passerelle.members.rules.roster import Column
from passerelle.moves.actions import Taking, Wished
from passerelle.moves.rules import LONGEST_PLAN, Proposed
from passerelle.plans.rules import Kind
from passerelle.web.forms.members import RosterForm
from passerelle.web.forms.payments import AmountField, typed_amount
from passerelle.web.roster_words import COLUMNS
from passerelle.web.words_of_plans import PLAN_KINDS

KINDS = (Kind.DAY, Kind.WEEK, Kind.MONTH)


class MoveForm(RosterForm):
    """The file alone: a file of another program names nobody who is missing."""

    is_complete = None  # type: ignore[assignment]


class MoveColumnsForm(forms.Form):
    """For each heading, what stands under it."""

    def __init__(self, typed: Any = None, *, headings: Sequence[str], understood: Mapping[str, Column]) -> None:
        super().__init__(typed)
        self.headings = headings
        choices = [("", _("leave aside")), *((str(column), word) for column, word in COLUMNS.items())]
        for number, heading in enumerate(headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=str(understood.get(heading, ""))
            )

    def columns(self) -> dict[str, Column | None]:
        """What was chosen, by heading."""
        chosen = ((heading, self.cleaned_data[f"column_{number}"]) for number, heading in enumerate(self.headings))
        return {heading: Column(said) if said else None for heading, said in chosen}


class TakingForm(forms.Form):
    """The plans that the space does not have yet, each to be made or not; and whether those entered are told."""

    is_told = forms.BooleanField(
        label=_("Write to everybody who is newly entered"),
        required=False,
        help_text=_("One letter each: who entered them, what is kept, how to be forgotten. Else nobody is written to."),
    )

    def __init__(self, typed: Any = None, *, proposed: Sequence[Proposed], currency: str) -> None:
        super().__init__(typed)
        self.proposed = proposed
        for number, plan in enumerate(proposed):
            self._add(number, plan, currency)

    def plans(self) -> Iterator[tuple[Proposed, list[BoundField]]]:
        """Each plan with its fields."""
        for number, plan in enumerate(self.proposed):
            yield plan, [self[f"{name}_{number}"] for name in ("name", "price", "kind", "sold")]

    def taking(self) -> Taking:
        """What was typed; a plan without a price is not made."""
        said = self.cleaned_data
        wished = {
            plan.key: Wished(said[f"name_{one}"], said[f"price_{one}"], Kind(said[f"kind_{one}"]), said[f"sold_{one}"])
            for one, plan in enumerate(self.proposed)
            if said[f"price_{one}"]
        }
        return Taking(wished, said["is_told"])

    def _add(self, number: int, plan: Proposed, currency: str) -> None:
        self.fields[f"name_{number}"] = forms.CharField(label=_("Name"), max_length=LONGEST_PLAN, initial=plan.name)
        self.fields[f"price_{number}"] = AmountField(
            currency=currency,
            label=_("Price in %(currency)s, tax included") % {"currency": currency},
            required=False,
            initial=typed_amount(plan.price, currency) if plan.price else "",
            help_text=_("Empty: the plan is not made, and its members are entered without one."),
        )
        choices = [(kind.value, PLAN_KINDS[kind]) for kind in KINDS]
        kind = plan.kind or Kind.MONTH
        self.fields[f"kind_{number}"] = forms.ChoiceField(label=_("For how long"), choices=choices, initial=kind.value)
        self.fields[f"sold_{number}"] = forms.BooleanField(label=_("Offer it to newcomers too"), required=False)
