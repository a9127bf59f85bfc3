"""Plugin `archipel`: wires schemas, keywords, territories, RDF pages, reports and commands into CKAN."""

from collections import OrderedDict
from datetime import datetime, timezone
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from flask import Blueprint

from ckanext.archipel import cli
from ckanext.archipel.bulk import action as bulk_action
from ckanext.archipel.bulk import auth as bulk_auth
from ckanext.archipel.bulk import helpers as bulk_helpers
from ckanext.archipel.bulk import views as bulk_views
from ckanext.archipel.catalogue import action as catalogue_action
from ckanext.archipel.catalogue import events as catalogue_events
from ckanext.archipel.catalogue import helpers as catalogue_helpers
from ckanext.archipel.catalogue import structured as catalogue_structured
from ckanext.archipel.catalogue import views as catalogue_views
from ckanext.archipel.conformity import events as conformity_events
from ckanext.archipel.conformity import helpers as conformity_helpers
from ckanext.archipel.conformity import views as conformity_views
from ckanext.archipel.dashboard import views as dashboard_views
from ckanext.archipel.datagouv import action as datagouv_action
from ckanext.archipel.datagouv import auth as datagouv_auth
from ckanext.archipel.datagouv import views as datagouv_views
from ckanext.archipel.dataset import archived, facets, helpers, licence_register, readable, search, validators
from ckanext.archipel.dataset import views as dataset_views
from ckanext.archipel.links import helpers as links_helpers
from ckanext.archipel.organization import helpers as organization_helpers
from ckanext.archipel.organization import themes
from ckanext.archipel.organization import validators as organization_validators
from ckanext.archipel.portal import order
from ckanext.archipel.portal.translation import OurTranslation
from ckanext.archipel.publishing import files as publishing_files
from ckanext.archipel.publishing import helpers as publishing_helpers
from ckanext.archipel.publishing import views as publishing_views
from ckanext.archipel.quality import action as quality_action
from ckanext.archipel.quality import auth as quality_auth
from ckanext.archipel.quality import helpers as quality_helpers
from ckanext.archipel.quality import search as quality_search
from ckanext.archipel.quality import views as quality_views
from ckanext.archipel.review import action as review_action
from ckanext.archipel.review import auth as review_auth
from ckanext.archipel.review import events as review_events
from ckanext.archipel.review import helpers as review_helpers
from ckanext.archipel.review import views as review_views
from ckanext.archipel.territory import action as territory_action
from ckanext.archipel.territory import auth as territory_auth
from ckanext.archipel.territory import geometry as territory_geometry
from ckanext.archipel.territory import helpers as territory_helpers
from ckanext.archipel.territory import settings as territory_settings
from ckanext.archipel.validation import action as validation_action
from ckanext.archipel.validation import auth as validation_auth
from ckanext.archipel.validation import events as validation_events
from ckanext.archipel.validation import helpers as validation_helpers
from ckanext.archipel.validation import views as validation_views


def _actions() -> dict[str, Any]:
    modules = (
        bulk_action,
        catalogue_action,
        datagouv_action,
        quality_action,
        readable,
        review_action,
        territory_action,
        validation_action,
    )
    return {name: action for module in modules for name, action in module.get_actions().items()}


def _helpers() -> dict[str, Any]:
    return catalogue_structured.get_helpers() | {
        name: getattr(module, name)
        for module in (
            helpers,
            archived,
            bulk_helpers,
            catalogue_helpers,
            conformity_helpers,
            links_helpers,
            organization_helpers,
            publishing_helpers,
            quality_helpers,
            review_helpers,
            territory_helpers,
            validation_helpers,
        )
        for name in module.__all__
    }


def _validators() -> dict[str, Any]:
    return {name: getattr(module, name) for module in (validators, organization_validators) for name in module.__all__}


def _auth_functions() -> dict[str, Any]:
    modules = (bulk_auth, datagouv_auth, quality_auth, review_auth, territory_auth, validation_auth)
    return {name: function for module in modules for name, function in module.get_auth_functions().items()}


