"""`make bench`: what pages and check-ins cost on this machine, measured side by side in one run.

Everything happens in a directory and a database of its own, on loopback, and is gone afterwards.
"""
