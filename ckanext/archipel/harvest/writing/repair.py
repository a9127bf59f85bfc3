"""Takes out of a dataset the values that CKAN refused, so that one of them does not lose the dataset. Free of CKAN."""

from collections.abc import Mapping
from typing import Any

# Without them there is no dataset left to write.
ESSENTIAL = frozenset({"title", "owner_org", "type", "id", "extras", "__junk", "__extras"})
LISTS = ("tags", "resources")


def without_refused(dataset: Mapping[str, Any], errors: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]] | None:
    """Return the dataset without what the errors name, and what was taken out; nothing when it cannot be saved."""
    repaired, removed = dict(dataset), []
    for name, messages in errors.items():
        if name in ESSENTIAL or name not in repaired:
            return None
        if name == "name":
            repaired["name"] = f"{repaired['name'][:90]}-{repaired['id'][:8]}"
            continue
        if name in LISTS and _is_per_entry(messages):
            repaired[name] = _repaired_entries(repaired[name], messages, name)
        else:
            del repaired[name]
        removed.append(f"« {name} » : refusé par le portail ({_first(messages)}), laissé de côté.")
    return repaired, removed


def _is_per_entry(messages: object) -> bool:
    return isinstance(messages, list) and any(isinstance(entry, Mapping) for entry in messages)


def _repaired_entries(entries: list[dict[str, Any]], messages: list[Any], name: str) -> list[dict[str, Any]]:
    kept = []
    for entry, errors in zip(entries, [*messages, *[{}] * len(entries)], strict=False):
        refused = set(errors) if isinstance(errors, Mapping) else set()
        if not refused:
            kept.append(entry)
        elif name == "resources" and "url" not in refused:
            kept.append({key: value for key, value in entry.items() if key not in refused})
    return kept


def _first(messages: object) -> str:
    """Return the first text found in CKAN's errors, which are texts, lists or dictionaries of them."""
    while isinstance(messages, list | Mapping):
        values = list(messages.values()) if isinstance(messages, Mapping) else [entry for entry in messages if entry]
        if not values:
            return "sans motif"
        messages = values[0]
    return str(messages)
