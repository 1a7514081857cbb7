"""A credential: the home's word for a member, in a form that a stranger's telephone can read at a door.

Each is a signed address, shown as a QR code, or a short code typed by hand; it expires and can be revoked.
Every use of one is kept, with the place where it was used.
"""
