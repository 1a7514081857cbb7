"""Writing the files of documents: by the worker, one after the other; each is kept once, with its hash."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import F

from passerelle.invoices.models import Paper
from passerelle.invoices.printing import sheet, why_not
from passerelle.invoices.queries import papers_due
from passerelle.invoices.rules.contents import Contents, hash_of
from passerelle.invoices.rules.forms import Form
from passerelle.invoices.rules.ubl import ubl
from passerelle.kit import clock

LONGEST_WALK_S = 20.0  # then letters and other rounds have their turn
REST = timedelta(minutes=10)
WRITERS: Mapping[str, Callable[[Contents], bytes]] = {Form.PDF: sheet, Form.UBL: ubl}

logger = logging.getLogger(__name__)


def write_papers(now: datetime) -> int:
    """Write what is due, as long as there is time; how many files were written.

    One that cannot be written is reported and due again later; the others are written all the same. Without Pango
    sheets stay due, and are written once it is there.
    """
    due = papers_due(now).exclude(form=Form.PDF) if why_not() else papers_due(now)
    until, count = time.monotonic() + LONGEST_WALK_S, 0
    for paper in due.iterator(chunk_size=20):
        count += _write(paper)
        if time.monotonic() > until:
            break
    return count


def _write(paper: Paper) -> bool:
    try:
        content = WRITERS[paper.form](paper.document.says)
    except Exception as failure:  # Whatever is wrong with one document must not stop the others.
        logger.exception("The %s of document %s could not be written", paper.form, paper.document_id)
        _put_off(paper, f"{type(failure).__name__}: {failure}"[:300])
        return False
    still_due = Paper.objects.filter(
        pk=paper.pk, written_at=None
    )  # two workers write the same bytes, and one keeps them
    return bool(
        still_due.update(content=content, sha256=hash_of(content), written_at=clock.now(), failures=0, report="")
    )


def _put_off(paper: Paper, report: str) -> None:
    later = clock.now() + REST * min(paper.failures + 1, 12)
    Paper.objects.filter(pk=paper.pk, written_at=None).update(failures=F("failures") + 1, due_at=later, report=report)
