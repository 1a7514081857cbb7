"""What happens to documents by itself: their files are written."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.invoices.actions import write_papers

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "write_papers": (write_papers, timedelta(seconds=5)),
}
