"""Getaways: several days at a time in a seaside, green or holiday place, with a desk, a room or both.

A space offers them for a season, through a network in paid mode. A traveller asks and the space answers, as for a
visit; the price and the rule for cancelling are read before anything is asked, and stay with the stay as they were.
Once it is agreed the price is paid, by transfer, card or pass, and goes back as that rule says.
"""
