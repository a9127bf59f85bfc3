"""Plugin `archipel_lab`: only wires the package into CKAN."""

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.archipel.lab import PROJECT_TYPE, action, helpers, search, validators, views
from ckanext.archipel.portal import order


@tk.blanket.actions({"archipel_project_list_for_dataset": action.archipel_project_list_for_dataset})
@tk.blanket.blueprints([views.archipel_lab])
@tk.blanket.helpers(helpers)
@tk.blanket.validators(
    {
        "archipel_linked_datasets": validators.archipel_linked_datasets,
        "archipel_not_before": validators.archipel_not_before,
    }
)
class ArchipelLabPlugin(p.SingletonPlugin):
    """Wires `ckanext.archipel.lab` into CKAN."""

    p.implements(p.IConfigurer)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IPackageController, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Register templates; refuse a `ckan.plugins` that lacks what we need."""
        order.check(tk.aslist(config.get("ckan.plugins")))
        tk.add_template_directory(config, "templates")

    def dataset_facets(self, facets_dict: dict[str, str], package_type: str) -> dict[str, str]:
        """Give the list of projects its own facets."""
        return search.project_facets() if package_type == PROJECT_TYPE else facets_dict

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Index what is particular to a project."""
        return search.index_project(pkg_dict)

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Keep projects out of the searches for datasets."""
        return search.leave_out_projects(search_params)

    def after_dataset_search(self, search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
        """Show labels, not codes, in the facets of projects."""
        search.label_facets(search_results["search_facets"])
        return search_results
