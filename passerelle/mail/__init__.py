"""Letters: written as rows with their cause, and sent by the worker.

A letter is rendered in its reader's language from one Markdown file of the room that writes it.
Nothing is sent for what did not happen, and nothing that happened stays unsent.
"""
