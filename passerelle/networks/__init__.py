"""Which spaces stand together, and what each offers the visitors of the others.

A network has default terms; a space belongs to as many networks as it likes, and in each may deviate from the default.
A network is either in hospitality mode (days are given) or in paid mode (days are sold), never one and then the other.
"""
