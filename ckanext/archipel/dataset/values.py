"""Reading and writing the values of multi-valued fields and code lists for the validators."""

import json
from collections.abc import Callable, Iterable

import ckan.plugins.toolkit as tk

from ckanext.archipel import territory
from ckanext.archipel.dataset import fields
from ckanext.archipel.dataset.helpers import language
from ckanext.archipel.vocabulary import vocabulary

MOST_NAMED = 12


def choice(name: str, value: str, before: frozenset[str]) -> str:
    """Accept a value of a code list, an address of another list, or what was stored already."""
    known = fields.normalise_term(name, value)
    if known is not None:
        return known
    if fields.clean_url(value) or value in before:
        return value
    offered = ", ".join(term.label(language()) for term in vocabulary(name).offered())
    raise tk.Invalid(tk._("“{value}” is not in the list. Choose: {offered}.").format(value=value[:80], offered=offered))


def normalised(value: object, rule: Callable[[str], str | None], message: str, before: frozenset[str]) -> str:
    """Write a value as its rule wants it, or refuse it with a message that quotes it, unless it was stored already."""
    text = str(value)
    known = rule(text)
    if known is None and text not in before:
        raise tk.Invalid(message.format(value=text[:80]))
    return known if known is not None else text


def url(value: str, schemes: frozenset[str] = fields.WEB) -> str:
    """Accept an address of the web, or of a server of these schemes."""
    if fields.clean_url(value, schemes) is None:
        message = tk._("“{value}” is not a web address. Write it in full, for instance https://www.example.org/page.")
        raise tk.Invalid(message.format(value=value[:80]))
    return value


def texts(value: object) -> list[str]:
    """Read a list of texts, which a form or the API may send as one text or as JSON."""
    if isinstance(value, str):
        try:
            loaded = json.loads(value) if value.lstrip().startswith("[") else [value]
        except (ValueError, RecursionError):
            loaded = [value]
        value = loaded
    if not isinstance(value, (list, tuple)) or not all(isinstance(text, str) for text in value):
        raise tk.Invalid(tk._("A list of texts is expected."))
    return [text for text in value if text.strip()]


def unclear_territory(text: str) -> str:
    """Say that a text names several territories, or none, and which it may mean."""
    namesakes = territory.named(text)
    shown = ", ".join(territory.label(place) for place in (namesakes or territory.close_to(text))[:MOST_NAMED])
    if namesakes:
        message = tk._("Territory “{value}”: several have this name or code. Choose among: {places}.")
    elif shown:
        message = tk._("Territory “{value}” is unknown. Did you mean: {places}?")
    else:
        message = tk._("Territory “{value}” is unknown. Write its name, its INSEE code or its postcode, or {example}.")
    return message.format(value=text[:80], places=shown, example="fr:departement:63")


def in_order(values: list[str], order: list[str]) -> list[str]:
    """Sort values as a form sends its choices: saving it untouched must change nothing."""
    rank = {value: number for number, value in enumerate(order)}
    return sorted(values, key=lambda value: rank.get(value, len(rank)))


def dump(texts: Iterable[str]) -> str:
    """Write a list of texts as CKAN stores it, each once."""
    return json.dumps(list(dict.fromkeys(texts)), ensure_ascii=False)
