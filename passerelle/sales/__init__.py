"""What a space sells in its own name: asked for, booked, invoiced, and taken back.

A sale says what it is for (`membership:7`) and knows nothing of it: the room that sells a plan calls `sell`. It is
invoiced and owed in the books at once; money that comes, and goes back, is told by the payment.
"""
