"""A person: somebody known by a mail address, with a name and a language.

Everybody who acts in Passerelle is a person: travellers, members, managers, whoever stands at the desk.
A person signs in with a code sent by letter; there are no passwords.
"""
