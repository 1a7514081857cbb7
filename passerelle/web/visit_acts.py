"""What is pressed on the pages of a visit, by either side, signed in or behind a letter's link.

Each button names its act in `act`. The actions decide whether it may be done; here words become arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.translation import gettext_lazy as lazy

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.visits import actions
from passerelle.visits.rules import Side
from passerelle.web.forms.visits import AnswerForm, LineForm, ReasonForm, VouchForm
from passerelle.web.refusals import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest

    from passerelle.visits.access import Actor
    from passerelle.visits.models import Visit


@dataclass(frozen=True)
class Act:
    """A button: the form that reads what came with it, what it does, and the words once it is done."""

    form: type[Form]
    do: Callable[[Visit, Actor, dict[str, Any]], object]
    said: Any


OF_HOST = {
    "accept": Act(
        AnswerForm,
        lambda visit, by, given: actions.accept_visit(visit, by=by, line=given["line"]),
        lazy("You have said yes. The letter leaves in ten minutes."),
    ),
    "decline": Act(
        AnswerForm,
        lambda visit, by, given: actions.decline_visit(visit, by=by, line=given["line"]),
        lazy("You have said no. The letter leaves in ten minutes."),
    ),
    "propose": Act(
        AnswerForm,
        lambda visit, by, given: actions.propose_other_days(visit, given["days"], by=by, line=given["line"]),
        lazy("You have proposed other days. The letter leaves in ten minutes."),
    ),
    "take_back": Act(
        AnswerForm,
        lambda visit, by, given: actions.take_back_answer(visit, by=by),
        lazy("Your answer is taken back. No letter has left."),
    ),
    "withdraw": Act(
        ReasonForm,
        lambda visit, by, given: actions.withdraw_visit(visit, given["reason"], by=by),
        lazy("Your yes is taken back, and the visitor is told why."),
    ),
}
OF_VISITOR = {
    "cancel": Act(
        LineForm,
        lambda visit, by, given: actions.cancel_visit(visit, by=by),  # type: ignore[arg-type]
        lazy("The visit is cancelled, and its days are free again."),
    ),
    "leave_early": Act(
        LineForm,
        lambda visit, by, given: actions.leave_early(visit, by=by),  # type: ignore[arg-type]
        lazy("Thank you for saying so: the days that were left are free again."),
    ),
    "take_up": Act(
        AnswerForm,
        lambda visit, by, given: actions.take_up_proposal(visit, by=by, days=given["days"]),  # type: ignore[arg-type]
        lazy("It is settled: you are expected."),
    ),
    "turn_down": Act(
        LineForm,
        lambda visit, by, given: actions.turn_down_proposal(visit, by=by),  # type: ignore[arg-type]
        lazy("The space is told that these days do not suit you."),
    ),
}
OF_BOTH = {
    "write": Act(
        LineForm,
        lambda visit, by, given: actions.write_a_line(visit, given["text"], by=by),
        lazy("Your line is on its way."),
    ),
    "happened": Act(
        LineForm,
        lambda visit, by, given: actions.say_whether_it_happened(visit, True, by=by),
        lazy("Noted: the visit happened."),
    ),
    "did_not_happen": Act(
        LineForm,
        lambda visit, by, given: actions.say_whether_it_happened(visit, False, by=by),
        lazy("Noted: the visit did not happen."),
    ),
}
OF_HOME = {
    "vouch": Act(
        VouchForm,
        lambda visit, by, given: actions.vouch_for(visit, valid_until=given["valid_until"], by=by),
        lazy("Thank you: your word is given, and you will not be asked again for this person."),
    ),
    "refuse": Act(
        VouchForm,
        lambda visit, by, given: actions.refuse_to_vouch(visit, by=by),
        lazy("Thank you. The traveller is told."),
    ),
    "no_part": Act(
        VouchForm,
        lambda visit, by, given: actions.home_takes_no_part(visit, by=by),  # type: ignore[arg-type]
        lazy("You will not be written to again."),
    ),
}
BY_SIDE = {Side.HOST: OF_HOST | OF_BOTH, Side.VISITOR: OF_VISITOR | OF_BOTH}


def press(request: HttpRequest, visit: Visit, acts: dict[str, Act], by: Actor) -> str:
    """Do what was pressed; gives nothing once it is done, else the sentence that says why it was not."""
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return sentence(Refusal("act_is_not_known"))
    form = act.form(request.POST)
    if not form.is_valid():
        return next(str(error) for errors in form.errors.values() for error in errors)
    try:
        act.do(visit, by, form.cleaned_data)
    except NotFound:
        raise
    except Refusal as refusal:
        return sentence(refusal)
    messages.success(request, act.said)
    return ""


def wanted_answer(request: HttpRequest) -> str:
    """The answer that the button of a letter led to ("yes", "no", "other"): it is put first, never given."""
    if request.POST.get("act") == "propose":
        return "other"
    return next((answer for answer in ("yes", "no", "other") if answer in request.GET), "")
