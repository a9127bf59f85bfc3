"""Reads one RDF page into a graph, in memory, without following anything the page refers to."""

import json
import re
from xml.sax import SAXException

from rdflib import Dataset, Graph
from rdflib.exceptions import Error as RdflibError
from rdflib.plugin import PluginException

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.errors import PageError
from ckanext.archipel.harvest.rdf_xml import check_xml

__all__ = ["PARSE_ERRORS", "PageError", "detect_format", "parse_page"]

XML = re.compile(rb"\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.-]*:RDF\b|RDF\b|html\b)", re.IGNORECASE)
JSON = re.compile(rb"\s*(?:\{|\[\s*[{\"\]])")
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
WITH_NAMED_GRAPHS = frozenset({"json-ld", "trig"})
LINE_ENDS = re.compile(rb"[\r\n]")
MAX_LINE = 50_000
PARSE_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    PluginException,
    RdflibError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    SAXException,
)


def parse_page(document: Document) -> Graph:
    """Parse a page, whose format is told by its content first and by its header second."""
    rdf_format = detect_format(document)
    content = document.content.removeprefix(UTF8_MARK)
    if rdf_format == "xml":
        check_xml(content, document.url)
    elif rdf_format == "json-ld":
        content = _checked_json(content, document.url)
    elif rdf_format == "nt" and _has_long_line(content):
        # All N-Triples are Turtle.
        rdf_format = "turtle"
    # A dataset of graphs costs twice as much to fill and to ask.
    graph = Dataset(default_union=True) if rdf_format in WITH_NAMED_GRAPHS else Graph()
    try:
        graph.parse(data=content, format=rdf_format, publicID=document.url)
    except PARSE_ERRORS as error:
        raise PageError(f"{document.url} n'est pas un RDF lisible ({rdf_format}) : {_first_line(error)}") from error
    return graph


def detect_format(document: Document) -> str:
    """Return rdflib's name of the format of a document."""
    start = document.content[:2000].removeprefix(UTF8_MARK)
    if start.startswith(UTF16_MARKS) or XML.match(start):
        return "xml"
    if JSON.match(start):
        return "json-ld"
    media_type = document.content_type.partition(";")[0].strip().lower()
    return {"application/n-triples": "nt", "application/trig": "trig"}.get(media_type, "turtle")


def _has_long_line(content: bytes) -> bool:
    """Tell whether a line is so long that rdflib's reader of N-Triples, which looks for its end anew, would stall."""
    return any(len(line) > MAX_LINE for line in LINE_ENDS.split(content))


def _checked_json(content: bytes, url: str) -> bytes:
    """Refuse JSON-LD whose context is to be fetched elsewhere, as rdflib would fetch it unguarded."""
    try:
        tree = json.loads(content)
        remote = _remote_context(tree)
    except (ValueError, RecursionError) as error:
        raise PageError(f"{url} n'est pas un JSON valide : {_first_line(error)}") from error
    if remote:
        raise PageError(
            f"{url} renvoie à un contexte JSON-LD extérieur ({remote}) : refusé, il doit être dans la page."
        )
    return json.dumps(tree).encode()


def _remote_context(node: object) -> str | None:
    """Return the first context, anywhere in the tree, that is an address."""
    if isinstance(node, list):
        return next(filter(None, map(_remote_context, node)), None)
    if not isinstance(node, dict):
        return None
    for key, value in node.items():
        if key == "@import":
            return str(value)
        if key == "@context":
            contexts = value if isinstance(value, list) else [value]
            if remote := next((text for text in contexts if isinstance(text, str)), None):
                return remote
        if remote := _remote_context(value):
            return remote
    return None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
