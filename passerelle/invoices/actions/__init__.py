"""What can be done: name a party and a tax, choose a space's, issue a document, write its files."""

from passerelle.invoices.actions.issuing import issue, issue_several
from passerelle.invoices.actions.parties import choose_tax, forget_party, name_tax, set_party
from passerelle.invoices.actions.writing import write_papers

__all__ = ["choose_tax", "forget_party", "issue", "issue_several", "name_tax", "set_party", "write_papers"]
