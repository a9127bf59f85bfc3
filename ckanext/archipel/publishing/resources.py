"""CKAN's pages of one file, kept within the step of the files as long as the dataset is a draft."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.views.resource import CreateView, EditView
from flask.typing import ResponseReturnValue

from ckanext.archipel.publishing.pages import form_pages, is_draft, shown


def _in_steps(package_type: str, id: str) -> bool:
    return bool(form_pages(package_type)) and is_draft(shown(id))


def _expect_whole_form() -> None:
    # CKAN takes both for granted, and would answer 500.
    if not {"save", "id"} <= set(tk.request.form):
        tk.abort(400, tk._("Integrity Error"))


def _back_to_files(answer: ResponseReturnValue, package_type: str, id: str) -> ResponseReturnValue:
    if getattr(answer, "status_code", 200) == 302 and _in_steps(package_type, id):
        return tk.redirect_to("archipel_publishing.files", id=id)
    return answer


class NewFileView(CreateView):
    """`/dataset/<id>/resource/new`: for a published dataset only."""

    def get(self, package_type: str, id: str, *args: object, **kwargs: object) -> ResponseReturnValue:
        """Lead to the step of the files, which takes several."""
        if not args and not kwargs and _in_steps(package_type, id):
            return tk.redirect_to("archipel_publishing.files", id=id)
        return super().get(package_type, id, *args, **kwargs)

    def post(self, package_type: str, id: str) -> ResponseReturnValue:
        """Add the file; CKAN 2.11 has no answer for a draft that may not be published yet: the last step has."""
        _expect_whole_form()
        try:
            answer = super().post(package_type, id)
        except tk.ValidationError:
            return tk.redirect_to("archipel_publishing.check", id=id)
        return _back_to_files(answer, package_type, id)


class EditFileView(EditView):
    """`/dataset/<id>/resource/<resource>/edit`."""

    def get(self, package_type: str, id: str, resource_id: str, *told: Any) -> ResponseReturnValue:
        """Show the form; CKAN would show that of a new file for a draft's, without its errors nor what was typed."""
        if not _in_steps(package_type, id):
            return super().get(package_type, id, resource_id, *told)
        dataset = shown(id)
        file = next((entry for entry in dataset["resources"] if entry["id"] == resource_id), None)
        if file is None:
            return tk.abort(404, tk._("Resource not found"))
        data, errors, error_summary = told or (file, {}, {})
        extra = {
            "dataset": dataset,
            "file_name": file.get("name") or file["url"],
            "data": data,
            "errors": errors,
            "error_summary": error_summary,
            "form_action": tk.url_for(f"{package_type}_resource.edit", id=dataset["name"], resource_id=resource_id),
        }
        return tk.render("archipel_publishing/file.html", extra)

    def post(self, package_type: str, id: str, resource_id: str) -> ResponseReturnValue:
        """Save the file, then show the list of files again."""
        _expect_whole_form()
        return _back_to_files(super().post(package_type, id, resource_id), package_type, id)
