"""Plain tools that every room may use and that know none of them.

Clock, ids, signing, places, folded names, refusals and late imports. Nothing here keeps anything in the database.
"""

from passerelle.kit.late_imports import late

__all__ = ["late"]
