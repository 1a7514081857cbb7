"""The first hour in a space: what a newcomer or a visitor needs to know before the first coffee.

Its managers write it down in both languages, a few lines for each of nine topics; who may read it is asked by rooms
above. The key of the Wi-Fi stands apart: it is for those who are here today. Somebody of the team says now and then
that all of it still holds, because a page that nobody looks after leads people astray.
"""
