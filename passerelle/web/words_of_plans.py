"""The words of plans, in the reader's language."""

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.plans.rules import Kind
from passerelle.web.words import Words

if TYPE_CHECKING:
    from passerelle.plans.models import Plan

PLAN_KINDS: Words = {
    Kind.DAY: pgettext("length of a plan", "a day"),
    Kind.WEEK: pgettext("length of a plan", "a week"),
    Kind.MONTH: pgettext("length of a plan", "a month"),
    Kind.BUNDLE: pgettext("length of a plan", "a bundle of days"),
}


def plan_kind_word(kind: str) -> str:
    """For how long a plan is."""
    return str(PLAN_KINDS[Kind(kind)])


def plan_word(plan: "Plan") -> str:
    """A plan in the reader's language."""
    return plan.name_fr if (get_language() or "").startswith("fr") else plan.name_en
