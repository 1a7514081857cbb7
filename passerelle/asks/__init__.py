"""Who looks for whom: asks and offers, the directory of people, and introductions that both sides wanted.

An ask and an offer that go together are suggested to the two who wrote them, where both are at the same space on the
same days and both want suggestions. No name and no address is given before both have said yes; a no is never told.
"""
