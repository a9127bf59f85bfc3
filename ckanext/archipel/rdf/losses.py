"""Which values of a dataset cannot be published as they are written, each named so that its editor can mend it."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.rdf.fields import Dataset, field
from ckanext.archipel.rdf.formats import checksum
from ckanext.archipel.rdf.geometry import geojson
from ckanext.archipel.rdf.values import as_list, byte_size, email, iso_date, web_url

Accepts = Callable[[object], object]
SINGLE: dict[str, Accepts] = {"url": web_url, "issued": iso_date, "modified": iso_date}
LISTS = ("documentation", "applicable_legislation")
PERSON: dict[str, Accepts] = {"email": email, "url": web_url}
GROUPS: dict[str, dict[str, Accepts]] = {
    "contact": PERSON,
    "publisher": PERSON,
    "temporal_coverage": {"start": iso_date, "end": iso_date},
    "spatial_coverage": {"uri": web_url, "geom": geojson, "bbox": geojson, "centroid": geojson},
}
FILE: dict[str, Accepts] = {"size": byte_size, "issued": iso_date, "modified": iso_date}
ADDRESSES = ("url", "access_url", "download_url")


def losses(dataset: Dataset, hosts: Collection[str] = ()) -> tuple[str, ...]:
    """Return the values that are left out, as `field : value`; `hosts` are the portal's own."""
    return tuple(dict.fromkeys(text[:500] for text in _losses(dataset, hosts)))


def _losses(dataset: Dataset, hosts: Collection[str]) -> Iterator[str]:
    def address(value: object) -> str | None:
        return web_url(value, hosts)

    values = {key: field(dataset, key) for key in SINGLE}
    yield from _refused(values, {**SINGLE, "url": address})
    for key in LISTS:
        yield from (f"{key} : {value}" for value in as_list(field(dataset, key)) if not address(value))
    for key, accepts in GROUPS.items():
        for group in as_dicts(field(dataset, key)):
            yield from (f"{key}.{text}" for text in _refused(group, accepts))
    for file in dataset.get("resources") or []:
        name = file.get("name") or file.get("id")
        refused = _refused(file, {**FILE, **dict.fromkeys(ADDRESSES, address)})
        yield from (f"« {name} » {text}" for text in refused)
        if file.get("hash") and checksum(file["hash"], file.get("hash_algorithm")) is None:
            yield f"« {name} » hash : {file['hash']}"


def _refused(values: dict[str, Any], accepts: dict[str, Accepts]) -> Iterator[str]:
    for key, accept in accepts.items():
        value = values.get(key)
        # A size of nothing is what forms and harvests write for an unknown one.
        if value not in (None, "", 0, "0") and accept(value) is None:
            yield f"{key} : {value}"
