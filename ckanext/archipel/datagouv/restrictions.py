"""How data.gouv.fr knows that the public may not read data: by the reasons of INSPIRE, in two spellings."""

from functools import lru_cache

from ckanext.archipel.datagouv.licences import slug
from ckanext.archipel.rdf.access import LIMITATIONS
from ckanext.archipel.vocabulary import vocabulary


def is_reason(text: object) -> bool:
    """Tell whether a text is the address of one of these reasons, or its name in French law."""
    return bool(text) and (str(text) in _reasons() or slug(str(text)) in _reasons())


@lru_cache(maxsize=1)
def _reasons() -> frozenset[str]:
    terms = [term for term in vocabulary("access_limitation").terms if term.uri.startswith(LIMITATIONS)]
    return frozenset(word for term in terms for word in (term.uri, *map(slug, term.aliases)))
