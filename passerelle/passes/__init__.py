"""The paid pass of a network: what is sold, what a holder has left, and what each day cost.

A network in paid mode sells passes in its own name. A credit is one day; the holder pays credits, the space is owed its
own price, and the difference is the network's result.
"""
