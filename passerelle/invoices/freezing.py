"""How the database itself keeps what was issued: a document never changes, nor does a paper once it is written."""

from django.db.backends.base.base import BaseDatabaseWrapper

from passerelle.kit.triggers import Trigger, put_up, refusing, take_down

_KEPT = "what was issued is never changed"
_PAPER = "invoices_paper"
_AFTER_WRITING = Trigger(
    f"{_PAPER}_no_update",
    _PAPER,
    f"BEFORE UPDATE ON {_PAPER} WHEN OLD.written_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END",
    f"BEFORE UPDATE ON {_PAPER} FOR EACH ROW WHEN (OLD.written_at IS NOT NULL)",
    f"BEGIN RAISE EXCEPTION '{_KEPT}' USING ERRCODE = 'restrict_violation'; END",
)


TRIGGERS = (
    *refusing("invoices_document", _KEPT, once=[("network_id", "key"), ("space_id", "key"), ("issuer", "number")]),
    _AFTER_WRITING,
    *(one for one in refusing(_PAPER, _KEPT, once=[("document_id", "form")]) if one.name != _AFTER_WRITING.name),
)


def freeze(connection: BaseDatabaseWrapper) -> None:
    """From now on the database refuses to change what was issued; may be said twice."""
    put_up(connection, TRIGGERS)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for a migration that rebuilds a table."""
    take_down(connection, TRIGGERS)
