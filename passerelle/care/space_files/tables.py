"""The tables of a space's own life: its page, its people, its days. What it sells stands in `money_tables`."""

from django.db.models import Q
from django.db.models.functions import TruncMonth

from passerelle.bookings.models import Booking, Resource
from passerelle.care.space_files.table import Counted, Table, only_if
from passerelle.credentials.models import Use
from passerelle.getaways.models import Getaway, Stay
from passerelle.listings.models import Listing
from passerelle.members.models import Enrolment, IdentitySeen, Membership, SpacesIdentityRule
from passerelle.moves.models import Move
from passerelle.networks.models import Affiliation
from passerelle.plans.models import Plan
from passerelle.presence.models import Presence
from passerelle.provisions.models import Provision
from passerelle.spaces.models import Closure, Invitation, Space, Staff
from passerelle.visits.models import Line, Visit, VisitDay
from passerelle.welcome.models import FirstHour, Part

IS_KNOWN = Q(person__forgotten_at=None)
WHO = {"person": "person_id", "person_name": "person__name"}
WHO_WITH_ADDRESS = WHO | {"mail_address": only_if(IS_KNOWN, "person__email")}

PAGE = (
    Table("space", Space, lambda space: Q(pk=space.pk) | Q(joined_into=space), {
        "space": "pk", "address_of_page": "slug", "name": "name", "kind": "kind", "summary": "summary",
        "street_address": "address", "local_address": "local_address", "town": "town", "country": "country",
        "latitude": "latitude", "longitude": "longitude", "time_zone": "time_zone", "language": "language",
        "currency": "currency", "website": "website", "mail_address": "email", "confirmed_at": "email_confirmed_at",
        "second_mail_address": "second_email", "takes_no_part_since": "takes_no_part_since", "ask_for": "ask_for",
        "hours": "hours", "hours_note": "hours_note", "prices": "prices", "features": "features",
        "joined_into": "joined_into_id", "listed_at": "listed_at",
    }),
    Table("closed_dates", Closure, "space", {"since": "since", "until": "until", "reason": "reason"}),
    Table("first_hour", Part, "space", {"topic": "topic", "text_fr": "text_fr", "text_en": "text_en"}),
    Table("first_hour_checked", FirstHour, "space", {
        "wifi_name": "wifi_name", "checked_at": "checked_at", "checked_by": "checked_by",
    }),
    Table("networks", Affiliation, "space", {
        "network": "network__name", "since": "since", "until": "until", "own_terms": "deviations",
        "left_because": "left_because",
    }),
    Table("lists", Listing, "space", {
        "list": "source__name", "licence": "source__licence", "told_on": "told_on", "values": "values",
    }),
)  # fmt: skip

PEOPLE = (
    Table("staff", Staff, "space", WHO_WITH_ADDRESS | {"role": "role", "since_moment": "since"}),
    Table("invitations", Invitation, "space", {
        "mail_address": "email", "role": "role", "invited_at": "invited_at", "accepted_at": "accepted_at",
        "withdrawn_at": "withdrawn_at",
    }),
    Table("plans", Plan, "space", {
        "plan": "pk", "name_fr": "name_fr", "name_en": "name_en", "kind": "kind", "price": "price",
        "currency": "currency", "tax": "tax__code", "days": "days", "valid_days": "valid_days", "hours": "hours",
        "carries_visa": "carries_visa", "is_trial": "is_trial",
        "pause_days": "pause_days", "is_offered": "offered", "made_at": "made_at",
    }),
    Table("services", Provision, "space", {
        "service": "pk", "kind": "kind", "name_fr": "name_fr", "name_en": "name_en", "text_fr": "text_fr",
        "text_en": "text_en", "price": "price", "currency": "currency", "per": "per", "tax": "tax__code",
        "approval_number": "approval_number", "approved_by": "approved_by", "term_months": "term_months",
        "is_offered": "offered", "made_at": "made_at",
    }),
    Table("members", Membership, "space", WHO_WITH_ADDRESS | {
        "since": "since", "until": "until", "plan": "plan_id", "plan_name": "plan__name_en",
        "carries_visa": "carries_visa", "known_by": "source", "entered_at": "entered_at",
    }),
    Table("files_brought", Move, "space", {
        "reference": "reference", "file_name": "file_name", "sent_at": "sent_at", "taken_in_at": "taken_in_at",
    }),
    Table("plans_taken", Enrolment, "space", WHO | {
        "reference": "reference", "plan": "plan_id", "plan_name": "plan__name_en", "method": "method", "state": "state",
        "first_on": "first_on", "until": "until", "renews": "renews", "asked_at": "asked_at",
    }),
    Table("documents_seen", IdentitySeen, "space", WHO | {"seen_by": "seen_by", "seen_at": "seen_at"}),
    Table("documents_asked", SpacesIdentityRule, "space", {
        "is_asked": "is_asked", "lapses_after_months": "lapses_after_months",
    }),
)  # fmt: skip

