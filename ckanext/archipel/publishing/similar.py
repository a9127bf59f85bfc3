"""Datasets whose titles are close to the one an agent is writing: it may exist already, or be an edition of it."""

import re
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from markupsafe import Markup

SHOWN = 4
WORD = re.compile(r"\w{4,}")


def similar(title: str, but: str = "") -> list[dict[str, str]]:
    """List name, title and address of up to four published datasets that share most of a title's words."""
    words = [word.lower() for word in WORD.findall(title)][:12]
    if len(words) < 2:
        return []
    query: dict[str, Any] = {
        "q": " ".join(words),
        "qf": "title",
        "mm": "70%",
        "rows": SHOWN + 1,
        "fq": "dataset_type:dataset",
    }
    try:
        found = tk.get_action("package_search")({"user": tk.current_user.name}, query)["results"]
    except (SearchError, tk.ValidationError):
        return []
    return [
        {"name": item["name"], "title": item["title"], "url": tk.url_for("dataset.read", id=item["name"])}
        for item in found
        if item["id"] != but
    ][:SHOWN]


def advise(title: str, but: str) -> None:
    """Tell the agent, on the next page, of the datasets whose titles are close."""
    found = similar(title, but)
    if found:
        links = Markup(", ").join(Markup('<a href="{}">{}</a>').format(item["url"], item["title"]) for item in found)
        message = tk._("Close titles are already published. If yours is a new edition, say so in the title:")
        tk.h.flash_notice(Markup("{} {}").format(message, links), allow_html=True)
