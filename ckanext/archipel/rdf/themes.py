"""Themes, high-value categories and code-list values as other catalogues understand them."""

from ckanext.archipel.dataset.fields import normalise_frequency, normalise_language, normalise_term
from ckanext.archipel.rdf.fields import Dataset, field, put
from ckanext.archipel.rdf.values import as_list, web_url
from ckanext.archipel.vocabulary import vocabulary

HVD = "http://data.europa.eu/bna/"
HVD_LAW = "http://data.europa.eu/eli/reg_impl/2023/138/oj"
DATA_SCHEMAS = ("https://schema.data.gouv.fr/", "http://schema.data.gouv.fr/")


def hvd_categories(dataset: Dataset) -> list[str]:
    """Return the high-value categories of a dataset, as URIs."""
    found = [
        normalise_term("hvd_category", str(value)) or str(value) for value in as_list(field(dataset, "hvd_category"))
    ]
    return [uri for uri in dict.fromkeys(found) if uri.startswith(HVD)]


def theme_uris(dataset: Dataset) -> list[str]:
    """Return the European themes of the lab's fields, the themes that came along, and the high-value categories."""
    lab = [vocabulary("lab_themes").find(str(slug)) for slug in as_list(dataset.get("lab_theme"))]
    european = [uri for term in lab if term for uri in term.themes]
    written = [str(value) for value in as_list(field(dataset, "theme"))]
    own = [normalise_term("data_theme", value) or web_url(value) for value in written]
    return list(dict.fromkeys(uri for uri in (*european, *own, *hvd_categories(dataset)) if uri))


def prepare_themes(dataset: Dataset) -> None:
    """Write themes, high-value categories and code-list values in the one spelling every consumer reads."""
    categories = hvd_categories(dataset)
    put(dataset, "theme", theme_uris(dataset))
    put(dataset, "hvd_category", categories)
    laws = [law for law in as_list(field(dataset, "applicable_legislation")) if web_url(law)]
    put(dataset, "applicable_legislation", list(dict.fromkeys([HVD_LAW, *laws] if categories else laws)))
    put(dataset, "frequency", frequency_uri(field(dataset, "frequency")))
    put(dataset, "access_rights", coded("access_right", field(dataset, "access_rights")))
    languages = [normalise_language(str(value)) or web_url(value) for value in as_list(field(dataset, "language"))]
    put(dataset, "language", [uri for uri in languages if uri])
    put(dataset, "conforms_to", data_schemas(field(dataset, "conforms_to")))


def frequency_uri(value: object) -> str | None:
    """Return a frequency as a European URI, or as the address it was."""
    return (normalise_frequency(str(value)) or web_url(value)) if value else None


def coded(name: str, value: object) -> object:
    """Return the URI of a code-list value, or the value itself when the list does not hold it."""
    return normalise_term(name, value) or value if isinstance(value, str) else value


def data_schemas(value: object) -> list[str]:
    """Return the table schemas among what data conform to: data.gouv.fr takes anything else for a schema."""
    return [uri for uri in as_list(value) if web_url(uri) and str(uri).startswith(DATA_SCHEMAS)]
