"""The last step: what is missing, how the dataset will look, the button that publishes; then the end page."""

from typing import Any

import ckan.plugins.toolkit as tk
from flask.typing import ResponseReturnValue
from flask.views import MethodView

from ckanext.archipel.dataset.completeness import missing
from ckanext.archipel.dataset.publication import message
from ckanext.archipel.publishing import edition, names
from ckanext.archipel.publishing.links import field_url, files_url
from ckanext.archipel.publishing.pages import is_draft, is_taken, shown

Data = dict[str, Any]
Told = dict[str, str]


class CheckView(MethodView):
    """`/dataset/<id>/publish`: check, then publish."""

    def get(self, id: str, errors: list[Told] | None = None) -> ResponseReturnValue:
        """Show what is missing and how the dataset will look."""
        dataset = shown(id)
        asked = required(dataset)
        extra = {
            "dataset": dataset,
            "errors": errors or [],
            "asked": [] if errors else reasons(dataset, asked),
            "advised": [item for item in tk.h.archipel_missing(dataset) if item["field"] not in asked],
        }
        return tk.render("archipel_publishing/check.html", extra)

    def post(self, id: str) -> ResponseReturnValue:
        """Publish; what forbids it is listed with a link to each field."""
        dataset = shown(id)
        context = {"user": tk.current_user.name, "allow_state_change": True}
        try:
            tk.get_action("package_patch")(context, {"id": dataset["id"], "state": "active"})
        except tk.ValidationError as error:
            return self.get(id, reasons(dataset, error.error_dict))
        return tk.redirect_to("archipel_publishing.published", id=dataset["name"])


def required(dataset: Data) -> dict[str, list[str]]:
    """Tell, for each field that publication asks for and that a draft lacks, what to do."""
    return {field: [message(field)] for field in missing(dataset)} if is_draft(dataset) else {}


def reasons(dataset: Data, errors: Data) -> list[Told]:
    """List what forbids publication, in words, with the address of each field; none for what is no field."""
    schema = tk.h.scheming_get_dataset_schema(dataset["type"])
    labels = {field["field_name"]: tk.h.scheming_language_text(field["label"]) for field in schema["dataset_fields"]}
    found = []
    for name, problem in errors.items():
        if name == "resources":
            told = [part for part in problem if isinstance(part, str)]
            words = " ".join(told) or tk._("A file of this dataset has to be corrected.")
            found.append({"label": tk._("Files"), "text": words, "href": files_url(dataset)})
            continue
        words = " ".join(str(part) for part in problem) if isinstance(problem, list) else str(problem)
        href = field_url(dataset, name) if name in labels else ""
        found.append({"label": labels.get(name, ""), "text": words, "href": href})
    return found


def published(id: str) -> ResponseReturnValue:
    """Say that the dataset is published, where it is, and what would still improve it."""
    dataset = shown(id)
    if is_draft(dataset):
        return tk.redirect_to("archipel_publishing.check", id=dataset["name"])
    return tk.render("archipel_publishing/published.html", {"dataset": dataset})


def new_edition(id: str) -> ResponseReturnValue:
    """Copy a dataset into a draft: only title, period, dates, version and files are left to give."""
    dataset = shown(id)
    title = tk._("{title} (new edition)").format(title=dataset["title"])
    address = tk.url_for(f"{dataset['type']}.read", id=dataset["id"], qualified=True)
    draft = edition.next_edition(dataset, title, names.free_name(title, is_taken), address)
    context = {"user": tk.current_user.name, "allow_state_change": True}
    try:
        created = tk.get_action("package_create")(context, draft)
    except tk.NotAuthorized:
        return tk.abort(403, tk._("You may not publish for this organization."))
    except tk.ValidationError as error:
        reasons = " ".join(f"{key} : {value}" for key, value in error.error_summary.items())
        tk.h.flash_error(tk._("The new edition could not be prepared. {reasons}").format(reasons=reasons))
        return tk.redirect_to(f"{dataset['type']}.read", id=dataset["name"])
    tk.h.flash_success(
        tk._("Draft of the new edition: update the title, the period and the version, then add its files.")
    )
    return tk.redirect_to(f"{dataset['type']}.scheming_new_page", id=created["name"], page=1)
