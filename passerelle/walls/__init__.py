"""The walls of a space: televisions that show its board to whoever is in the room, and sign in nowhere.

A wall has an address that cannot be guessed, which the space's managers give and take back. What it shows is a sheet:
the cards of the board with the moment at which each ends, so that a wall without a network still drops what is over.
"""
