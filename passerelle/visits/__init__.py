"""A visit: the days that a member of one space spends at another.

It is asked for, answered and lived here: the home vouches, the host authorises, the door witnesses the arrival.
The terms in force when a visit is accepted are frozen onto it; its days are held and used in presence.
"""
