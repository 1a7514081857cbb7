"""What a currency is worth in another, day by day.

The European Central Bank publishes reference rates on working days; for a currency that it leaves out, a network's
treasurer enters one. Whoever needs a rate for a day takes the last one published before that day.
"""
