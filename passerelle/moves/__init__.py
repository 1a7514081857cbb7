"""Members and plans that a space brings along from another program, by the file that the program exports.

Columns are found by their headings, or are what a manager says they are; what would come of the file is shown line by
line before any of it is kept. Plans that the space does not have are proposed; nobody is written to unless it is said.
"""
