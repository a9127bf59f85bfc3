"""What is typed for a source, what is wrong with it, and the configuration that it makes."""

from collections.abc import Collection, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel import territory
from ckanext.archipel.harvest import settings
from ckanext.archipel.harvest.form import organizations
from ckanext.archipel.harvest.kinds import opendatasoft
from ckanext.archipel.harvest.kinds.registry import KINDS, kind_of_url
from ckanext.archipel.harvest.settings import FILTERS, Configuration
from ckanext.archipel.harvest.values import web_address
from ckanext.archipel.territory.helpers import typed as typed_territories

TEXTS = ("url", "title", "owner_org", "kind", "default_licence", "contact_name", "contact_email", "frequency")
LIMITS = ("max_removed", "max_removed_percent")
FLAGS = ("keep_personal_contacts", "on_data_gouv_fr")
FREQUENCIES = ("MANUAL", "DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY")
LONGEST = 2000

Values = dict[str, Any]
Errors = dict[str, list[str]]


def blank(owner_org: str = "") -> Values:
    """Return the fields of a source that is still to be described."""
    values: Values = dict.fromkeys((*TEXTS, *LIMITS, *(f"filter_{name}" for name in FILTERS)), "")
    more = {"frequency": "WEEKLY", "owner_org": owner_org, "active": True}
    return {**values, "default_territory": [], "organizations": [], **dict.fromkeys(FLAGS, False), **more}


def of_form(form: Any) -> Values:
    """Read the fields of a form that was sent."""
    values = {name: str(form.get(name, "")).strip()[:LONGEST] for name, value in blank().items() if value == ""}
    values |= {name: str(form.get(name, "")).strip()[:LONGEST] for name in ("frequency",)}
    flags = {name: form.get(name) == "yes" for name in (*FLAGS, "active")}
    territories = typed_territories(form.getlist("default_territory")[:100])
    return {**values, "default_territory": territories, "organizations": organizations.of_form(form), **flags}


def of_source(source: Mapping[str, Any], owner_org: str, configuration: Configuration) -> Values:
    """Return the fields of a source that is there."""
    limits = {name: "" if (limit := getattr(configuration, name)) is None else str(limit) for name in LIMITS}
    texts = ("kind", "default_licence", "contact_name", "contact_email")
    return {
        **{name: source[name] or "" for name in ("url", "title", "frequency")},
        **{name: getattr(configuration, name) for name in texts},
        **{f"filter_{name}": configuration.filters.get(name, "") for name in FILTERS},
        **limits,
        "owner_org": owner_org,
        "organizations": organizations.of_configuration(configuration.organizations),
        "default_territory": list(configuration.default_territory),
        **{name: bool(getattr(configuration, name)) for name in FLAGS},
        "active": source["active"],
    }


def errors_of(values: Values, managed: Collection[str], given: Collection[str], licences: Collection[str]) -> Errors:
    """Tell, field by field, what is wrong; `given` are organizations that somebody already let have datasets."""
    found: Errors = {}
    if web_address(values["url"]) != values["url"]:
        found["url"] = [tk._("Give a whole address, which starts with https:// or http://.")]
    if not values["title"]:
        found["title"] = [tk._("Give the source a name.")]
    if values["owner_org"] not in managed:
        found["owner_org"] = [tk._("Choose one of the organizations that you administer.")]
    if values["frequency"] not in FREQUENCIES:
        found["frequency"] = [tk._("Choose a frequency in the list.")]
    if wrong := organizations.errors_of(values["organizations"], {*managed, *given}):
        found["organizations"] = wrong
    if values["default_licence"] and values["default_licence"] not in licences:
        found["default_licence"] = [tk._("Choose a license in the list.")]
    if values["contact_email"] and not _is_email(values["contact_email"]):
        found["contact_email"] = [tk._("This is not an e-mail address.")]
    if [text for text in values["default_territory"] if territory.zone_of(text) is None]:
        found["default_territory"] = [_no_territory()]
    return {**found, **_kind_errors(values), **_limit_errors(values)}


def _kind_errors(values: Values) -> Errors:
    if not values["kind"] and not web_address(values["url"]):
        return {}
    kind = values["kind"] or getattr(kind_of_url(values["url"]), "name", "")
    if not kind:
        return {"kind": [tk._("The address does not tell what kind of catalogue this is: choose it.")]}
    if kind not in KINDS:
        return {"kind": [tk._("Choose a kind in the list.")]}
    # Opendatasoft alone has territories of its own, in its own words.
    wanted = values["filter_territory"] if kind != opendatasoft.OpendatasoftKind.name else ""
    return {"filter_territory": [_no_territory()]} if wanted and territory.zone_of(wanted) is None else {}


def _no_territory() -> str:
    return str(tk._("No single territory has this name: choose one of the list, or give a code."))


def _limit_errors(values: Values) -> Errors:
    message = tk._("Give a whole number, or nothing.")
    return {name: [message] for name in LIMITS if values[name] and not _is_number(values[name])}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


def _number(text: str) -> int | None:
    return int(text) if text else None


def _is_email(text: str) -> bool:
    try:
        tk.get_validator("email_validator")(text, {})
    except tk.Invalid:
        return False
    return True


def configuration_of(values: Values) -> Configuration:
    """Return the configuration that right values make."""
    filters = {name: values[f"filter_{name}"] for name in FILTERS if values[f"filter_{name}"]}
    zones = [zone for text in values["default_territory"] if (zone := territory.zone_of(text))]
    written = Configuration(
        kind=values["kind"],
        filters=filters,
        organizations=organizations.as_configured(values["organizations"]),
        default_licence=values["default_licence"],
        default_territory=tuple(dict.fromkeys(zones)),
        keep_personal_contacts=values["keep_personal_contacts"],
        on_data_gouv_fr=values["on_data_gouv_fr"],
        contact_name=values["contact_name"],
        contact_email=values["contact_email"],
        max_removed=_number(values["max_removed"]),
        max_removed_percent=_number(values["max_removed_percent"]),
    )
    return settings.read(written.to_json())
