"""How PostgreSQL tells whoever listens that something was done which walls show: in the transaction of the act itself.

Only what people do at the board and with walls is told: a commit that tells waits for the others that do, which
arrivals and payments should not. The rest is found by looking, a second later. SQLite tells nobody anything.
"""

from passerelle.kit.triggers import Trigger

CHANNEL = "passerelle_walls"

TRIGGERS = (
    Trigger(
        "walls_records_heard",
        "logbook_record",
        "",
        "AFTER INSERT ON logbook_record FOR EACH ROW WHEN (NEW.act ~ '^(notice|announcement|wall)_')",
        f"BEGIN PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL; END",
    ),
)
