"""Work that happens by itself.

A round is a piece of work done again and again: send what is due, let lapse what nobody answered. Each is a row that a
worker claims before doing it, so that two workers never walk the same round and the death of one delays it by minutes.
"""
