"""The publisher's dashboard, and the choice to receive reminders."""

import ckan.plugins.toolkit as tk
from ckan import model
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.dashboard import preferences
from ckanext.archipel.dashboard.gather import work_of

archipel_dashboard = Blueprint("archipel_dashboard", __name__, url_prefix="/tableau-de-bord")
archipel_dashboard.before_request(protect_forms)


@archipel_dashboard.before_request
def sign_in() -> ResponseReturnValue | None:
    """Send whoever is not signed in to the sign-in page."""
    if tk.current_user.is_authenticated:
        return None
    return tk.redirect_to("user.login", came_from=tk.url_for("archipel_dashboard.index"))


@archipel_dashboard.route("")
def index() -> ResponseReturnValue:
    """Show what awaits the user."""
    user = model.User.get(tk.current_user.id)
    variables = {"work": work_of(user.name, user.id), "reminders": preferences.wants_reminders(user)}
    return tk.render("archipel_dashboard/index.html", extra_vars=variables)


@archipel_dashboard.route("/rappels", methods=["POST"])
def reminders() -> ResponseReturnValue:
    """Keep the user's choice to receive reminders."""
    wanted = tk.request.form.get("reminders") == "yes"
    preferences.set_reminders(model.User.get(tk.current_user.id), wanted=wanted)
    tk.h.flash_success(tk._("You will receive reminders.") if wanted else tk._("You will receive no more reminders."))
    return tk.redirect_to("archipel_dashboard.index")
