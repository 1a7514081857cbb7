"""A person, a space and a local day: expected, or here.

A day that is held and a day that is used are one row in two states, so what somebody has left is a count over one
table, and the database itself keeps a person from being counted twice on one day.
"""
