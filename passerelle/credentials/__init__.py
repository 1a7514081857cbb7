"""A credential: the home's word for a member, or the network's for a holder, as a stranger's telephone can read it.

Each is a signed address, shown as a QR code, or a short code typed by hand; it expires and can be revoked.
Every use of one is kept, with the place where it was used.
"""
