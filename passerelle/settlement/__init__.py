"""A month between a network and its spaces: statements, one net amount for each, payouts.

It reads the books and nothing else about what was charged. A closed month is final.
"""
