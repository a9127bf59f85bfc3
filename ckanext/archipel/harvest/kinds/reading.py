"""Gets a document of a catalogue and parses it, without entities, types or anything fetched elsewhere. Free of CKAN."""

import json
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.fetch.errors import FetchError
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.kinds.kind import Read, Request

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9._-]{1,40})")
CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
HTML = re.compile(rb"\s*<(?:!doctype\s+html|html\b)", re.IGNORECASE)
UNDECLARED_PREFIX = "NS_ERR_UNDEFINED_NAMESPACE"


def get(read: Read, request: Request) -> Document:
    """Read a document; PageError when it cannot be had."""
    try:
        document = read(request)
    except FetchError as error:
        raise PageError(str(error)) from error
    if HTML.match(document.content[:1000].removeprefix(UTF8_MARK)):
        raise PageError(
            f"{document.url} est une page HTML, pas un catalogue. Vérifiez l'adresse de la source et son type."
        )
    return document


def parse_json(document: Document) -> Any:
    """Parse a JSON document."""
    try:
        return json.loads(_utf8(document.content))
    except (ValueError, RecursionError) as error:
        raise PageError(f"{document.url} n'est pas un JSON valide : {str(error)[:200]}") from error


def parse_xml(document: Document) -> etree._Element:
    """Parse an XML document; the one fault put right is a prefix that nobody declared."""
    content = document.content
    encoding = None
    if not content.startswith(UTF16_MARKS):
        declared = DECLARED.match(content.removeprefix(UTF8_MARK))
        if declared is None or declared[1].lower() in {b"utf-8", b"utf8"}:
            content, encoding = _utf8(content), "utf-8"
        content = content.translate(None, CONTROLS)
    root = _parsed(content, _parser(encoding, recover=False), document.url)
    if root.getroottree().docinfo.doctype:
        raise PageError(f"{document.url} déclare un DOCTYPE : refusé, un catalogue n'en a pas besoin.")
    return root


def as_dict(value: object) -> Mapping[str, Any]:
    """Return a value when it is an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def as_items(value: object) -> list[Any]:
    """Return the items of a list, one alone standing for a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _parsed(content: bytes, parser: etree.XMLParser, url: str) -> etree._Element:
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        entries = list(parser.error_log)
        if not entries or any(entry.type_name != UNDECLARED_PREFIX for entry in entries):
            raise PageError(f"{url} n'est pas un XML valide : {str(error)[:200]}") from error
    root = etree.fromstring(content, _parser("utf-8", recover=True))
    for element in root.iter(etree.Element):
        # What had such a prefix is left without a namespace, prefix and all.
        if not element.tag.startswith("{"):
            element.tag = element.tag.rpartition(":")[2]
    return root


def _parser(encoding: str | None, *, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _utf8(content: bytes) -> bytes:
    """Return the content in UTF-8; what says it is and is not was written on an old Windows."""
    content = content.removeprefix(UTF8_MARK)
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16", "replace").encode()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode()
    return content
