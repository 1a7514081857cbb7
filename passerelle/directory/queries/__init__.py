"""What can be asked of the directory: what a text means, which spaces answer a search, what a window of the map holds.

Each search is one that half a million spaces do not slow down: every condition is counted up to a bound, the rarest is
followed, and nothing is read that is not shown.
"""

from passerelle.directory.queries.around import Around as Around
from passerelle.directory.queries.around import around as around
from passerelle.directory.queries.finding import Find as Find
from passerelle.directory.queries.finding import Found as Found
from passerelle.directory.queries.finding import Lot as Lot
from passerelle.directory.queries.finding import exported as exported
from passerelle.directory.queries.finding import find as find
from passerelle.directory.queries.finding import spaces_called as spaces_called
from passerelle.directory.queries.understanding import Understood as Understood
from passerelle.directory.queries.windows import View as View
from passerelle.directory.queries.windows import view_of as view_of