DAYS = (
    Table("check_ins", Presence, "space", WHO | {
        "day": "day", "state": "state", "as": "quality", "because_of": "cause", "arrived_at": "used_at",
        "witness": "witness", "recorded_by": "recorded_by",
    }),
    Table("visits_received", Visit, "host", {
        "visit": "pk", "reference": "reference", **WHO,
        "mail_address": only_if(IS_KNOWN & Q(shows_address=True), "person__email"),
        "home": "home__name", "network": "network__name", "state": "state", "first_day": "first_day",
        "last_day": "last_day", "purpose": "purpose", "line": "about", "asked_at": "asked_at", "word": "word",
        "terms": "terms", "answered_at": "answered_at", "answered_by": "answered_by", "answer": "answer_line",
        "arrived_at": "arrived_at", "ended_at": "ended_at", "host_says_it_happened": "happened_says_host",
    }),
    Table("days_of_visits", VisitDay, "visit__host", {"visit": "visit_id", "day": "day"}),
    Table("lines_of_visits", Line, "visit__host", {
        "visit": "visit_id", "side": "side", "written_at": "written_at", "text": "text",
    }),
    Counted("visits_of_our_members", Visit, "home", {
        "host": "host__name", "month": TruncMonth("first_day"), "state": "state",
    }),
    Table("codes_read", Use, "space", {
        "at": "at", "person": "credential__person_id", "person_name": "credential__person__name", "verdict": "verdict",
        "read_by": "by",
    }),
)  # fmt: skip

ROOMS = (
    Table("rooms", Resource, "space", {
        "room": "pk", "reference": "reference", "name": "name", "kind": "kind", "seats": "seats", "text_fr": "text_fr",
        "text_en": "text_en", "amenities": "amenities", "unit": "unit", "hours": "hours", "open_to": "open_to",
        "notice_hours": "notice_hours", "ahead_days": "ahead_days", "shortest": "shortest", "longest": "longest",
        "buffer": "buffer", "cancel_hours": "cancel_hours", "price_hour": "price_hour", "price_day": "price_day",
        "member_price_hour": "member_price_hour", "member_price_day": "member_price_day", "currency": "currency",
        "retired_at": "retired_at", "made_at": "made_at",
    }),
    Table("bookings", Booking, "resource__space", WHO | {
        "reference": "reference", "room": "resource_id", "room_name": "resource__name", "begins_at": "begins_at",
        "ends_at": "ends_at", "line": "about", "state": "state", "price": "price", "currency": "currency",
        "cancel_until": "cancel_until", "booked_at": "booked_at", "booked_by": "cause", "cancelled_at": "cancelled_at",
        "cancelled_by": "cancelled_by", "reason": "reason",
    }),
    Table("getaways", Getaway, "space", {
        "getaway": "pk", "reference": "reference", "network": "network__name", "name_fr": "title_fr",
        "name_en": "title_en", "text_fr": "text_fr", "text_en": "text_en", "setting": "setting",
        "comprises": "comprises", "since": "since", "until": "until", "minimum_days": "minimum_days",
        "places": "places", "price": "price", "price_for": "price_for", "currency": "currency",
        "cancelling": "cancelling", "is_offered": "offered", "made_at": "made_at",
    }),
    Table("stays", Stay, "getaway__space", WHO | {
        "reference": "reference", "getaway": "getaway_id", "first_day": "first_day", "last_day": "last_day",
        "state": "state", "line": "about", "price": "price", "currency": "currency", "asked_at": "asked_at",
        "answered_at": "answered_at", "answered_by": "answered_by", "answer": "answer_line", "ended_at": "ended_at",
        "kept": "kept", "tax": "tax", "percent_bp": "tax_bp", "paid_at": "paid_at", "paid_with": "paid_with",
    }),
)  # fmt: skip
