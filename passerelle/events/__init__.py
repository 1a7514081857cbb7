"""Events: what happens in a space: meetups, talks, lunches, once or again and again.

An event recurs by the clock on the wall, and each of its dates is a row of its own, with its places, its answers and a
waiting list that moves up by itself. It is for members, for visitors as well, or for everybody.
"""
