"""Pure search of territories by what people type: a name, a code or a postcode, however it is spelt."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ckanext.archipel.territory.lookup import get, is_zone, zone_of_uri
from ckanext.archipel.territory.model import KINDS, Territory, territories
from ckanext.archipel.vocabulary import fold

LONGEST_QUERY = 100
SHORTEST_INSIDE = 3
SHORTEST_CODE = 2
INSIDE = 6
WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
LONG_FORMS = (
    ("communaute de communes", "cc"),
    ("communaute d agglomeration", "ca"),
    ("communaute urbaine", "cu"),
)
BEFORE_NAME = re.compile(r"(?:cc|ca|cu|metropole) (?:(?:du|des|de la|de l|de|d|le|la|les|l) )?")


@dataclass(frozen=True)
class Entry:
    """A territory with all it can be found by: whole names, the same without what precedes them, words and codes."""

    place: Territory
    names: tuple[str, ...]
    short: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    text: str
    rank: tuple[int, bool, int, str]


def suggest(text: str, limit: int = 10) -> list[Territory]:
    """List what a text may mean: exact codes, exact names, beginnings, then parts; the larger first at equal match."""
    if place := get(zone_of_uri(text.strip()) or text.strip()):
        return [place][:limit]
    query = spelling(text[:LONGEST_QUERY])
    if not query:
        return [] if text.strip() else [entry.place for entry in _entries() if not entry.place.neighbour][:limit]
    words = query.split()
    near: Iterable[Entry] = _entries()
    for word in words:
        start = f" {word}"
        near = [entry for entry in near if start in entry.text]
    found = [(score, entry.rank, entry.place) for entry in near if (score := _score(entry, query, words))]
    if len(found) < limit and len(query) >= SHORTEST_INSIDE and not query.isdigit():
        inside = {entry.rank: entry for entry in _entries() if query in entry.text}
        found += [(INSIDE, rank, inside[rank].place) for rank in inside.keys() - {rank for _, rank, _ in found}]
    return [place for _, _, place in sorted(found, key=lambda row: row[:2])[:limit]]


def named(text: str) -> list[Territory]:
    """List the territories a text names exactly; more than one when it is ambiguous, none when it names nothing."""
    text = text.strip()[:LONGEST_QUERY]
    if place := get(zone_of_uri(text) or text):
        return [place]
    query = spelling(text)
    near = [entry for entry in _entries() if query in entry.text] if query else []
    found = [entry for entry in near if query in entry.codes or query in entry.names]
    found = found or [entry for entry in near if query in entry.short]
    large = [entry for entry in found if entry.place.kind in {"country", "region", "departement"}]
    exact = large if len(large) == 1 else found
    return [entry.place for entry in sorted(exact, key=lambda entry: entry.rank)]


def zone_of(text: str) -> str | None:
    """Return the one zone id that a text means, of a territory known to us or not."""
    places = named(text)
    if places:
        return places[0].id if len(places) == 1 else None
    zone = zone_of_uri(text.strip()) or text.strip()
    return zone if is_zone(zone) else None


def close_to(text: str, limit: int = 5) -> list[Territory]:
    """List territories whose name looks like a text that names none."""
    found = suggest(text, limit)
    if found:
        return found
    by_name = {name: entry.place for entry in reversed(_entries()) for name in entry.names}
    close = difflib.get_close_matches(spelling(text[:LONGEST_QUERY]), by_name, limit, 0.75)
    return list({by_name[name].id: by_name[name] for name in close}.values())


def label(place: Territory) -> str:
    """Return a name that tells a territory from its namesakes: `Isère (38)`, `Saint-Priest (69)`."""
    if place.kind == "departement":
        return f"{place.name} ({place.code})"
    return f"{place.name} ({place.code[:2]})" if place.kind == "commune" else place.name


def spelling(text: str) -> str:
    """Reduce a text to what its spellings share: `St-Étienne` and `saint etienne` are one."""
    folded = " ".join(WORDS.get(word, word) for word in fold(text).split())
    for long, short in LONG_FORMS:
        folded = folded.replace(long, short)
    return folded


def _score(entry: Entry, query: str, words: list[str]) -> int:
    """Return 0 when an entry does not match, else how far it is from what was typed."""
    if query in entry.codes:
        return 1
    if query in entry.names:
        return 2
    if any(name.startswith(query) for name in entry.names + entry.short):
        return 3
    if any(_begins_words(words, (*known, *entry.codes)) for known in entry.words):
        return 4
    coded = len(query) >= SHORTEST_CODE and any(code.startswith(query) for code in entry.codes)
    return INSIDE - 1 if coded else 0


def _begins_words(words: Iterable[str], known: Iterable[str]) -> bool:
    """Tell whether each typed word begins a known one, and one of them at least is a word of the name."""
    known = tuple(known)
    return all(any(other.startswith(word) for other in known) for word in words) and not all(
        word.isdigit() for word in words
    )


@lru_cache(maxsize=1)
def _entries() -> tuple[Entry, ...]:
    return tuple(sorted(map(_entry, territories()), key=lambda entry: entry.rank))


def _entry(place: Territory) -> Entry:
    names = tuple(dict.fromkeys(spelling(name) for name in (place.name, label(place), *place.aliases)))
    short = tuple(BEFORE_NAME.sub("", name, count=1) for name in names if BEFORE_NAME.match(name))
    coded = not place.neighbour and place.kind in {"departement", "epci", "commune"}
    codes = (place.code.lower(), *place.postcodes) if coded else ()
    return Entry(
        place,
        names,
        short,
        tuple(tuple(name.split()) for name in names),
        codes,
        " " + "  ".join(names + codes),
        (KINDS.index(place.kind), place.neighbour, -place.population, place.name),
    )
