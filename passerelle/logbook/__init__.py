"""What happened, written once.

A record says at which moment which act was done, by whom, about what. Records are read and never changed: the
database itself refuses to alter or remove one.
"""
