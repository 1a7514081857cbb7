"""The words that people read for the values of the rules' enumerations, in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.getaways.rules import Comprises, PriceFor, Setting
from passerelle.getaways.rules import State as StayState
from passerelle.invoices import wording
from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import DocumentKind
from passerelle.ledger.rules.chart import Group
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.listings.rules import Step
from passerelle.members.rules import Standing
from passerelle.networks.rules import Included, Mode, Way
from passerelle.passes.rules import ChargeState, Unused
from passerelle.passes.rules import Kind as PassKind
from passerelle.passes.rules import State as PassState
from passerelle.payments.rules import Method
from passerelle.payments.rules import State as Paid
from passerelle.people.rules import Language
from passerelle.presence.rules import As, Witness
from passerelle.settlement.rules import Outcome
from passerelle.settlement.rules.states import Missing, TransferState
from passerelle.spaces.rules import Feature, Kind, Role
from passerelle.visits.rules import Purpose, State
from passerelle.welcome.rules import Topic

if TYPE_CHECKING:
    from passerelle.invoices.models import Tax

Words = Mapping[Any, Any]

KINDS: Words = {
    Kind.COWORKING: _("coworking"),
    Kind.OFFICE_CENTRE: _("office centre"),
    Kind.CAFE: _("café"),
    Kind.GETAWAY: _("getaway"),
    Kind.MAKER_SPACE: _("maker space"),
    Kind.UNKNOWN: _("kind not known"),
}
ROLES: Words = {Role.MANAGER: _("manager"), Role.DESK: _("desk")}
CHARGE_STATES: Words = {
    ChargeState.CHARGED: pgettext("a charge", "charged"),
    ChargeState.CONTESTED: pgettext("a charge", "contested"),
    ChargeState.UPHELD: pgettext("a charge", "the space stands by it"),
    ChargeState.TAKEN_BACK: pgettext("a charge", "taken back"),
}
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
    Feature.SOCKETS: _("power sockets"),
    Feature.AIR_CONDITIONING: _("air conditioning"),
    Feature.QUIET: _("quiet"),
    Feature.EXCHANGES: _("exchanges with like spaces"),
    Feature.RESIDENCIES: _("residencies"),
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
SETTINGS: Words = {
    Setting.SEASIDE: _("by the sea"),
    Setting.GREEN: _("in the green"),
    Setting.HOLIDAY: _("in a holiday town"),
}
COMPRISES: Words = {
    Comprises.DESK: _("a desk"),
    Comprises.ROOM: _("a room"),
    Comprises.BOTH: _("a desk and a room"),
}
TAX_CATEGORIES: Words = {
    Category.STANDARD: _("taxed"),
    Category.ZERO: _("taxed at nought"),
    Category.EXEMPT: _("exempt"),
    Category.REVERSE_CHARGE: _("reverse charge: the buyer declares it"),
    Category.OUTSIDE: _("outside the scope of the tax"),
}
PASS_KINDS: Words = {
    PassKind.AS_YOU_GO: _("pay as you go"),
    PassKind.PACK: _("a pack of days"),
    PassKind.MONTHLY: _("days each month"),
    PassKind.UNLIMITED: _("a month without counting"),
}
UNUSED: Words = {Unused.LAPSE: _("lapse"), Unused.ROLL_OVER: _("move once into the next month")}
PASS_STATES: Words = {
    PassState.ASKED: pgettext("state of a pass", "to be paid"),
    PassState.OPEN: pgettext("state of a pass", "open"),
    PassState.BLOCKED: pgettext("state of a pass", "blocked"),
    PassState.ENDED: pgettext("state of a pass", "over"),
    PassState.WITHDRAWN: pgettext("state of a pass", "withdrawn from"),
}
PRICES_FOR: Words = {PriceFor.DAY: _("a day"), PriceFor.STAY: _("the whole stay")}
STAY_STATES: Words = {
    StayState.ASKED: pgettext("state of a stay", "asked"),
    StayState.ACCEPTED: pgettext("state of a stay", "agreed"),
    StayState.DECLINED: pgettext("state of a stay", "declined"),
    StayState.LAPSED: pgettext("state of a stay", "lapsed"),
    StayState.CANCELLED: pgettext("state of a stay", "cancelled"),
    StayState.WITHDRAWN: pgettext("state of a stay", "withdrawn"),
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
TOPICS: Words = {
    Topic.DOOR: _("The door"),
    Topic.WIFI: _("Wi-Fi"),
    Topic.CALLS: _("Calls"),
    Topic.QUIET: _("Quiet places"),
    Topic.COFFEE: _("Coffee"),
    Topic.LUNCH: _("Lunch"),
    Topic.BINS: _("Bins"),
    Topic.EMERGENCY: _("In an emergency"),
    Topic.WHOM: _("Whom to ask"),
}
QUALITIES: Words = {As.VISITOR: _("visitor"), As.HOLDER: _("visitor"), As.MEMBER: _("member")}
OUTCOMES: Words = {
    Outcome.PAYOUT: _("is paid out"),
    Outcome.REQUEST: _("is asked for"),
    Outcome.CARRIED: _("counts next month"),
    Outcome.NOTHING: _("nothing to settle"),
}
TRANSFERS: Words = {
    TransferState.DUE: _("due"),
    TransferState.LISTED: _("in a file"),
    TransferState.DONE: _("done"),
}
MISSING: Words = {
    Missing.PARTY: _("legal name and numbers"),
    Missing.ACCOUNT: _("an account (IBAN)"),
    Missing.AGREEMENT: _("the agreement to self-billing"),
}
ACCOUNTS: Words = {
    Account.BANK: _("In the bank"),
    Account.TILL: _("Cash"),
    Account.CARD_CLEARING: _("Paid by card, not yet paid out"),
    Account.COLLECTED: _("Collected by spaces"),
    Account.REQUESTED: _("Asked of spaces"),
    Account.DISPUTED: _("Contested"),
    Account.OWED_BY_HOLDER: _("Used on account"),
    Account.OWED_BY_MEMBER: _("Sold, and not paid yet"),
    Account.TAX_RECLAIMED: _("Tax to reclaim"),
    Account.CREDITS: _("Credits not used yet"),
    Account.OWED_TO_SPACE: _("Owed to spaces, month not closed"),
    Account.CARRIED_OVER: _("Carried over"),
    Account.PAYOUT: _("On its way to spaces"),
    Account.REFUND: _("To be refunded"),
    Account.UNKNOWN_RECEIPT: _("Came in, not yet known for what"),
    Account.TAX_OWED: _("Tax taken in"),
    Account.EXCHANGE: _("Changed into other currencies"),
    Account.SOLD: _("Sold to members"),
    Account.COMMISSION: _("Commission kept"),
    Account.CREDIT_RESULT: _("Left of credits after the price"),
    Account.ROUNDING: _("Roundings"),
    Account.FEES: _("Fees of banks and cards"),
}
GROUPS: Words = {
    Group.IN: pgettext("money", "In"),
    Group.TO_COME: pgettext("money", "To come"),
    Group.CONTESTED: pgettext("money", "Contested"),
    Group.OWED: pgettext("money", "Owed"),
    Group.CHANGED: pgettext("money", "Changed"),
    Group.KEPT: pgettext("money", "Left to the network"),
}
STEPS: Words = {
    Step.SENT: pgettext("step of a list", "arrived; say where it comes from"),
    Step.TO_READ: pgettext("step of a list", "being read"),
    Step.READ: pgettext("step of a list", "read; waiting for your word"),
    Step.TO_TAKE_IN: pgettext("step of a list", "being saved"),
    Step.DONE: pgettext("step of a list", "taken in"),
    Step.REFUSED: pgettext("step of a list", "could not be taken in"),
    Step.LEFT: pgettext("step of a list", "left; nothing was kept"),
    Step.LAPSED: pgettext("step of a list", "let go of after seven days without a word"),
}
METHODS: Words = {Method.TRANSFER: _("by transfer"), Method.CARD: _("by card"), Method.CASH: _("in cash")}
PAYMENTS: Words = {
    Paid.ASKED: pgettext("state of a payment", "asked"),
    Paid.FAILED: pgettext("state of a payment", "card refused"),
    Paid.CANCELLED: pgettext("state of a payment", "cancelled"),
    Paid.PAID: pgettext("state of a payment", "paid"),
    Paid.REFUNDED: pgettext("state of a payment", "paid back"),
    Paid.DISPUTED: pgettext("state of a payment", "contested at the bank"),
    Paid.LOST: pgettext("state of a payment", "lost to the bank"),
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


def pass_kind_word(kind: str) -> str:
    """What a network sells: a pack of days, a month …"""
    return str(PASS_KINDS[PassKind(kind)])


def pass_word(state: str) -> str:
    """Where a pass stands."""
    return str(PASS_STATES[PassState(state)])


def tax_category_word(category: str) -> str:
    """How something is taxed."""
    return str(TAX_CATEGORIES[Category(category)])


def setting_word(setting: str) -> str:
    """What surrounds a getaway."""
    return str(SETTINGS[Setting(setting)])


def comprises_word(what: str) -> str:
    """What one gets at a getaway."""
    return str(COMPRISES[Comprises(what)])


def stay_word(state: str) -> str:
    """Where a stay stands."""
    return str(STAY_STATES[StayState(state)])


def purpose_word(purpose: str) -> str:
    """Why somebody comes."""
    return str(PURPOSES[Purpose(purpose)])


def standing_word(standing: str) -> str:
    """What a home can say of a person."""
    return str(STANDINGS[Standing(standing)])


def witness_word(witness: str) -> str:
    """By what an arrival is known."""
    return str(WITNESSES[Witness(witness)])


def topic_word(topic: str) -> str:
    """What a part of the first hour is about."""
    return str(TOPICS[Topic(topic)])


def quality_word(quality: str) -> str:
    """As what somebody is at a space."""
    return str(QUALITIES[As(quality)])


def step_word(step: str) -> str:
    """Where a list that was sent stands."""
    return str(STEPS[Step(step)])


def method_word(method: str) -> str:
    """How a payment is made."""
    return str(METHODS[Method(method)])


def payment_word(state: str) -> str:
    """Where a payment stands."""
    return str(PAYMENTS[Paid(state)])


def document_word(kind: str) -> str:
    """What sort of document it is."""
    return str(wording.TITLES[DocumentKind(kind)])


def outcome_word(outcome: str) -> str:
    """What becomes of a net amount."""
    return str(OUTCOMES[Outcome(outcome)])


def transfer_word(state: str) -> str:
    """Where money that follows a closing stands."""
    return str(TRANSFERS[TransferState(state)])


def missing_word(missing: str) -> str:
    """What a space still has to give before it can be paid."""
    return str(MISSING[Missing(missing)])


def account_word(kind: str) -> str:
    """What an account of the books holds."""
    return str(ACCOUNTS[Account(kind)])


def group_word(group: str) -> str:
    """What accounts of the books say together."""
    return str(GROUPS[Group(group)])


def tax_word(tax: "Tax") -> str:
    """A tax in a few words: its rate, or why there is none, and the code that the treasurer gave it."""
    category, language = Category(tax.category), (get_language() or "en").partition("-")[0]
    said = (
        wording.rate(tax.percent_bp, language) if category is Category.STANDARD else str(wording.WITHOUT_TAX[category])
    )
    return f"{said} ({tax.code})"


def charge_state_word(state: str) -> str:
    """What became of a charge."""
    return str(CHARGE_STATES[ChargeState(state)])


def listed_choices(words: Words, kind: type[StrEnum]) -> list[tuple[str, Any]]:
    """The members of an enumeration with their words, for a form's field."""
    return [(member.value, words[member]) for member in kind]
