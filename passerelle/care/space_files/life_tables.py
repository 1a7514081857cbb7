"""The tables of what is seen and happens in a space: its board, its walls, its calendar, and how plans went on."""

from passerelle.asks.models import Count
from passerelle.board.models import Board, Notice
from passerelle.care.space_files.table import Table
from passerelle.events.models import Answer, Event, Habit, Occurrence
from passerelle.members.models import PaidTerm, Pause, PlanChange
from passerelle.walls.models import Wall

WHO = {"person": "person_id", "person_name": "person__name"}

LIFE = (
    Table("board", Board, "space", {
        "readers": "readers", "approved_first": "approves_first", "at_once": "at_once",
    }),
    Table("notices", Notice, "space", WHO | {
        "reference": "reference", "kind": "kind", "title": "title", "text": "text", "until": "until",
        "readers": "readers", "is_signed": "signed", "state": "state", "written_at": "written_at",
        "decided_by": "decided_by", "reason": "reason",
    }),
    Table("walls", Wall, "space", {
        "name": "name", "language": "language", "look": "look", "hung_at": "hung_at", "seen_at": "seen_at",
        "revoked_at": "revoked_at",
    }),
    Table("calendar", Habit, "space", {"members_propose": "members_propose"}),
    Table("events", Event, "space", {
        "event": "pk", "reference": "reference", "title": "title", "text": "text", "kind": "kind",
        "language": "language", "for_whom": "for_whom", "place": "room", "hosted_by": "host__name",
        "places": "places", "first_on": "first_on", "begins_at_hour": "at", "minutes": "minutes", "every": "every",
        "until": "until", "state": "state", "proposed_by": "proposed_by", "made_at": "made_at",
    }),
    Table("dates", Occurrence, "space", {
        "event": "event_id", "date": "pk", "day": "day", "begins_at": "begins_at", "ends_at": "ends_at",
        "title": "title", "place": "room", "for_whom": "for_whom", "places": "places",
        "called_off_at": "called_off_at", "reason": "reason",
    }),
    Table("answers", Answer, "occurrence__space", WHO | {
        "date": "occurrence_id", "answer": "saying", "answered_at": "answered_at",
    }),
    Table("introductions_counted", Count, "space", {"what_came": "came", "how_many": "number"}),
    Table("paid_terms", PaidTerm, "enrolment__space", {
        "plan_taken": "enrolment__reference", "plan": "plan_id", "plan_name": "plan__name_en",
        "begins_on": "begins_on", "until": "until", "sale": "sale_id",
    }),
    Table("pauses", Pause, "enrolment__space", {
        "plan_taken": "enrolment__reference", "since": "since", "until": "until", "asked_at": "asked_at",
    }),
    Table("plan_changes", PlanChange, "enrolment__space", {
        "plan_taken": "enrolment__reference", "plan_before": "before_id", "plan": "plan_id", "on": "on",
        "not_used": "back", "to_pay": "to_pay", "sale": "sale_id", "state": "state", "asked_at": "asked_at",
    }),
)  # fmt: skip
