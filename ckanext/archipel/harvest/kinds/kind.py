"""What a run asks of a kind of catalogue, and what it gets back. Free of CKAN."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ckanext.archipel.fetch.client import Document
from ckanext.archipel.harvest.mapping import Mapped
from ckanext.archipel.harvest.values import lasting_name, storable


@dataclass(frozen=True)
class Request:
    """One request of a kind to its catalogue; with a body it is a POST."""

    url: str
    accept: str = "*/*"
    body: bytes | None = None
    content_type: str = ""


Read = Callable[[Request], Document]


@dataclass(frozen=True)
class SourceSettings:
    """What an administrator set for a source: where it is, what of it to take, and what to suppose of its records."""

    url: str
    filters: Mapping[str, str] = field(default_factory=dict)
    default_licence: str = ""
    default_territory: Sequence[str] = ()
    keep_personal_contacts: bool = False


@dataclass(frozen=True)
class RemoteRecord:
    """A dataset as its catalogue describes it, or the reason, in French, why it cannot be read.

    `identifier` is what names the record in its catalogue whatever server shows it, `alternates` are the other
    identifiers by which other catalogues may know it, `payload` is whatever the kind's own mapping reads. `page` is
    where a person sees the record: unlike `uri`, it names nothing. Whatever a catalogue writes, the database can keep
    the names; those that it always could are kept as they are.
    """

    identifier: str
    uri: str = ""
    alternates: frozenset[str] = frozenset()
    payload: Any = None
    problem: str = ""
    page: str = ""

    @property
    def link(self) -> str:
        """Return the address to show of the record."""
        return self.page or self.uri

    def __post_init__(self) -> None:
        """Make the names such that no record can stop a run that writes them."""
        object.__setattr__(self, "identifier", lasting_name(self.identifier))
        object.__setattr__(self, "uri", storable(self.uri))
        object.__setattr__(self, "page", storable(self.page))
        object.__setattr__(self, "alternates", frozenset(map(storable, self.alternates)) - {""})


@dataclass(frozen=True)
class RemotePage:
    """A page that was read; `cursor` is what to hand to `pages` to go on after it, None after the last page."""

    url: str
    records: Sequence[RemoteRecord]
    cursor: str | None = None
    total: int | None = None
    # How many of its records are no dataset, by reason, in French.
    left_out: Mapping[str, int] = field(default_factory=dict)


def no_datasets(reason: str, number: int) -> dict[str, int]:
    """Return what a page says of the records that it leaves out for a reason."""
    return {reason: number} if number > 0 else {}


class Kind(Protocol):
    """A kind of catalogue; its mapping is a pure function, whose version changes whenever its results do.

    `filters` names those of a source's filters that its catalogues can be asked with.
    """

    name: str
    mapping_version: int
    filters: Collection[str]

    def title(self) -> str:
        """Name the kind on screen."""
        ...

    def detect(self, url: str) -> bool:
        """Tell whether an address looks like a catalogue of this kind."""
        ...

    def pages(self, source: SourceSettings, read: Read, cursor: str | None = None) -> Iterator[RemotePage]:
        """Yield the pages after the cursor, all of them without one; PageError when one that should follow is lost."""
        ...

    def map(self, record: RemoteRecord, source: SourceSettings) -> Mapped:
        """Return the dataset that a record is."""
        ...
