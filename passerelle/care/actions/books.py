"""The books of all networks, looked at by night: what is wrong with them is written into the logbook."""

from datetime import datetime
from itertools import islice

from passerelle.care.queries import faults_in_all
from passerelle.logbook.actions import write_down

MOST_A_NIGHT = 100


def check_the_books(now: datetime) -> int:
    """Write down what is wrong, each night anew until it is mended, a hundred faults at most; returns how many."""
    faults = list(islice(faults_in_all(), MOST_A_NIGHT))
    for fault in faults:
        write_down("fault_found_in_the_books", about="books", actor="worker", fault=fault.code, where=fault.about)
    return len(faults)
