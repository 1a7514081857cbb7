"""The sheet of a document: PDF/A-3, in the language of its reader, with the figures for programs inside (Factur-X).

The same contents give the same bytes: every date on the sheet and in the file is the document's own, and nothing is
fetched. WeasyPrint needs Pango from the system; where it is missing, everything but the sheet works.
"""

import atexit
import base64
import os
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext, override

from passerelle.invoices.rules.cii import cii
from passerelle.invoices.rules.contents import Contents, hash_of
from passerelle.invoices.rules.forms import lacking
from passerelle.invoices.wording import on_sheet
from passerelle.kit import late
from passerelle.kit.sheets import template_of

HERE = Path(__file__).parent / "printed"
INSIDE = "factur-x.xml"
FACTUR_X = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""
PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>{said}</pdfaProperty:description></rdf:li>"""
PROPERTIES = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters",
    "Version": "The actual version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}
"""What PDF/A wants to be told of names that are not its own (ISO 19005-3, 6.6.2.3; Factur-X 1.0, part 6.2.2)."""


@lru_cache(maxsize=1)
def why_not() -> str:
    """Why no sheet can be printed here; empty where one can."""
    try:
        late("weasyprint")
    except OSError as reason:  # Pango, or a library that it needs
        return str(reason).strip().splitlines()[0]
    return ""


def sheet(contents: Contents) -> bytes:
    """The PDF. Raises OSError where Pango is missing."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # fontTools writes into each font when it was cut to size
    with override(contents.draft.language):
        page = _template().render(**on_sheet(contents), written_on=f"{contents.draft.issued_on}T00:00:00Z")
        fonts, style = _style(gettext("Page"))
    return bytes(
        late("weasyprint")
        .HTML(string=page, url_fetcher=_fetcher())
        .write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/a-3b",
            pdf_identifier=hash_of(page.encode()).encode()[:32],
            **_figures_inside(contents),
        )
    )


def _figures_inside(contents: Contents) -> dict[str, Any]:
    """What makes a sheet a Factur-X, where the sides are known well enough."""
    if lacking(contents):
        return {}
    moment = datetime.combine(contents.draft.issued_on, time(), UTC)
    inside = late("weasyprint").Attachment(
        string=cii(contents).decode(),
        name=INSIDE,
        description="Factur-X",
        created=moment,
        modified=moment,
        relationship="Data",
    )
    return {"attachments": [inside], "xmp_metadata": [_as_address(_told_of_factur_x(), "application/xml")]}


def _told_of_factur_x() -> str:
    described = "".join(PROPERTY.format(name=name, said=said) for name, said in PROPERTIES.items())
    return FACTUR_X.format(properties=described)


def _as_address(text: str, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


@lru_cache(maxsize=1)
def _template() -> Any:
    return template_of(HERE, "document.html")


@lru_cache(maxsize=8)
def _style(page: str) -> tuple[Any, Any]:
    """The fonts that the pages use, and the style; read once, since they take half the time of a sheet."""
    folder = Path(str(finders.find("fonts/fraunces-latin.woff2"))).parent
    text = (HERE / "sheet.css").read_text().replace("FONTS", folder.as_uri()).replace("COUNT_BEFORE", f"{page} ")
    fonts = late("weasyprint.text.fonts").FontConfiguration()
    return fonts, late("weasyprint").CSS(string=text, font_config=fonts, url_fetcher=_fetcher())


atexit.register(_style.cache_clear)  # fonts want their library when they go, and Python takes that away first


def _fetcher() -> Any:
    """Nothing is fetched but our own files and what an address holds itself."""
    return late("weasyprint.urls").URLFetcher(allowed_protocols={"file", "data"})
