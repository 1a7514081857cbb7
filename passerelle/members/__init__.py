"""A person at home in a space: since when, until when, and whether that carries the visa.

Good standing has one definition, here.
It is asked when a visit is requested, when it is accepted, and at each check-in.
"""
