"""Reading hostile or merely odd RDF pages."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.rdf_page import MAX_XML_LITERAL, PageError, detect_format, parse_page

URL = "https://donnees.exemple.fr/catalogue"
RDF_XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/">'
    b'<rdf:Description rdf:about="x"><dct:title>%s</dct:title></rdf:Description></rdf:RDF>'
)
SAMPLES = {
    "xml": RDF_XML % b"titre",
    "json-ld": b'{"@context": {"dct": "http://purl.org/dc/terms/"}, "@id": "x", "dct:title": "titre"}',
    "turtle": b'@prefix dct: <http://purl.org/dc/terms/> . <x> dct:title "titre" .',
}


def page(content: bytes, content_type: str = "") -> Document:
    return Document(content, URL, content_type)


@pytest.mark.parametrize("rdf_format", SAMPLES)
@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf", b"\n  "])
@pytest.mark.parametrize("content_type", ["", "text/html", "text/plain", "application/json"])
def test_the_content_tells_the_format_whatever_the_header_says(
    rdf_format: str, prefix: bytes, content_type: str
) -> None:
    document = page(prefix + SAMPLES[rdf_format], content_type)
    assert detect_format(document) == rdf_format
    assert [str(text) for text in parse_page(document).objects()] == ["titre"]


def test_relative_addresses_belong_to_the_page() -> None:
    assert {str(node) for node in parse_page(page(SAMPLES["turtle"])).subjects()} == {"https://donnees.exemple.fr/x"}


def test_n_triples_are_read() -> None:
    line = b'<http://a/b> <http://purl.org/dc/terms/title> "titre" .'
    assert len(parse_page(page(line, "application/n-triples"))) == len(parse_page(page(line))) == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "b">]>' + RDF_XML % b"&a;", "DOCTYPE"),
        (('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>').encode("utf-16"), "DOCTYPE"),
        (b"<!DOCTYPE html><html><body>Erreur</body></html>", "page HTML"),
        (b'{"@context": "https://exemple.fr/contexte.jsonld", "@id": "x"}', "contexte"),
        (b'{"@graph": [{"@context": [{"a": "http://b/"}, "http://c/"], "@id": "x"}]}', "contexte"),
        (b'{"@context": {"@import": "http://c/"}}', "contexte"),
        (b'{"@graph": [', "JSON"),
        (b"[" * 100_000, "RDF|JSON"),
        (b'{"a":' * 100_000, "JSON"),
        (RDF_XML.replace(b"</rdf:RDF>", b"") % b"titre", "XML"),
        (b"@prefix dct: <http://purl.org/dc/terms/> . <x> dct:title ", "RDF"),
        (b"pas du RDF", "RDF"),
        (b"\xff\xfe\x00\xd8", "XML"),
    ],
)
def test_refuses_in_french_what_is_dangerous_or_broken(content: bytes, word: str) -> None:
    with pytest.raises(PageError, match=word):
        parse_page(page(content))


def test_a_literal_that_would_block_the_parser_is_refused_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(PageError, match="caractères"):
        parse_page(page(RDF_XML % (b"&amp;\n" * MAX_XML_LITERAL)))
    assert time.monotonic() - start < 3


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_arrives_ends_in_a_graph_or_a_page_error(content: bytes) -> None:
    with suppress(PageError):
        assert len(parse_page(page(content))) >= 0
