"""The start page: what to have at hand, and the drafts left behind."""

import ckan.plugins.toolkit as tk
from flask.typing import ResponseReturnValue

MOST = 100


def start() -> ResponseReturnValue:
    """Show the user's drafts and the way to a new dataset."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=tk.url_for("archipel_publishing.start"))
    query = {
        "fq": f'state:draft AND dataset_type:dataset AND creator_user_id:"{tk.current_user.id}"',
        "include_drafts": True,
        "include_private": True,
        "rows": MOST,
        "sort": "metadata_modified desc",
    }
    drafts = tk.get_action("package_search")({"user": tk.current_user.name}, query)["results"]
    return tk.render("archipel_publishing/start.html", {"drafts": drafts})
