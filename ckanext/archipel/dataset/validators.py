"""CKAN validators of the dataset's fields: what breaks other software is refused, the rest is put in order."""

import json
import re
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel import territory
from ckanext.archipel.dataset import fields, keywords, measures, texts, values
from ckanext.archipel.dataset.helpers import language
from ckanext.archipel.dataset.publication import archipel_complete, archipel_lawful, archipel_notice_publication
from ckanext.archipel.dataset.stored import is_harvested, stored_values
from ckanext.archipel.territory import box
from ckanext.archipel.territory.helpers import typed as typed_territories
from ckanext.archipel.vocabulary import vocabulary

__all__ = [
    "archipel_at_most",
    "archipel_box",
    "archipel_choice",
    "archipel_choices",
    "archipel_complete",
    "archipel_date",
    "archipel_duration",
    "archipel_email",
    "archipel_file_url",
    "archipel_geojson",
    "archipel_lawful",
    "archipel_licence",
    "archipel_metres",
    "archipel_notice_publication",
    "archipel_plain",
    "archipel_plain_address",
    "archipel_reference_systems",
    "archipel_size",
    "archipel_strip",
    "archipel_territory",
    "archipel_text",
    "archipel_uris",
    "archipel_url",
    "tag_length_validator",
    "tag_name_validator",
    "tag_string_convert",
]

Field = dict[str, Any]
Flat = dict[tuple[Any, ...], Any]
Errors = dict[tuple[Any, ...], list[str]]
Context = dict[str, Any]
Validator = Callable[[tuple[Any, ...], Flat, Errors, Context], None]

