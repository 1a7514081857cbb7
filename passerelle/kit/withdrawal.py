"""Until when a consumer may withdraw from a contract made at a distance. Plain Python."""

from datetime import date, timedelta

WITHDRAWN_WITHIN = timedelta(days=14)
"""Directive 2011/83/EU, art. 9: fourteen days from the day of the contract, which is not counted itself."""


def last_day_to_withdraw(agreed_on: date) -> date:
    """The last day on which a consumer may withdraw; never a Saturday or Sunday (Regulation 1182/71, art. 3(4))."""
    last = agreed_on + WITHDRAWN_WITHIN
    return last + timedelta(days=max(0, 7 - last.weekday()) if last.weekday() >= 5 else 0)
