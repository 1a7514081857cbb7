"""What is done for a person across all rooms: taking out everything kept about them, and forgetting them.

Rooms below keep things for one purpose each; this one follows a person through all of them.
What others recorded about their own days keeps its shape, without the name.
"""
