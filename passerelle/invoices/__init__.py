"""Numbered documents: who issues them and for whom, under which tax, in a series without gaps.

A document is written once and kept with its hash. The names, addresses and tax numbers on it are those of its day.
"""
