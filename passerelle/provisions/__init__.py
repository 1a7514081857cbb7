"""What a space does for companies apart from its plans: domiciliation, a secretariat, the mail.

Pages call it a service. Each has a price, for what it is, a tax and a text; domiciliation cannot be offered without the
number of the approval that the law asks for and a term. Nothing is sold here: whoever wants one writes to the space.
"""
