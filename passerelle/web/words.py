"""The words that people read for the values of the rules' enumerations, in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.listings.rules import Step
from passerelle.members.rules import Standing
from passerelle.networks.rules import Included, Mode, Way
from passerelle.people.rules import Language
from passerelle.presence.rules import Witness
from passerelle.spaces.rules import Feature, Kind, Role
from passerelle.visits.rules import Purpose, State

Words = Mapping[Any, Any]

KINDS: Words = {
    Kind.COWORKING: _("coworking"),
    Kind.OFFICE_CENTRE: _("office centre"),
    Kind.CAFE: _("café"),
    Kind.GETAWAY: _("getaway"),
    Kind.MAKER_SPACE: _("maker space"),
}
ROLES: Words = {Role.MANAGER: _("manager"), Role.DESK: _("desk")}
MODES: Words = {Mode.HOSPITALITY: _("hospitality"), Mode.PAID: _("paid")}
MODES_EXPLAINED: Words = {
    Mode.HOSPITALITY: _("Days are given, never billed."),
    Mode.PAID: _("Days are sold, and each is booked to the cent."),
}
WAYS: Words = {
    Way.DROP_IN: _("no need to ask"),
    Way.NOTICE: _("announced ahead"),
    Way.REQUEST: _("on request"),
}
INCLUDED: Words = {
    Included.WIFI: _("wifi"),
    Included.COFFEE: _("coffee"),
    Included.SCREEN: _("a screen"),
    Included.CALLS: _("a place for calls"),
    Included.MEETING_ROOM: _("a meeting room"),
    Included.KITCHEN: _("a kitchen"),
    Included.PRINTING: _("printing"),
    Included.LOCKER: _("a locker"),
    Included.BICYCLES: _("room for bicycles"),
}
FEATURES: Words = {
    Feature.OPEN_ROOM: _("an open room"),
    Feature.CAFE_CORNER: _("a café corner"),
    Feature.MEMBER_EVENTS: _("events for members"),
    Feature.NO_COMPANY_NEEDED: _("no company needed to come"),
    Feature.DOMICILIATION: _("company addresses"),
    Feature.SECRETARIAT: _("a secretariat"),
    Feature.PRIVATE_OFFICES: _("private offices"),
    Feature.WIFI: _("wifi"),
    Feature.COFFEE: _("coffee"),
    Feature.KITCHEN: _("a kitchen"),
    Feature.PRINTING: _("printing"),
    Feature.CALLS: _("a place for calls"),
    Feature.MEETING_ROOM: _("a meeting room"),
}
STATES: Words = {
    State.REQUESTED: pgettext("state of a visit", "requested"),
    State.COUNTERED: pgettext("state of a visit", "other days proposed"),
    State.ACCEPTED: pgettext("state of a visit", "accepted"),
    State.ARRIVED: pgettext("state of a visit", "arrived"),
    State.CLOSED: pgettext("state of a visit", "over"),
    State.DECLINED: pgettext("state of a visit", "declined"),
    State.LAPSED: pgettext("state of a visit", "lapsed"),
    State.CANCELLED: pgettext("state of a visit", "cancelled"),
    State.WITHDRAWN: pgettext("state of a visit", "withdrawn"),
    State.NO_SHOW: pgettext("state of a visit", "not come"),
}
PURPOSES: Words = {
    Purpose.WORK: _("to work"),
    Purpose.MEETING: _("for a meeting"),
    Purpose.EVENT: _("for an event"),
    Purpose.HOLIDAY: _("on holiday"),
    Purpose.OTHER: _("for another reason"),
}
STANDINGS: Words = {
    Standing.GOOD: _("in good standing"),
    Standing.UNKNOWN: _("not known"),
    Standing.NOT_YET: _("not yet a member"),
    Standing.ENDED: _("no longer a member"),
    Standing.NO_VISA: _("on a plan that does not carry the visa"),
}
WITNESSES: Words = {
    Witness.POSTER: _("by the code on the poster"),
    Witness.DESK: _("by the desk"),
    Witness.LETTER: _("by the host’s letter"),
}
STEPS: Words = {
    Step.TO_READ: pgettext("step of a list", "being read"),
    Step.READ: pgettext("step of a list", "read; waiting for your word"),
    Step.TO_TAKE_IN: pgettext("step of a list", "being saved"),
    Step.DONE: pgettext("step of a list", "taken in"),
    Step.REFUSED: pgettext("step of a list", "could not be taken in"),
}
LANGUAGES: Words = {Language.FRENCH: "Français", Language.ENGLISH: "English"}


def kind_word(kind: str) -> str:
    """What sort of place: coworking, office centre …"""
    return str(KINDS[Kind(kind)])


def role_word(role: str) -> str:
    """As what somebody acts for a space."""
    return str(ROLES[Role(role)])


def mode_word(mode: str) -> str:
    """How a network reckons."""
    return str(MODES[Mode(mode)])


def included_word(thing: str) -> str:
    """One thing that a visitor finds without paying."""
    return str(INCLUDED[Included(thing)])


def feature_word(thing: str) -> str:
    """One thing that may be known to be at a space."""
    return str(FEATURES[Feature(thing)])


def state_word(state: str) -> str:
    """Where a visit stands."""
    return str(STATES[State(state)])


def purpose_word(purpose: str) -> str:
    """Why somebody comes."""
    return str(PURPOSES[Purpose(purpose)])


def standing_word(standing: str) -> str:
    """What a home can say of a person."""
    return str(STANDINGS[Standing(standing)])


def witness_word(witness: str) -> str:
    """By what an arrival is known."""
    return str(WITNESSES[Witness(witness)])


def step_word(step: str) -> str:
    """Where a list that was sent stands."""
    return str(STEPS[Step(step)])


def listed_choices(words: Words, kind: type[StrEnum]) -> list[tuple[str, Any]]:
    """The members of an enumeration with their words, for a form's field."""
    return [(member.value, words[member]) for member in kind]
