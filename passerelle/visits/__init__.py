"""A visit: the days that a member of one space, or the holder of a pass, spends at another.

It is asked for, answered and lived here: the home vouches, the host authorises, the door witnesses the arrival.
The terms in force when a visit is accepted are frozen onto it; its days are held and used in presence.
"""
