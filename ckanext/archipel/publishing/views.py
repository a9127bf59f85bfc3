"""The pages of a publication and their addresses; those that CKAN and scheming have too are served here first."""

import ckan.plugins.toolkit as tk
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from ckanext.archipel.csrf import protect_forms
from ckanext.archipel.publishing import drafts, finish, resources
from ckanext.archipel.publishing.files import FilesView, delete_file
from ckanext.archipel.publishing.finish import CheckView
from ckanext.archipel.publishing.pages import DraftPageView, EditPageView, StartView
from ckanext.archipel.publishing.similar import similar

DATASET = {"package_type": "dataset"}


def similar_titles() -> ResponseReturnValue:
    """Answer the form's script with the titles close to `title`."""
    if not tk.current_user.is_authenticated:
        return tk.abort(403)
    return jsonify(similar(tk.request.args.get("title", "")[:300], tk.request.args.get("but", "")))


def blueprint() -> Blueprint:
    """Wire the addresses."""
    pages = Blueprint("archipel_publishing", __name__)
    pages.before_request(protect_forms)
    for rule, name, view in (
        ("/dataset/new", "new", StartView),
        ("/dataset/new/<id>/<page>", "draft_page", DraftPageView),
        ("/dataset/edit/<id>/<page>", "edit_page", EditPageView),
        ("/dataset/<id>/resource/new", "new_file", resources.NewFileView),
        ("/dataset/<id>/resource/<resource_id>/edit", "edit_file", resources.EditFileView),
    ):
        pages.add_url_rule(rule, defaults=DATASET, view_func=view.as_view(name))
    pages.add_url_rule("/publier", "start", drafts.start)
    pages.add_url_rule("/publier/titres-proches", "similar_titles", similar_titles)
    pages.add_url_rule("/dataset/<id>/publier", view_func=CheckView.as_view("check"))
    pages.add_url_rule("/dataset/<id>/publier/fichiers", view_func=FilesView.as_view("files"))
    pages.add_url_rule(
        "/dataset/<id>/publier/fichiers/<resource_id>/supprimer", "delete_file", delete_file, methods=["POST"]
    )
    pages.add_url_rule("/dataset/<id>/publie", "published", finish.published)
    pages.add_url_rule("/dataset/<id>/nouvelle-edition", "new_edition", finish.new_edition, methods=["POST"])
    return pages
