"""Loads a code list from its YAML file, once, into typed and immutable terms."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml

FOLDER = Path(__file__).parent
NOT_A_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Reduce a text to what people agree on when they spell it: lower case, no accent, single spaces."""
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return NOT_A_LETTER.sub(" ", bare.casefold()).strip()


@dataclass(frozen=True)
class Term:
    """One entry of a code list."""

    id: str
    fr: str
    en: str
    uri: str = ""
    offered: bool = True
    aliases: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    eu_uri: str = ""
    spdx: str = ""
    media_type: str = ""

    def label(self, language: str = "fr") -> str:
        """Return the label in English for an English reader, in French for anybody else."""
        return self.en if language.startswith("en") else self.fr


@dataclass(frozen=True)
class Vocabulary:
    """A code list, and which of a term's two names (`id` or `uri`) a dataset stores."""

    name: str
    stored: Literal["id", "uri"]
    terms: tuple[Term, ...]
    index: Mapping[str, Term] = field(repr=False, compare=False)

    def value(self, term: Term) -> str:
        """Return what a dataset's field holds for this term."""
        return term.uri if self.stored == "uri" else term.id

    def get(self, value: str) -> Term | None:
        """Return the term whose id or URI (http or https) is exactly this value."""
        return self.index.get(value) or self.index.get(value.replace("https://", "http://", 1))

    def label(self, value: str, language: str = "fr") -> str:
        """Return the label of a stored value, or the value itself when it is not one of ours."""
        term = self.get(value)
        return term.label(language) if term else value

    def offered(self) -> tuple[Term, ...]:
        """Return the terms a form may offer; the others are only known because harvests bring them."""
        return tuple(term for term in self.terms if term.offered)

    def find(self, text: str) -> Term | None:
        """Return the term that a text names: its id, URI, a label or an alias, whatever the case and accents."""
        return self.get(text.strip()) or _spellings(self.name).get(fold(text))


def names() -> list[str]:
    """List the code lists there are."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def vocabulary(name: str) -> Vocabulary:
    """Load a code list by the name of its file."""
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    base = content.get("base", "")
    terms = tuple(_term(row, base) for row in content["terms"])
    index = {key: term for term in terms for key in (term.id, term.uri.replace("https://", "http://", 1)) if key}
    return Vocabulary(name, content["stored"], terms, MappingProxyType(index))


def _term(row: dict[str, object], base: str) -> Term:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    if base:
        fields.setdefault("uri", f"{base}{row['id']}")
    return Term(**fields)  # type: ignore[arg-type]


@cache
def _spellings(name: str) -> dict[str, Term]:
    spellings: dict[str, Term] = {}
    for term in vocabulary(name).terms:
        for text in (term.id, term.fr, term.en, *term.aliases):
            spellings.setdefault(fold(text), term)
    return spellings
