"""What the European Central Bank publishes, in its own form."""

from collections.abc import Mapping
from datetime import date

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
"""


def envelope(days: Mapping[date | str, Mapping[str, str]]) -> bytes:
    """A file with these rates, as `eurofxref-hist.xml` holds them."""
    cubes = [
        f"<Cube time='{day}'>".replace("'", '"')
        + "".join(f'<Cube currency="{currency}" rate="{rate}"/>' for currency, rate in rates.items())
        + "</Cube>"
        for day, rates in days.items()
    ]
    return (HEAD + "\n".join(cubes) + "\t</Cube>\n</gesmes:Envelope>").encode()
