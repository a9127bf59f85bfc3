"""The page that tells the editors of an organization what data.gouv.fr makes of its datasets."""

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.datagouv.action import ROWS

archipel_datagouv = Blueprint("archipel_datagouv", __name__)


@archipel_datagouv.route("/organization/<id>/data-gouv")
def check(id: str) -> ResponseReturnValue:
    """Show some datasets, and what data.gouv.fr keeps, changes or loses of each."""
    context, number = {"user": tk.current_user.name}, _page()
    try:
        organization = tk.get_action("organization_show")(context, {"id": id.replace("\0", "")})
        asked = {"organization": organization["id"], "start": (number - 1) * ROWS, "rows": ROWS}
        checked = tk.get_action("archipel_datagouv_check")(context, asked)
    except (tk.ObjectNotFound, tk.ValidationError):
        return tk.abort(404, tk._("Organization not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the editors of this organization may see this page."))
    variables = {
        "group_dict": organization,
        "group_type": organization["type"],
        "checked": checked,
        "number": number,
        "last": max(1, -(-checked["count"] // ROWS)),
    }
    return tk.render("archipel_datagouv/check.html", variables)


def _page() -> int:
    written = tk.request.args.get("page", "1")
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else 1
    return max(number, 1)
