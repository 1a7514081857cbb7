"""Services for companies: what cannot be offered, who may offer it, where it is read."""
