"""Template helpers of the theme."""

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from markupsafe import Markup

from ckanext.archipel.dsfr.home import Home, read_home
from ckanext.archipel.dsfr.identity import Identity, read_identity
from ckanext.archipel.dsfr.navigation import main_tabs
from ckanext.archipel.dsfr.pagination import PageLink, page_links, page_query


def archipel_dsfr_identity() -> Identity:
    """Return the texts and links that the administrator set."""
    return read_identity(tk.config)


def archipel_dsfr_home() -> Home:
    """Return what the home page shows."""
    return read_home(tk.h.lang())


def archipel_dsfr_page_links(page: Any) -> list[PageLink]:
    """Return the pages that the pagination of a list offers."""
    return page_links(page.page, page.page_count)


def archipel_dsfr_page_query(number: int) -> str:
    """Return the address of another page of the list being read, relative to it."""
    return page_query(tk.request.args.items(multi=True), number)


@tk.chained_helper
def build_nav_main(next_helper: Callable[..., Markup], *items: tuple[Any, ...]) -> Markup:
    """Write the main menu with the design system's markup."""
    return main_tabs(items)
