"""What a space sells its members: a day, a week, a month, a bundle of days.

A plan says what it costs, when one may come, how long it lasts and whether it carries the visa.
What was sold stays as it was: a plan is never changed, another takes its place.
"""
