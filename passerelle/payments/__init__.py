"""Money asked and received: by card, by bank transfer, in cash.

A payment says for what it is asked (`pass:42`) and what became of it. What it was for is booked by whoever asked, in
the same transaction, when it is told to have come; this room books only what came and nobody knows what for.
"""
