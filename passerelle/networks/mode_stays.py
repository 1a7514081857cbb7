"""The database itself refuses to turn a network that gives into one that sells, or the other way round.

In the European Union a strict exchange of favours can be a taxable barter, so the mode is a promise to the spaces.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from passerelle.kit.triggers import Trigger, put_up, take_down

_WORDS = "the mode of a network never changes"
TRIGGERS = (
    Trigger(
        "networks_network_mode_stays",
        "networks_network",
        "BEFORE UPDATE OF mode ON networks_network WHEN NEW.mode IS NOT OLD.mode "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END",
        "BEFORE UPDATE ON networks_network FOR EACH ROW WHEN (OLD.mode IS DISTINCT FROM NEW.mode)",
        f"BEGIN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END",
    ),
)


def hold(connection: BaseDatabaseWrapper) -> None:
    """From now on the mode of a network stays as it is; may be said twice."""
    put_up(connection, TRIGGERS)


def let_go(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger away, for a migration that turns back."""
    take_down(connection, TRIGGERS)
