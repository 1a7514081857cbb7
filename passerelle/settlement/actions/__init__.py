"""What can be done: set conditions, agree, close a month, send what follows."""

from passerelle.settlement.actions.closing import (
    Report,
    begin_closing,
    close_month,
    take_up_closings,
    what_it_would_come_to,
)
from passerelle.settlement.actions.conditions import Wished, agree_to_self_billing, set_conditions
from passerelle.settlement.actions.recognising import recognise_transfers
from passerelle.settlement.actions.sending import money_moved, write_files

__all__ = [
    "Report",
    "Wished",
    "agree_to_self_billing",
    "begin_closing",
    "close_month",
    "money_moved",
    "recognise_transfers",
    "set_conditions",
    "take_up_closings",
    "what_it_would_come_to",
    "write_files",
]
