"""The back office for those who run an instance: Django's admin over the rooms' models.

It is the one door that knows models.
Whoever runs a space or a network never needs it.
"""
