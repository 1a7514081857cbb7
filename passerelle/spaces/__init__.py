"""A space: a place where people work side by side, with its address, its hours and the people who stand behind it.

A space exists on its own, whatever networks it belongs to.
Who acts for it is its staff: managers, and whoever is at the desk.
"""
