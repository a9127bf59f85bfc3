"""The pages that every site of the State owes its readers."""

import ckan.plugins.toolkit as tk
from flask import Blueprint

archipel_dsfr = Blueprint("archipel_dsfr", __name__)


@archipel_dsfr.get("/accessibilite")
def accessibility() -> str:
    """Show the accessibility declaration."""
    return tk.render("archipel_dsfr/accessibility.html")


@archipel_dsfr.get("/mentions-legales")
def legal_notice() -> str:
    """Say who publishes and who hosts the site."""
    return tk.render("archipel_dsfr/legal_notice.html")


@archipel_dsfr.get("/donnees-personnelles")
def privacy() -> str:
    """Say what the site knows of its readers."""
    return tk.render("archipel_dsfr/privacy.html")


@archipel_dsfr.get("/plan-du-site")
def sitemap() -> str:
    """List the pages of the site."""
    return tk.render("archipel_dsfr/sitemap.html")
