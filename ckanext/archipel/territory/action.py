"""The action behind the field that looks territories up."""

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel import territory
from ckanext.archipel.territory.helpers import described

DEFAULT_LIMIT = 10
MAX_LIMIT = 50


def get_actions() -> dict[str, Callable[..., Any]]:
    """Return the actions on territories."""
    return {"archipel_territory_autocomplete": archipel_territory_autocomplete}


@tk.side_effect_free
def archipel_territory_autocomplete(context: dict[str, Any], data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List what `q`, a name, a code or a postcode, may mean: `limit` territories at most, the best match first."""
    tk.check_access("archipel_territory_autocomplete", context, data_dict)
    text = data_dict.get("q") or ""
    if not isinstance(text, str):
        raise tk.ValidationError({"q": [tk._("A text is expected.")]})
    return [described(place) for place in territory.suggest(text, _limit(data_dict.get("limit")))]


def _limit(value: object) -> int:
    try:
        limit = DEFAULT_LIMIT if value in {None, ""} else int(str(value))
    except (TypeError, ValueError):
        limit = 0
    if not 1 <= limit <= MAX_LIMIT:
        raise tk.ValidationError({"limit": [tk._("A number from 1 to {most} is expected.").format(most=MAX_LIMIT)]})
    return limit
