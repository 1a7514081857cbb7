"""The books of a network in paid mode, and of a space that sells: accounts, entries, postings.

A posting moves a positive amount from one account to another in one currency, so an unbalanced entry cannot be written
down. Nothing posted is ever changed: a mistake is answered by a new entry that names the old.
"""