MAX_SIZE = 2**63 - 1
EMAIL = re.compile(r"[^@\s<>\"'(),;:\\/]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def tag_name_validator(value: object, context: Context) -> str:
    """Accept a keyword as its producer wrote it, except for what the search page cannot find again."""
    text = str(value).strip()
    refused = keywords.refused_characters(text)
    if refused:
        shown = " ".join("«" + (letter if letter.isprintable() else f"U+{ord(letter):04X}") + "»" for letter in refused)
        raise tk.Invalid(tk._("Keyword “{keyword}”: remove {characters}.").format(keyword=text[:100], characters=shown))
    return text


def tag_length_validator(value: object, context: Context) -> str:
    """Accept a keyword of 1 to 100 characters, the size of CKAN's column."""
    text = str(value)
    if not text.strip():
        raise tk.Invalid(tk._("A keyword is empty."))
    if len(text) > keywords.MAX_LENGTH:
        raise tk.Invalid(tk._("Keyword “{keyword}…”: 100 characters at most.").format(keyword=text[:40]))
    return text


def tag_string_convert(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Turn the form's keywords, separated by commas, into CKAN's tags, with our rules for each."""
    value = data[key]
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise tk.Invalid(tk._("A list of texts is expected."))
    text = ",".join(texts)
    tags = list(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))
    start = 1 + max((k[1] for k in data if len(k) == 3 and k[0] == "tags"), default=-1)
    for number, tag in enumerate(tags, start):
        data[("tags", number, "name")] = tag
    for tag in tags:
        for name in ("tag_length_validator", "tag_name_validator"):
            tk.get_validator(name)(tag, context)


def archipel_date(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept a date in any usual writing and store it in ISO, and what was stored already."""
    text = str(data[key]).strip()
    normalised = fields.normalise_date(text)
    if normalised is None and text not in stored_values(key, context):
        message = tk._("“{value}” is not a date. Write it as YYYY-MM-DD, for instance 2026-03-31.")
        raise tk.Invalid(message.format(value=text[:40]))
    data[key] = normalised or text


def archipel_strip(value: object) -> object:
    """Remove the blanks around a text; anything else is left for the next validator to judge."""
    return value.strip() if isinstance(value, str) else value


def archipel_plain(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Keep from CKAN's own validators what they fail on: lists, objects, control characters, half characters."""
    value = data.get(key)
    if value is None or value is tk.missing:
        return
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str | int | float):
        errors[key].append(tk._("“{value}” is not a text. Write plain text here.").format(value=str(value)[:80]))
        raise tk.StopOnError
    data[key] = CONTROL.sub("", str(value))


def archipel_plain_address(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Do the same with the address of a file, from which CKAN guesses what its other fields do not say."""
    address = (*key[:-1], "url")
    if address in data:
        archipel_plain(address, data, errors, context)


def archipel_at_most(limit: int) -> Validator:
    """Accept texts that the indexes of the database and of the search can hold, and what was stored already."""

    def validator(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
        value = data.get(key)
        if not isinstance(value, str):
            return
        # The indexes count bytes, of which an accented letter has two.
        if len(value.encode("utf-8", "replace")) > limit and value not in stored_values(key, context):
            message = tk._("“{value}…” is too long: {limit} characters at most.")
            raise tk.Invalid(message.format(value=value[:40], limit=limit))

    return validator


def archipel_text(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept a text that a page can show, without control characters, and what was stored already."""
    text = _text(data[key])
    if text not in stored_values(key, context):
        if len(text) > texts.MAX_LENGTH:
            message = tk._("“{value}…” is too long: {limit} characters at most.")
            raise tk.Invalid(message.format(value=text[:40], limit=texts.MAX_LENGTH))
        if texts.is_tangled(text):
            message = tk._(
                "“{value}…”: simplify this text. It has too many signs such as * _ `, "
                "or brackets and lists nested or left open."
            )
            raise tk.Invalid(message.format(value=text[:40]))
    data[key] = text


def _text(value: object) -> str:
    if not isinstance(value, str | int | float):
        raise tk.Invalid(tk._("“{value}” is not a text. Write plain text here.").format(value=str(value)[:80]))
    return CONTROL.sub("", str(value)).strip()


def archipel_email(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept an e-mail address, and whatever a harvest brought or was stored already."""
    text = _text(data[key])
    if not EMAIL.fullmatch(text) and text not in stored_values(key, context) and not is_harvested(data):
        message = tk._("“{value}” is not an e-mail address. Write it in full, for instance data@example.org.")
        raise tk.Invalid(message.format(value=text[:80]))
    data[key] = text


def archipel_url(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept an http or https address, nothing, and what was stored already."""
    text = str(data[key])
    data[key] = text if text == "" or text in stored_values(key, context) else values.url(text)


def archipel_file_url(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept the address of a linked file, none yet, and what a harvest brought, was stored already or is uploaded."""
    text = str(data[key])
    # An uploaded file has a name here, and files that other software keeps for us (`datastore`) what it writes.
    kept_elsewhere = data.get((*key[:-1], "url_type")) or data.get((*key[:-1], "upload"))
    # CKAN 2.11 shows what has no scheme as if it had this one.
    stored = {text, text.removeprefix("http://")} & stored_values(key, context)
    if text and not kept_elsewhere and not stored and not is_harvested(data):
        written = fields.clean_url(text.replace(" ", "%20"), fields.FILE_SERVERS)
        data[key] = written or values.url(text, fields.FILE_SERVERS)


def archipel_size(value: object) -> int:
    """Accept a number of bytes."""
    text = str(value).strip()
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1
    if not 0 <= size <= MAX_SIZE:
        raise tk.Invalid(tk._("“{value}” is not a number of bytes.").format(value=str(value)[:40]))
    return size


def archipel_geojson(value: object) -> str:
    """Accept a GeoJSON geometry, as text or as an object."""
    try:
        geometry = json.loads(value) if isinstance(value, str) else value
        text = value if isinstance(value, str) else json.dumps(geometry)
        unwritable = CONTROL.search(json.dumps(geometry, ensure_ascii=False))
    except (ValueError, TypeError, RecursionError):
        geometry = None
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str) or unwritable:
        raise tk.Invalid(tk._("This is not a GeoJSON geometry: it must be an object with “type” and “coordinates”."))
    return text


def archipel_box(value: object) -> object:
    """Turn the four numbers of a rectangle, west, south, east and north, into its GeoJSON; leave the rest as it is."""
    if not isinstance(value, (list, tuple)):
        return value
    if not any(str(number or "").strip() for number in value):
        return ""
    rectangle = box.read(value)
    if rectangle is None:
        shown = ", ".join(str(number)[:20] or "–" for number in value[:4])
        message = tk._("“{value}” is not a rectangle: give west, south, east and north in degrees, west before east.")
        raise tk.Invalid(message.format(value=shown))
    return box.write(rectangle)


def archipel_choice(field: Field, schema: Field) -> Validator:
    """Accept one value of the field's code list, an address of another list, or what was stored already."""

    def validator(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
        data[key] = values.choice(field["vocabulary"], str(data[key]), stored_values(key, context))

    validator.__name__ = "archipel_choice"
    return validator


def archipel_choices(field: Field, schema: Field) -> Validator:
    """Accept several values of the field's code list, under the same rule as `archipel_choice`."""

    def validator(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
        before = stored_values(key, context)
        chosen = [values.choice(field["vocabulary"], text, before) for text in values.texts(data[key])]
        words = vocabulary(field["vocabulary"])
        data[key] = values.dump(values.in_order(chosen, [words.value(term) for term in words.terms]))

    return validator


def archipel_licence(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept the licences we offer; another one only by harvest, or when the dataset had it already."""
    value = str(data[key] or "").strip()
    licences = vocabulary("licence")
    term = licences.get(value) if "://" in value else licences.find(value)
    data[key] = term.id if term else value
    if not value or (term and term.offered) or value in stored_values(key, context) or is_harvested(data):
        return
    offered = ", ".join(f"{term.label(language())} ({term.id})" for term in licences.offered())
    message = tk._("License “{value}” cannot be chosen here. Choose: {offered}.")
    raise tk.Invalid(message.format(value=value[:80], offered=offered))


def archipel_territory(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept zone ids, INSEE addresses, names, codes and postcodes of territories, and store the zone ids."""
    texts = typed_territories(values.texts(data[key]))
    found = {text: territory.zone_of(text) for text in texts}
    zones = [zone for zone in found.values() if zone]
    for text in (text for text, zone in found.items() if not zone):
        # A name with namesakes is settled by one of them chosen beside it.
        if not any(place.id in zones for place in territory.named(text)):
            raise tk.Invalid(values.unclear_territory(text))
    data[key] = values.dump(values.in_order(zones, [place.id for place in territory.territories()]))


def archipel_uris(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept a list of web addresses, and what was stored already."""
    before = stored_values(key, context)
    texts = [text.strip() for text in values.texts(data[key])]
    data[key] = values.dump(text if text in before else values.url(text) for text in texts)


def archipel_duration(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept a duration in words or in ISO 8601, and what was stored already."""
    message = tk._("“{value}” is not a duration. Write it as “15 minutes”, “1 jour” or P1M.")
    data[key] = values.normalised(data[key], measures.normalise_duration, message, stored_values(key, context))


def archipel_metres(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept a distance in metres, and what was stored already."""
    message = tk._("“{value}” is not a distance in metres. Write a number greater than zero, for instance 10 or 0.5.")
    data[key] = values.normalised(data[key], measures.normalise_metres, message, stored_values(key, context))


def archipel_reference_systems(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept coordinate reference systems by EPSG code, name or address."""
    message = tk._("“{value}” is not a coordinate reference system. Write its EPSG code, for instance EPSG:2154.")
    before = stored_values(key, context)
    systems = [
        values.normalised(text, measures.normalise_reference_system, message, before)
        for text in values.texts(data[key])
    ]
    data[key] = values.dump(systems)


archipel_choice.is_a_scheming_validator = True  # type: ignore[attr-defined]
archipel_choices.is_a_scheming_validator = True  # type: ignore[attr-defined]
