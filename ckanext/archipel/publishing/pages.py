"""The pages of the form: the first one creates a draft, each saves it; the same pages edit what is published."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.views.dataset import CreateView, EditView
from flask.typing import ResponseReturnValue
from flask.views import MethodView

from ckanext.archipel.publishing import form_data, names, similar
from ckanext.archipel.publishing.steps import next_page

Data = dict[str, Any]


def form_pages(package_type: str) -> list[Data]:
    """Return the pages of a type's form, none when a site's own schema has a form in one piece."""
    return list(tk.h.scheming_get_dataset_form_pages(package_type) or [])


def shown(dataset_id: str) -> Data:
    """Return a dataset the user may change; otherwise answer 404 or 403."""
    if "\0" in dataset_id:
        return tk.abort(404, tk._("Dataset not found"))
    try:
        tk.check_access("package_update", {"user": tk.current_user.name}, {"id": dataset_id})
        return dict(tk.get_action("package_show")({"user": tk.current_user.name}, {"id": dataset_id}))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Dataset not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("You may not change this dataset."))


def is_draft(dataset: Data) -> bool:
    """Tell whether a dataset was never published, or was taken back."""
    return str(dataset.get("state", "")).startswith("draft")


def is_taken(name: str) -> bool:
    """Tell whether a dataset has this address, one that the user may not see included."""
    try:
        tk.get_action("package_show")({"ignore_auth": True}, {"id": name})
    except tk.ObjectNotFound:
        return False
    return True


def _sent(page: Data) -> Data:
    form = tk.request.form
    data = form_data.read(page["fields"], form)
    if "tag_string" in data:
        data["tags"] = []
    if "owner_org" in data and "private" in form:
        data["private"] = form["private"]
    return data


def _page(package_type: str, number: str) -> tuple[int, list[Data]]:
    pages = form_pages(package_type)
    if not number.isdecimal() or not 1 <= int(number) <= len(pages):
        return tk.abort(404, tk._("Page not found"))
    return int(number), pages


class StartView(CreateView):
    """`/dataset/new`: the first page, which creates the draft."""

    def post(self, package_type: str) -> ResponseReturnValue:
        """Create the draft; a form in one piece is left to CKAN."""
        pages = form_pages(package_type)
        if not pages:
            return super().post(package_type)
        context = self._prepare()
        data = _sent(pages[0]) | {"type": package_type}
        if not data.get("name") and data.get("title"):
            data["name"] = names.free_name(str(data["title"]), is_taken)
        try:
            draft = tk.get_action("package_create")({**context, "allow_state_change": True}, data | {"state": "draft"})
        except tk.NotAuthorized:
            return tk.abort(403, tk._("You may not publish for this organization."))
        except tk.ValidationError as error:
            errors = dict(error.error_dict)
            if not data.get("title") and errors.pop("name", None):
                # The address is made from the title: it is the title that is missing.
                errors["title"] = [tk._("Missing value")]
            return self.get(package_type, data, errors, error.error_summary)
        similar.advise(draft["title"], draft["id"])
        return _after(draft, 1, len(pages))


class DraftPageView(MethodView):
    """`/dataset/new/<id>/<page>`: a page of a draft."""

    def get(self, package_type: str, id: str, page: str) -> ResponseReturnValue:
        """Show the page; what is published is edited elsewhere, since saving here would take it back."""
        number, _ = _page(package_type, page)
        dataset = shown(id)
        if not is_draft(dataset):
            return tk.redirect_to(f"{package_type}.scheming_edit_page", id=dataset["name"], page=number)
        return CreateView().get(package_type, dataset | {"_form_page": number})

    def post(self, package_type: str, id: str, page: str) -> ResponseReturnValue:
        """Save the page, and go where the button says."""
        number, pages = _page(package_type, page)
        dataset = shown(id)
        if not is_draft(dataset):
            return EditPageView().post(package_type, id, page)
        data = _sent(pages[number - 1])
        try:
            saved = _patch(dataset, data | {"state": "draft"})
        except tk.ValidationError as error:
            again = dataset | data | {"_form_page": number}
            return CreateView().get(package_type, again, error.error_dict, error.error_summary)
        return _after(saved, number, len(pages))


class EditPageView(MethodView):
    """`/dataset/edit/<id>/<page>`: a page of a published dataset."""

    def get(self, package_type: str, id: str, page: str) -> ResponseReturnValue:
        """Show the page."""
        number, _ = _page(package_type, page)
        dataset = shown(id)
        if is_draft(dataset):
            return tk.redirect_to(f"{package_type}.scheming_new_page", id=dataset["name"], page=number)
        return EditView().get(package_type, id, {"_form_page": number})

    def post(self, package_type: str, id: str, page: str) -> ResponseReturnValue:
        """Save the page, and go back to the dataset or on to the next page."""
        number, pages = _page(package_type, page)
        dataset = shown(id)
        data = _sent(pages[number - 1])
        try:
            saved = _patch(dataset, data)
        except tk.ValidationError as error:
            return EditView().get(
                package_type, id, data | {"_form_page": number}, error.error_dict, error.error_summary
            )
        wish = tk.request.form.get("save", "")
        following = next_page(wish, number, len(pages)) if wish in ("next", "previous") else None
        if following:
            return tk.redirect_to(f"{package_type}.scheming_edit_page", id=saved["name"], page=following)
        return tk.redirect_to(f"{package_type}.read", id=saved["name"])


def _patch(dataset: Data, data: Data) -> Data:
    context = {"user": tk.current_user.name, "allow_state_change": True}
    return dict(tk.get_action("package_patch")(context, data | {"id": dataset["id"]}))


def _after(dataset: Data, page: int, last: int) -> ResponseReturnValue:
    wish = tk.request.form.get("save", "")
    package_type = dataset["type"]
    if wish == "draft":
        tk.h.flash_success(tk._("The draft is saved. You will find it again under “Publish data”."))
        return tk.redirect_to(f"{package_type}.scheming_new_page", id=dataset["name"], page=page)
    following = next_page(wish, page, last)
    if following:
        return tk.redirect_to(f"{package_type}.scheming_new_page", id=dataset["name"], page=following)
    return tk.redirect_to("archipel_publishing.files", id=dataset["name"])
