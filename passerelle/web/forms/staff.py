"""Whom to invite, and as what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.spaces.rules import Role
from passerelle.web.words import ROLES, listed_choices


class InvitationForm(forms.Form):
    """A mail address and a role."""

    address = forms.EmailField(
        label=_("Mail address"), max_length=254, error_messages={"invalid": _("This is not a complete mail address.")}
    )
    role = forms.ChoiceField(
        label=_("As what?"),
        help_text=_("The desk sees who is expected, answers requests and records arrivals. A manager may do all."),
        choices=listed_choices(ROLES, Role),
        initial=Role.DESK,
        widget=forms.RadioSelect,
    )
