"""What the worker does in rounds, again and again, on one machine or on several.

A round is claimed by a conditional update, so two workers never do it at once.
A claim that has grown old is taken again, so a worker that died stops nothing.
"""
