"""What is not kept: who sent a transfer, once the payer is forgotten; a bank's file that nobody took in."""

from datetime import datetime, timedelta

from passerelle.payments.models import Receipt, Statement
from passerelle.people.models import Person

FILES_WAIT = timedelta(days=7)


def forget_payer(person: Person) -> None:
    """Amounts and days stay; what the bank told of who sent them does not."""
    Receipt.objects.filter(payment__payer=person).update(who="", said="")


def drop_files_left_aside(now: datetime) -> int:
    """A file that nobody took in within a week is not kept: it tells of people who pay, and others; how many."""
    left = Statement.objects.filter(taken_in_at=None, sent_at__lt=now - FILES_WAIT)
    return left.delete()[0]
