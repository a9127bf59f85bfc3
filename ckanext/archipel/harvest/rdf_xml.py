"""Refuses the RDF/XML that would make rdflib fetch, expand or copy without end, before rdflib sees it."""

from collections.abc import Mapping
from xml.parsers import expat

from ckanext.archipel.harvest.errors import PageError

# rdflib copies a literal again for each of its pieces: a much longer one would keep it busy for minutes.
MAX_LITERAL = 500_000
# Characters that it may read again for the pieces of XML literals, of which an element costs as many as a long line:
# about two seconds of its work.
MAX_COPIED = 60_000_000
ELEMENT = 150
# Below the element that is the literal, a copy costs it next to nothing.
CHEAPER = 100
MAX_DEPTH = 256
SEPARATOR = " "
# rdflib also takes it as it was written in the first drafts.
PARSE_TYPES = (f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{SEPARATOR}parseType", "parseType")
# Of any other value, RDF says that it is a literal.
NOT_LITERAL = frozenset({"Resource", "Collection"})


def check_xml(content: bytes, url: str) -> None:
    """Refuse document types, hence entities, and what is too long, deep or scattered for rdflib."""
    guard = _Guard(url)
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    # As rdflib reads it: in pieces as large as can be.
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = guard.doctype
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = guard.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise PageError(f"{url} n'est pas un XML valide : {error}") from error


class _Guard:
    """Counts, as a page is read, what rdflib would have to do."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.depth = 0
        self.length = 0
        # How deep the property that is an XML literal is, and how long what it holds so far.
        self.literal_depth = 0
        self.literal_length = 0
        self.copied = 0

    def doctype(self, name: str, *_: object) -> None:
        if name.lower() == "html":
            raise PageError(f"{self.url} est une page HTML, pas un catalogue RDF. Cherchez l'adresse de l'export DCAT.")
        raise PageError(f"{self.url} déclare un DOCTYPE : refusé, un RDF/XML n'en a pas besoin.")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.length = 0
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PageError(f"{self.url} a des balises imbriquées sur plus de {MAX_DEPTH} niveaux : refusé.")
        if self.literal_depth:
            self._copy(ELEMENT + len(name) + sum(len(key) + len(value) for key, value in attributes.items()))
        elif any(attributes.get(key, "Resource") not in NOT_LITERAL for key in PARSE_TYPES):
            self.literal_depth, self.literal_length = self.depth, 0

    def end(self, name: str) -> None:
        self.length = 0
        self.depth -= 1
        if self.depth < self.literal_depth:
            self.literal_depth = 0
        elif self.literal_depth:
            self._copy(len(name))

    def text(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_LITERAL:
            raise PageError(f"{self.url} contient un texte de plus de {MAX_LITERAL} caractères : refusé.")
        if self.literal_depth:
            self._copy(len(text))

    def _copy(self, length: int) -> None:
        self.literal_length += length
        self.copied += self.literal_length // (1 if self.depth == self.literal_depth else CHEAPER)
        if self.copied > MAX_COPIED:
            raise PageError(
                f'{self.url} contient du texte mis en forme en trop de morceaux (rdf:parseType="Literal") : refusé. '
                "Demandez au catalogue des descriptions en texte simple."
            )
