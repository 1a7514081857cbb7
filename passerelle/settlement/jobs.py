"""What happens to months by itself: a closing that was begun is brought to its end, its documents are issued, and
whoever owes is asked."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.settlement.actions import take_up_closings
from passerelle.settlement.actions.bundles import issue_bundles
from passerelle.settlement.actions.documents import ROUND, issue_documents

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "settlement.take_up_closings": (take_up_closings, timedelta(seconds=5)),
    ROUND: (issue_documents, timedelta(minutes=10)),
    "settlement.issue_bundles": (issue_bundles, timedelta(minutes=1)),
}
