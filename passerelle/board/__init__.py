"""The board of a space: notices that its members and its team write, and announcements that it makes by itself.

Notices are kept here. Announcements (a new member, a visitor, a space new in the network) are read from the rooms where
they live, and are shown only to whom the person concerned has agreed: what ends or is withdrawn vanishes by itself. One
source, `cards_of`, gives what stands on the board now; the page, the wall, the sheet and the letter all read it.
"""
