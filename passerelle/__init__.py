"""Passerelle joins independent coworking spaces into networks: a member of one is welcome in all the others."""

__version__ = "0.1.0"
