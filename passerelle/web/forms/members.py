"""One member, and a roster."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.members.actions import Term
from passerelle.members.rules.identity import LONGEST_MONTHS
from passerelle.members.rules.roster import MOST_BYTES
from passerelle.people.rules import LONGEST_NAME
from passerelle.web.words_of_plans import plan_word

if TYPE_CHECKING:
    from passerelle.plans.models import Plan


def day_field(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    """A date; the browser's own field sends ISO, a hand may type a French date."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("This date does not exist, or is not written like 31/01/2027.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )


class TermForm(forms.Form):
    """On which plan, from when until when, and whether that carries the visa."""

    plan = forms.ChoiceField(
        label=_("Plan"),
        required=False,
        help_text=_("It says the last day, where you leave that empty, and whether it carries the visa."),
    )
    since = day_field(_("Member since"), required=True)
    valid_until = day_field(
        _("Valid until"), required=False, help_text=_("The last day, included. Empty: without an end.")
    )
    carries_visa = forms.BooleanField(
        label=_("The plan carries the visa"),
        required=False,
        initial=True,
        help_text=_("Plans by the month usually do; days, weeks and bundles of days usually do not."),
    )

    def __init__(self, *typed: Any, plans: Iterable["Plan"] = (), **how: Any) -> None:
        super().__init__(*typed, **how)
        self.plans = {str(plan.pk): plan for plan in plans}
        if self.plans:
            choices: Any = self.fields["plan"]
            choices.choices = [("", _("none of these")), *((key, plan_word(one)) for key, one in self.plans.items())]
        else:
            del self.fields["plan"]

    def term(self) -> Term:
        """What was typed; a plan says what was left open."""
        given = self.cleaned_data
        plan = self.plans.get(given.get("plan", ""))
        if plan is not None:
            return Term.of(plan, given["since"], given["valid_until"])
        return Term(given["since"], given["valid_until"], given["carries_visa"])


class MemberForm(TermForm):
    """Somebody to enter."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    address = forms.EmailField(
        label=_("Mail address"), max_length=254, error_messages={"invalid": _("This is not a complete mail address.")}
    )
    field_order = ("name", "address", "plan", "since", "valid_until", "carries_visa")


class IdentityForm(forms.Form):
    """Whether a document is to be seen, and after how long once more."""

    is_asked = forms.BooleanField(
        label=_("The desk looks at a passport or an identity card before the first check-in"), required=False
    )
    months = forms.IntegerField(
        label=_("Once more after so many months"),
        required=False,
        min_value=1,
        max_value=LONGEST_MONTHS,
        help_text=_("Empty: once is enough."),
    )


class RosterForm(forms.Form):
    """A file, and whether it names everybody."""

    file = forms.FileField(
        label=_("The file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    is_complete = forms.BooleanField(
        label=_("This file is complete: whoever is missing from it is no longer a member"),
        required=False,
        help_text=_("You will see who that is before anything ends."),
    )

    def clean_file(self) -> bytes:
        """The bytes, unless there are too many of them to be a list of members."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _now("This file is larger than %(most)s MB. Take out columns that are not needed, or send it in parts.")
                % {"most": MOST_BYTES // 1_000_000}
            )
        content: bytes = upload.read()
        return content
