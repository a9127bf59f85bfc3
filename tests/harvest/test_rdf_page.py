"""Reading hostile or merely odd RDF pages."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.rdf_page import MAX_LINE, PageError, detect_format, parse_page
from ckanext.archipel.harvest.rdf_xml import MAX_LITERAL

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
        parse_page(page(RDF_XML % (b"&amp;\n" * MAX_LITERAL)))
    assert time.monotonic() - start < 3


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_arrives_ends_in_a_graph_or_a_page_error(content: bytes) -> None:
    with suppress(PageError):
        assert len(parse_page(page(content))) >= 0


def xml_literal(content: str, attribute: str = 'rdf:parseType="Literal"') -> bytes:
    title = RDF_XML.replace(b"<dct:title>", f"<dct:title {attribute}>".encode())
    return title % content.encode()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (xml_literal("<b/>" * 5000), "morceaux"),
        (xml_literal("<b/>" * 5000, 'parseType="Autre"'), "morceaux"),
        (xml_literal("<p>mot</p>\n" * 5000), "morceaux"),
        (xml_literal(f"<i>{'<b/>' * 50_000}</i>"), "morceaux"),
        (xml_literal("<b>" * 5000 + "</b>" * 5000), "niveaux"),
        (b"".join(RDF_XML.partition(b"<dct:title>")[:1]) + b"<a>" * 300, "niveaux"),
    ],
)
def test_a_small_page_that_rdflib_would_copy_without_end_is_refused(content: bytes, word: str) -> None:
    with pytest.raises(PageError, match=word):
        parse_page(page(content))


@pytest.mark.parametrize("content", ["<p>un</p><p>deux <b>trois</b></p>" * 50, f"<div>{'<p>mot</p>' * 1000}</div>"])
def test_a_description_in_html_is_read(content: str) -> None:
    [text] = parse_page(page(xml_literal(content))).objects()
    assert str(text).startswith(content[:5])


def test_an_attribute_for_nested_properties_is_no_literal() -> None:
    content = xml_literal("<dct:creator>x</dct:creator>" * 5000, 'rdf:parseType="Resource"')
    assert len(parse_page(page(content))) == 2


def test_a_long_line_of_n_triples_is_read_without_looking_for_its_end_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rdflib.plugins.parsers.ntriples.W3CNTriplesParser.readline", None)
    line = '<http://a/b> <http://purl.org/dc/terms/title> "%s"@fr .\n' % ("é\\n" * MAX_LINE)
    [text] = parse_page(page(line.encode(), "application/n-triples")).objects()
    assert str(text) == "é\n" * MAX_LINE
