"""What a partner's server is asked, and what it answers: plain values, so that tests need no socket."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request to the server whose root is `base`; `faults` is what a test asked it to do wrong."""

    base: str
    target: str
    body: bytes = b""
    faults: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        """The path asked for."""
        return urlsplit(self.target).path

    def value(self, name: str, default: str = "") -> str:
        """The value of a parameter."""
        return parse_qs(urlsplit(self.target).query).get(name, [default])[0]

    def number(self, name: str, default: int) -> int:
        """The value of a parameter that is a number."""
        text = self.value(name)
        return int(text) if text.isdecimal() else default


@dataclass(frozen=True)
class Answer:
    """A document and its media type."""

    content: bytes
    media_type: str = "application/json"
    status: int = field(default=200)


def as_json(value: Any, media_type: str = "application/json") -> Answer:
    """Answer by a value in JSON."""
    return Answer(json.dumps(value, ensure_ascii=False).encode("utf-8"), media_type)
