"""The addresses of ckanext-harvest that change something: a mere link asks first, only a form of ours acts."""

import ckan.plugins.toolkit as tk
from ckanext.harvest import utils as stock
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms

archipel_harvest_stock = Blueprint("archipel_harvest_stock", __name__, url_prefix="/moissonnage/ckanext-harvest")
archipel_harvest_stock.before_request(protect_forms)

REFRESH, CLEAR, DELETE, ABORT = (f"harvester.{name}" for name in ("refresh", "clear", "delete", "job_abort"))
CHANGING = frozenset({REFRESH, CLEAR, DELETE, ABORT})


@archipel_harvest_stock.before_app_request
def ask_first() -> ResponseReturnValue | None:
    """Answer a link that would change something by the form that does it; check where such a form comes from."""
    endpoint = str(tk.request.endpoint)
    if endpoint not in CHANGING:
        return None
    if tk.request.method == "POST":
        protect_forms()
        return None
    asked = dict(tk.request.view_args or {})
    source_id = asked.get("source", asked.get("id", ""))
    # Stock answers these two to nothing but links.
    ours = {DELETE: "archipel_harvest_stock.delete", ABORT: "archipel_harvest_stock.abort"}
    address = tk.url_for(ours.get(endpoint, endpoint), **asked)
    clears = endpoint == DELETE and tk.request.args.get("clear", "").lower() in ("true", "1")
    variables = {"question": _question(endpoint, clears), "address": address, "clears": clears, "source_id": source_id}
    return tk.render("archipel_harvest/confirm.html", extra_vars=variables)


def _question(endpoint: str, clears: bool) -> str:
    if clears:
        return tk._("Suspend this source and delete all its datasets?")
    words = {
        REFRESH: tk._("Harvest this source now?"),
        CLEAR: tk._("Delete all the datasets of this source?"),
        DELETE: tk._("Suspend this source? Its datasets stay."),
        ABORT: tk._("Stop this harvest?"),
    }
    return words[endpoint]


@archipel_harvest_stock.route("/delete/<id>", methods=["POST"])
def delete(id: str) -> ResponseReturnValue:
    """Suspend a source, and delete its datasets when asked to, as stock does."""
    answer: ResponseReturnValue = stock.delete_view(id)
    return answer


@archipel_harvest_stock.route("/<source>/job/<id>/abort", methods=["POST"])
def abort(source: str, id: str) -> ResponseReturnValue:
    """Stop a job, as stock does."""
    answer: ResponseReturnValue = stock.job_abort_view(source, id)
    return answer
