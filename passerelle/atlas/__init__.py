"""The atlas: towns and countries under all their names, and which time zone and country a point lies in.

It is filled once from GeoNames, which comes with the program, and knows nothing of spaces.
A traveller who types « Bruxlles », "honk kong" or 東京 is understood from here.
"""
