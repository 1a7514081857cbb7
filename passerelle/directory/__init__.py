"""The directory: spaces as travellers look for them, by where they are going, by what they need, on a map.

It keeps nothing of its own. It understands a search, and asks the rooms below in such an order that half a million
spaces take no longer than a few thousand.
"""
