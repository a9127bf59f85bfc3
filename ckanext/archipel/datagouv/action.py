"""What data.gouv.fr makes of the public datasets of an organization, some at a time."""

from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.datagouv.examination import examine, search
from ckanext.archipel.datagouv.feed import datagouv_id, feed_of, left_out

Context = dict[str, Any]
DataDict = dict[str, Any]
ROWS, MOST = 20, 100


@tk.side_effect_free
def archipel_datagouv_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say what data.gouv.fr keeps, changes or loses of the datasets of an `organization`, `rows` of them from `start`.

    Nothing is asked of data.gouv.fr: the answer follows from what the portal exports.
    """
    group = model.Group.get(str(tk.get_or_bust(data_dict, "organization")))
    if group is None or not group.is_organization or group.state != "active":
        raise tk.ObjectNotFound(tk._("Organization not found"))
    tk.check_access("archipel_datagouv_check", context, {"organization": group.id})
    start, rows = _number(data_dict, "start", 0), min(_number(data_dict, "rows", ROWS), MOST)
    count, found = search(group.name, start, rows)
    organization = tk.get_action("organization_show")({"ignore_auth": True}, {"id": group.id})
    return {
        "count": count,
        "feed": feed_of(organization, "xml").address,
        "datagouv_id": datagouv_id(organization),
        "left_out": left_out(group.id),
        "datasets": [
            {
                "name": examined.name,
                "title": examined.title,
                "points": examined.score.points,
                "missing": examined.missing,
                "findings": [asdict(finding) for finding in examined.findings],
            }
            for examined in map(examine, found)
        ],
    }


def _number(data_dict: DataDict, key: str, default: int) -> int:
    try:
        number = int(data_dict.get(key, default))
    except (TypeError, ValueError):
        number = -1
    # Solr counts on four bytes.
    if not 0 <= number < 2**31 - MOST:
        raise tk.ValidationError({key: [tk._("Must be a natural number")]})
    return number


def get_actions() -> dict[str, Any]:
    """Return the actions."""
    return {"archipel_datagouv_check": archipel_datagouv_check}
