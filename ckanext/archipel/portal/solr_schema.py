"""Derives the Solr schema of the portal from the one the installed CKAN ships."""

import argparse
import re
import sys
from importlib.resources import files
from pathlib import Path

from lxml import etree

SCHEMA_NAME = "ckan-2.11"  # CKAN 2.12 accepts this name too; CKAN 2.11 refuses "ckan-2.12".
SPATIAL_FIELDS = ("bbox_area", "maxx", "maxy", "minx", "miny")
SPATIAL_TYPE = "float"

_NAME = re.compile(rb'(<schema\b[^>]*\bname=")[^"]*(")')


class SchemaError(ValueError):
    """The schema of the installed CKAN is not of the shape this module knows."""


def stock_schema() -> bytes:
    """Return the schema.xml of the installed CKAN."""
    return files("ckan").joinpath("config/solr/schema.xml").read_bytes()


def parse(xml: bytes) -> etree._Element:
    """Parse a schema without ever resolving an entity."""
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise SchemaError(f"Le schéma Solr n'est pas du XML lisible : {error}") from error


def derive(xml: bytes) -> bytes:
    """Return CKAN's schema under the name both CKAN versions accept, with the spatial fields added."""
    root = parse(xml)
    if SPATIAL_TYPE not in {kind.get("name") for kind in root.iter("fieldType")}:
        raise SchemaError(f"Le schéma Solr de CKAN ne déclare pas le type « {SPATIAL_TYPE} ».")
    present = {field.get("name") for field in root.iter("field")}
    added = b"".join(_field_line(name) for name in SPATIAL_FIELDS if name not in present)
    # Edited as text, so that CKAN's comments and layout stay and the two files can be compared.
    renamed, names = _NAME.subn(rb"\g<1>" + SCHEMA_NAME.encode() + rb"\g<2>", xml, count=1)
    head, closing, tail = renamed.rpartition(b"</fields>")
    if not names or not closing:
        raise SchemaError("Le schéma Solr de CKAN n'a pas de nom ou pas de bloc <fields>.")
    return head + added + closing + tail


def _field_line(name: str) -> bytes:
    return f'    <field name="{name}" type="{SPATIAL_TYPE}" indexed="true" stored="true" />\n'.encode()


def main(arguments: list[str] | None = None) -> int:
    """Write the derived schema to a file, without needing a configured CKAN."""
    parser = argparse.ArgumentParser(prog="python -m ckanext.archipel.portal.solr_schema", description=__doc__)
    parser.add_argument("output", type=Path)
    output: Path = parser.parse_args(arguments).output
    try:
        output.write_bytes(derive(stock_schema()))
    except (OSError, SchemaError) as error:
        print(f"Schéma Solr non écrit dans {output} : {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
