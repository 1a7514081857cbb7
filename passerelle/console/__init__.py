"""The command line: migrate, serve, worker, demo, doctor, backup, restore.

Each command says what it does and how it went, and ends with an exit code.
Django is set up only by the commands that need it, so that help is instant.
"""
