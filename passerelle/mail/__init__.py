"""Letters waiting to leave.

A letter is a row written in the same transaction as what it tells, and the worker hands it to the mail server: nothing
is sent for what did not happen, and nothing that happened stays unsent. Each room keeps the text of its letters in its
own folder `letters/`; the room that looks after letters only knows how to read, render, send, withhold and forget them.
"""
