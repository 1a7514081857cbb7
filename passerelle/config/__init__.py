"""Wiring only: settings from the environment, addresses, and the WSGI application.

Nothing here knows a rule; everything here stands above every room and every door.
"""
