"""Pages of the lab that CKAN's dataset pages do not cover."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.navl.dictization_functions import DataError, unflatten
from ckan.logic import clean_dict, parse_params, tuplize_dict
from ckan.views.dataset import CreateView, EditView
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.lab import PROJECT_TYPE

archipel_lab = Blueprint("archipel_lab", __name__)


archipel_lab.before_request(protect_forms)


class ProposeView(CreateView):
    """The form of a new project: one page, and the project is there, where CKAN would ask for a resource."""

    def post(self, package_type: str) -> ResponseReturnValue:
        """Create the project, or publish the draft that the form came from."""
        context = self._prepare()
        try:
            data = clean_dict(unflatten(tuplize_dict(parse_params(tk.request.form))))
        except DataError:
            return tk.abort(400, tk._("Integrity Error"))
        draft_id = data.pop("pkg_name", "")
        data.pop("_ckan_phase", None)
        data.pop("save", None)
        data["type"] = package_type
        try:
            project = _publish(context, draft_id, data) if draft_id else tk.get_action("package_create")(context, data)
        except tk.NotAuthorized:
            return tk.abort(403, tk._("You may not propose a project for this organization."))
        except tk.ObjectNotFound:
            return tk.abort(404, tk._("This project no longer exists."))
        except tk.ValidationError as error:
            if draft_id:
                data["state"] = "draft"
                return EditView().get(package_type, draft_id, data, error.error_dict, error.error_summary)
            return self.get(package_type, data, error.error_dict, error.error_summary)
        return tk.redirect_to(f"{PROJECT_TYPE}.read", id=project["name"])


def _publish(context: dict[str, Any], draft_id: str, data: dict[str, Any]) -> dict[str, Any]:
    draft = tk.get_action("package_show")({"user": context["user"]}, {"id": draft_id})
    # The form does not hold them, and CKAN 2.11 removes the resources that an update leaves out.
    data |= {"id": draft["id"], "resources": draft["resources"], "state": "active"}
    return tk.get_action("package_update")({**context, "allow_state_change": True}, data)


@archipel_lab.route("/projets")
def index() -> ResponseReturnValue:
    """Lead the plural, which people type, to the list."""
    return tk.redirect_to(f"{PROJECT_TYPE}.search")


archipel_lab.add_url_rule(
    f"/{PROJECT_TYPE}/new", defaults={"package_type": PROJECT_TYPE}, view_func=ProposeView.as_view("propose")
)
