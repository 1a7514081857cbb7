"""The door behind walls: one small ASGI process that holds every television’s connection and sends it what is new.

It asks queries and notes what was seen, and knows nothing else of the rooms. Whatever it sends, a wall can also fetch
from the pages; so where this process is not there, walls are slower and nothing is lost.
"""