@tk.blanket.actions(_actions)
@tk.blanket.auth_functions(_auth_functions)
@tk.blanket.cli(cli.get_commands)
@tk.blanket.config_declarations
@tk.blanket.helpers(_helpers)
@tk.blanket.validators(_validators)
class ArchipelPlugin(p.SingletonPlugin, OurTranslation):
    """The core of the portal; the harvest, the lab and the theme are plugins of their own."""

    p.implements(p.IBlueprint)
    p.implements(p.IConfigurer)
    p.implements(p.ISignal)
    p.implements(p.ITranslation)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Register templates, and our licences unless the site has its own; refuse a wrong order of plugins."""
        order.check(tk.aslist(config.get("ckan.plugins")))
        tk.add_template_directory(config, "templates")
        tk.add_template_directory(config, "dataset/templates")
        tk.add_resource("dataset/assets", "archipel_dataset")
        tk.add_template_directory(config, "bulk/templates")
        tk.add_template_directory(config, "catalogue/templates")
        tk.add_template_directory(config, "conformity/templates")
        tk.add_template_directory(config, "dashboard/templates")
        tk.add_template_directory(config, "datagouv/templates")
        tk.add_template_directory(config, "links/templates")
        tk.add_template_directory(config, "organization/templates")
        tk.add_template_directory(config, "publishing/templates")
        tk.add_resource("publishing/assets", "archipel_publishing")
        tk.add_template_directory(config, "quality/templates")
        tk.add_template_directory(config, "review/templates")
        tk.add_template_directory(config, "validation/templates")
        tk.add_resource("validation/assets", "archipel_validation")
        tk.add_resource("quality/assets", "archipel_quality")
        tk.add_resource("territory/assets", "archipel_territory")
        territory_geometry.use(territory_settings.geometry_file(config))
        if not config.get("licenses_group_url"):
            config["licenses_group_url"] = licence_register.register_address()

    def get_blueprint(self) -> list[Blueprint]:
        """Serve the RDF pages, at the addresses of ckanext-dcat's, and the steps of a publication, at scheming's."""
        return [
            bulk_views.archipel_bulk,
            catalogue_views.blueprint(),
            dataset_views.archipel_schema,
            conformity_views.archipel_conformity,
            publishing_views.blueprint(),
            dashboard_views.archipel_dashboard,
            datagouv_views.archipel_datagouv,
            quality_views.archipel_quality,
            review_views.archipel_review,
            validation_views.archipel_validation,
        ]

    def before_resource_create(self, context: Any, resource: dict[str, Any]) -> None:
        """Fill in what an uploaded file says of itself."""
        publishing_files.prepare(resource)

    def before_resource_update(self, context: Any, current: dict[str, Any], resource: dict[str, Any]) -> None:
        """Fill in what a replaced file says of itself."""
        publishing_files.prepare(resource)

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Follow what is saved and purged: fragments are built and tables checked when they change."""
        modules = (catalogue_events, conformity_events, review_events, validation_events)
        followers = [module.after_action for module in modules]
        return {tk.signals.action_succeeded: followers}

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Index territories with what contains them, themes with their groups, quality, and what is archived."""
        document = archived.index_archived(themes.index_themes(search.index_document(pkg_dict)))
        return quality_search.index_quality(document, datetime.now(timezone.utc).date())

    def after_dataset_search(self, search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
        """Name the facets' items as readers do."""
        search.drop_what_does_not_narrow(search_results, search_params)
        search.label_facets(search_results.get("search_facets", {}))
        return search_results

    def dataset_facets(self, facets_dict: "OrderedDict[str, str]", package_type: str) -> "OrderedDict[str, str]":
        """Offer the portal's facets."""
        return facets.dataset_facets(facets_dict, package_type)

    def organization_facets(
        self, facets_dict: "OrderedDict[str, str]", organization_type: str, package_type: str | None
    ) -> "OrderedDict[str, str]":
        """Offer the portal's facets on an organization's page."""
        return facets.group_facets(facets_dict)

    def group_facets(
        self, facets_dict: "OrderedDict[str, str]", group_type: str, package_type: str | None
    ) -> "OrderedDict[str, str]":
        """Offer the portal's facets on a group's page."""
        return facets.group_facets(facets_dict)
