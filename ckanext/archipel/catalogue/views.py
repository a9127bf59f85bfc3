"""The addresses of the RDF pages; ours come before those of ckanext-dcat, which they replace one for one."""

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from ckanext.dcat.exceptions import RDFProfileException
from ckanext.dcat.helpers import endpoints_enabled
from ckanext.dcat.utils import DEFAULT_CATALOG_ENDPOINT
from flask import Blueprint, Response, request

from ckanext.archipel.catalogue.formats import FORMATS, Format
from ckanext.archipel.catalogue.page import catalogue_page, dataset_page

REFUSED = (tk.ValidationError, RDFProfileException, SearchError)


def read_catalogue(_format: str) -> Response:
    """Show a page of the catalogue."""
    syntax = _syntax(_format)
    try:
        return _answer(syntax, catalogue_page(syntax, request.path, request.args))
    except REFUSED as error:
        return _refusal(error)


def read_dataset(_id: str, _format: str) -> Response:
    """Show a dataset; one that the visitor may not see does not exist."""
    syntax = _syntax(_format)
    try:
        return _answer(syntax, dataset_page(syntax, _id, request.args))
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return Response(tk._("Dataset not found"), status=404, content_type="text/plain; charset=utf-8")
    except REFUSED as error:
        return _refusal(error)


def blueprint() -> Blueprint:
    """Make the blueprint, at the catalogue address the site chose."""
    pages = Blueprint("archipel_catalogue", __name__)
    if endpoints_enabled():
        address = tk.config.get("ckanext.dcat.catalog_endpoint") or DEFAULT_CATALOG_ENDPOINT
        pages.add_url_rule(address.replace("{_format}", "<_format>"), view_func=read_catalogue)
        pages.add_url_rule("/dataset/<_id>.<_format>", view_func=read_dataset)
    return pages


def _syntax(name: str) -> Format:
    if name not in FORMATS:
        tk.abort(404, tk._("This format does not exist; the formats are: {formats}").format(formats=", ".join(FORMATS)))
    return FORMATS[name]


def _answer(syntax: Format, body: bytes) -> Response:
    response = Response(body, content_type=syntax.content_type)
    response.add_etag()
    response.make_conditional(request)
    return response


def _refusal(error: Exception) -> Response:
    text = error.error_summary if isinstance(error, tk.ValidationError) else str(error)
    if isinstance(text, dict):
        text = " ; ".join(f"{name} : {message}" for name, message in text.items())
    return Response(str(text), status=409, content_type="text/plain; charset=utf-8")
