"""The step of the files: several at once, or links; each file tells its own facts."""

import re
from typing import Any

import ckan.plugins.toolkit as tk
from flask.typing import ResponseReturnValue
from flask.views import MethodView
from werkzeug.datastructures import FileStorage

from ckanext.archipel.publishing import file_facts
from ckanext.archipel.publishing.pages import shown

Data = dict[str, Any]
Errors = dict[str, list[str]]
MOST = 50
GROUPED = re.compile(r"(\w+-\d+)-\w+")


class FilesView(MethodView):
    """`/dataset/<id>/publish/files`: what the dataset holds, and the form that adds to it."""

    def get(self, id: str, errors: Errors | None = None, typed: Data | None = None) -> ResponseReturnValue:
        """Show the files and the form."""
        extra = {"dataset": shown(id), "errors": errors or {}, "typed": typed or {}}
        return tk.render("archipel_publishing/files.html", extra)

    def post(self, id: str) -> ResponseReturnValue:
        """Add files and link, or go on; what was refused is said, what was accepted is kept."""
        dataset = shown(id)
        form = tk.request.form
        link = {"url": form.get("url", "").strip(), "name": form.get("name", "").strip()}
        uploads = [file for file in tk.request.files.getlist("files") if file.filename][:MOST]
        errors = {"files": [message for file in uploads if (message := _add_file(dataset, file))]}
        if link["url"] or link["name"]:
            errors["url"] = _add_link(dataset, link)
        elif not uploads and form.get("save") == "add":
            errors["files"].append(tk._("Choose a file, or write an address."))
        if any(errors.values()):
            return self.get(id, errors, link if errors.get("url") else {})
        if form.get("save") == "next":
            return tk.redirect_to("archipel_publishing.check", id=dataset["name"])
        return tk.redirect_to("archipel_publishing.files", id=dataset["name"])


def delete_file(id: str, resource_id: str) -> ResponseReturnValue:
    """Take a file out of a dataset."""
    dataset = shown(id)
    if resource_id not in {resource["id"] for resource in dataset["resources"]}:
        return tk.abort(404, tk._("Resource not found"))
    tk.get_action("resource_delete")({"user": tk.current_user.name}, {"id": resource_id})
    tk.h.flash_success(tk._("The file was removed."))
    return tk.redirect_to("archipel_publishing.files", id=dataset["name"])


def prepare(resource: Data) -> None:
    """Complete a resource about to be saved: what its file says of itself, without the groups of fields left blank."""
    groups: dict[str, list[str]] = {}
    for key in resource:
        if (found := GROUPED.match(key)) is not None:
            groups.setdefault(found[1], []).append(key)
    for keys in groups.values():
        if not any(resource[key] for key in keys):
            for key in keys:
                del resource[key]
    _fill_from_upload(resource)


def _fill_from_upload(resource: Data) -> None:
    upload = resource.get("upload")
    if not isinstance(upload, FileStorage) or not upload.filename:
        return
    facts = file_facts.examine(upload.stream, upload.filename)
    resource.update(size=facts.size, hash=facts.sha256, hash_algorithm=file_facts.SHA256)
    told = {"format": facts.format, "mimetype": facts.media_type, "compress_format": facts.compression}
    for key, value in told.items():
        if value and not resource.get(key):
            resource[key] = value


def _add_file(dataset: Data, file: FileStorage) -> str:
    name = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    facts = file_facts.examine(file.stream, name)
    message = _add(dataset, {"upload": file, "url": name, "name": name}, name)
    if not message and facts.encoding:
        tk.h.flash_notice(
            tk._("“{name}”: encoding {encoding}, columns separated by {separator}.").format(
                name=name,
                encoding=facts.encoding.upper(),
                separator=tk._(file_facts.SEPARATORS.get(facts.separator, "nothing known")),
            )
        )
    return message


def _add_link(dataset: Data, link: Data) -> list[str]:
    if not link["url"]:
        return [tk._("Give the address of “{name}”.").format(name=link["name"])]
    message = _add(dataset, link, link["url"])
    return [message] if message else []


def _add(dataset: Data, resource: Data, name: str) -> str:
    entry = resource | {"package_id": dataset["id"], "resource_type": "main"}
    try:
        tk.get_action("resource_create")({"user": tk.current_user.name}, entry)
    except tk.ValidationError as error:
        reasons = " ".join(f"{key} : {value}" for key, value in error.error_summary.items())
        return tk._("“{name}” was not added. {reasons}").format(name=name, reasons=reasons)
    except tk.NotAuthorized:
        return tk._("“{name}” was not added: you may not change this dataset.").format(name=name)
    return ""
