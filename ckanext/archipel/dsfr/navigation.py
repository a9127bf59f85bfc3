"""The tabs of the main menu, as the design system writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from markupsafe import Markup

TAB = Markup('<li class="fr-nav__item"><a class="fr-nav__link" href="{address}"{current}>{title}</a></li>')
CURRENT = Markup(' aria-current="page"')


def main_tabs(items: Sequence[tuple[Any, ...]]) -> Markup:
    """Write the tabs that CKAN and other extensions hand to `h.build_nav_main`."""
    return Markup("").join(_tab(*item) for item in items)


def _tab(route: str, title: str, highlighted: Sequence[str] = (), access: str = "") -> Markup:
    if access and not tk.h.check_access(access):
        return Markup("")
    endpoint = tk.request.endpoint or ""
    active = endpoint == route or endpoint.partition(".")[0] in highlighted
    return TAB.format(address=tk.h.url_for(route), current=CURRENT if active else "", title=title)
