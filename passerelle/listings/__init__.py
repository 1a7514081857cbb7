"""What lists say of spaces: a file that somebody already has, read into listings, each value with its source.

Nothing in it is invented, lost or silently merged: what cannot be read is refused with its line, what contradicts
itself is flagged, and what looks like a space we know is proposed to a person, who joins the two or keeps them apart.
"""
