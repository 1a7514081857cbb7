"""Bookings: resources of a space by the hour or by the day, that are never booked twice.

A resource is a meeting room, a phone booth or a private office. A booking claims each quarter of an hour, or each day,
that it takes, and the database keeps one claim of each. The price and the rule for cancelling are read before anything
is booked and stay with the booking. It is sold as plans are: paid first, and held until then, or asked for at once.
"""
