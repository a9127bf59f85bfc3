"""Brings the portal's harvest sources to what their definitions say, one by one, when a person asks for it."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.harvest import SOURCE_TYPE
from ckanext.archipel.harvest.source_update import update_source
from ckanext.archipel.harvest.sources.compare import Difference, differences, wanted
from ckanext.archipel.harvest.sources.definition import Definition
from ckanext.archipel.harvest.sources.here import sources_here
from ckanext.archipel.harvest.sources.matching import source_among


@dataclass(frozen=True)
class Change:
    """What becomes of the source of a definition."""

    definition: Definition
    act: Callable[[], None] | None
    told: str


def plan(found: Iterable[Definition], enable: Collection[str], *, create_organizations: bool) -> list[Change]:
    """List what bringing these definitions into the portal changes; nothing is done yet."""
    return [_change(definition, definition.key in enable, create_organizations) for definition in found]


def source_of(definition: Definition) -> dict[str, Any] | None:
    """Return the portal's source of a definition."""
    found = source_among(sources_here(), definition)
    return dict(_act("harvest_source_show", id=found.id)) if found else None


def _change(definition: Definition, enable: bool, create_organizations: bool) -> Change:
    if not definition.kind:
        return Change(
            definition, None, "laissée de côté : personne ne sait encore comment la lire (à vérifier à la main)"
        )
    if enable and not definition.ready:
        return Change(definition, None, "n'est pas mise en service : elle est à vérifier à la main d'abord")
    source = source_of(definition)
    if source is None:
        return _creation(definition, enable, create_organizations)
    found = differences(definition, source)
    if enable and source.get("frequency") != definition.schedule and not any(d.field == "frequency" for d in found):
        found.append(Difference("frequency", str(source.get("frequency") or "MANUAL"), definition.schedule))
    if not found:
        return Change(definition, None, "")
    told = " ; ".join(map(str, found))
    return Change(definition, lambda: _update(source, definition, found), f"modifiée : {told}")


def _creation(definition: Definition, enable: bool, create_organizations: bool) -> Change:
    name, title = definition.organization["name"], definition.organization["title"]
    absent = _organization(definition) is None
    if absent and not create_organizations:
        told = f"pas créée : l'organisation « {name} » ({title}) n'existe pas ; ajoutez --create-organizations"
        return Change(definition, None, told)
    rhythm = f"mise en service ({definition.schedule})" if enable else "sans rythme : rien ne part de lui-même"
    with_organization = f", avec l'organisation « {name} »" if absent else ""
    return Change(definition, lambda: _create(definition, enable), f"créée, {rhythm}{with_organization}")


def _create(definition: Definition, enable: bool) -> None:
    organization = _organization(definition) or _act("organization_create", **definition.organization)["id"]
    values = {"name": definition.source_name, "source_type": SOURCE_TYPE, "owner_org": organization}
    _act("harvest_source_create", **values, notes=definition.note, **wanted(definition, enabled=enable))


def _update(source: Mapping[str, Any], definition: Definition, found: Iterable[Difference]) -> None:
    values = {difference.field: difference.defined for difference in found}
    if "config" in values:
        values["config"] = _merged(str(source.get("config") or ""), values["config"])
    update_source(_context(), source["id"], **values, source_type=SOURCE_TYPE)


def _merged(here: str, defined: str) -> str:
    """Put what is defined over what an administrator set besides."""
    try:
        kept = json.loads(here or "{}")
    except ValueError:
        kept = {}
    return json.dumps({**(kept if isinstance(kept, dict) else {}), **json.loads(defined or "{}")}, ensure_ascii=False)


def _organization(definition: Definition) -> str | None:
    group = model.Group.get(definition.organization["name"])
    return str(group.id) if group is not None and group.is_organization and group.state == "active" else None


def _act(action: str, /, **values: Any) -> Any:
    return tk.get_action(action)(_context(), values)


def _context() -> dict[str, Any]:
    return {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
