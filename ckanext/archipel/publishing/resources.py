"""CKAN's pages of one file, led back to the step of the files as long as the dataset is a draft."""

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

    def post(self, package_type: str, id: str, resource_id: str) -> ResponseReturnValue:
        """Save the file, then show the list of files again."""
        _expect_whole_form()
        return _back_to_files(super().post(package_type, id, resource_id), package_type, id)
