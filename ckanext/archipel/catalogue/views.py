"""The addresses of the RDF pages; ours come before those of ckanext-dcat, which they replace one for one."""

from collections.abc import Callable

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from ckanext.dcat.exceptions import RDFProfileException
from ckanext.dcat.helpers import endpoints_enabled
from ckanext.dcat.utils import DEFAULT_CATALOG_ENDPOINT
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from ckanext.archipel.catalogue import negotiation, store
from ckanext.archipel.catalogue.answers import answer, refusal
from ckanext.archipel.catalogue.dump import dump
from ckanext.archipel.catalogue.feeds import Feed, group_feed, organization_feed
from ckanext.archipel.catalogue.formats import FORMATS, Format
from ckanext.archipel.catalogue.negotiation import Wanted
from ckanext.archipel.catalogue.reader import Reader, absolute, private_dataset

REFUSED = (tk.ValidationError, RDFProfileException, SearchError)
# Built when they are asked for: few readers need them, and the stored fragments are the site's own choice.
VARIANTS = {"dcat-ap": ("archipel_dcat_ap",), "geodcat-ap": ("archipel_geodcat",)}
ABSENT = (tk.ObjectNotFound, tk.NotAuthorized)


def read_catalogue(_format: str) -> Response:
    """Show a page of the catalogue."""
    return _feed_page(Feed(), _format)


def read_negotiated() -> ResponseReturnValue:
    """Show the first page of the catalogue in the format that the reader prefers; people get the search page."""
    accepted = request.accept_mimetypes
    if negotiation.wants_page(accepted):
        return tk.redirect_to("dataset.search")
    return _named(Wanted("catalogue", "", negotiation.preferred(accepted) or negotiation.DEFAULT))


def negotiate() -> Response | None:
    """Answer in RDF, at the address of a page of CKAN, those who prefer it."""
    found = negotiation.wanted(request.endpoint, request.view_args or {})
    return _named(found) if found else None


def read_variant(_variant: str, _format: str) -> Response:
    """Show a page of the catalogue as another standard than the site's own choice writes it."""
    return _feed_page(Feed(), _format, VARIANTS[_variant])


def read_organization(_id: str, _format: str) -> Response:
    """Show a page of an organization's catalogue."""
    return _group_page(organization_feed, _id, _format)


def read_group(_id: str, _format: str) -> Response:
    """Show a page of a group's catalogue."""
    return _group_page(group_feed, _id, _format)


def read_dump(_format: str) -> Response:
    """Send the whole catalogue as a gzip file."""
    syntax = _syntax(_format)
    try:
        return dump(syntax, f"catalog.{_format}.gz", request.args)
    except REFUSED as error:
        return refusal(error)


def read_dataset(_id: str, _format: str) -> Response:
    """Show a dataset; one that the visitor may not see does not exist."""
    syntax, asked = _syntax(_format), _profiles()
    try:
        try:
            return answer(syntax, Reader(syntax, asked).dataset(_id))
        except tk.ObjectNotFound:
            body = private_dataset(syntax, _id, asked)
            request.environ["__no_cache__"] = True  # CKAN's word for an answer that is one reader's only
            return Response(body, content_type=syntax.content_type)
    except ABSENT:
        return _absent(tk._("Dataset not found"))
    except REFUSED as error:
        return refusal(error)


def read_failures() -> str | Response:
    """Show administrators which datasets, and which of their values, are not in the catalogue."""
    try:
        tk.check_access("sysadmin", {"user": tk.current_user.name})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Need to be system administrator to administer"))
    extra = {"failures": store.failures(), "repaired": store.repaired(), "most": store.MOST_LISTED}
    return tk.render("archipel_catalogue/failures.html", extra)


def blueprint() -> Blueprint:
    """Make the blueprint, at the catalogue address the site chose."""
    pages = Blueprint("archipel_catalogue", __name__)
    pages.add_url_rule("/ckan-admin/catalogue-rdf", view_func=read_failures)
    if endpoints_enabled():
        address = _catalogue_address()
        if address.endswith(".<_format>"):
            pages.add_url_rule(address.removesuffix(".<_format>"), view_func=read_negotiated)
        pages.before_app_request(negotiate)
        pages.after_app_request(negotiation.vary)
        pages.add_url_rule(f"{address}.gz", view_func=read_dump)
        pages.add_url_rule(address, view_func=read_catalogue)
        for variant in VARIANTS:
            pages.add_url_rule(f"/catalog/{variant}.<_format>", view_func=read_variant, defaults={"_variant": variant})
        pages.add_url_rule("/organization/<_id>/catalog.<_format>", view_func=read_organization)
        pages.add_url_rule("/group/<_id>/catalog.<_format>", view_func=read_group)
        pages.add_url_rule("/dataset/<_id>.<_format>", view_func=read_dataset)
    return pages


def _named(asked: Wanted) -> Response:
    """Give what is asked for, and the address at which it is always given so: pages that follow are named after it."""
    if asked.kind == "dataset":
        address, response = f"/dataset/{asked.name}.{asked.extension}", read_dataset(asked.name, asked.extension)
    elif asked.kind == "catalogue":
        address = _catalogue_address().replace("<_format>", asked.extension)
        response = _feed_page(Feed(), asked.extension, path=address)
    else:
        find = organization_feed if asked.kind == "organization" else group_feed
        address = f"/{asked.kind}/{asked.name}/catalog.{asked.extension}"
        response = _group_page(find, asked.name, asked.extension, path=address)
    if response.status_code in (200, 304):
        response.headers["Content-Location"] = absolute(address)
    response.vary.add("Accept")
    return response


def _catalogue_address() -> str:
    address = str(tk.config.get("ckanext.dcat.catalog_endpoint") or DEFAULT_CATALOG_ENDPOINT)
    return address.replace("{_format}", "<_format>")


def _group_page(find: Callable[[str], Feed], group_id: str, extension: str, path: str = "") -> Response:
    try:
        feed = find(group_id)
    except tk.ObjectNotFound:
        return _absent(tk._("Catalogue not found"))
    return _feed_page(feed, extension, path=path)


def _feed_page(feed: Feed, extension: str, asked: tuple[str, ...] = (), path: str = "") -> Response:
    syntax = _syntax(extension)
    try:
        return answer(syntax, Reader(syntax, asked or _profiles()).page(feed, path or request.path, request.args))
    except REFUSED as error:
        return refusal(error)


def _profiles() -> tuple[str, ...]:
    return tuple(name for name in request.args.get("profiles", "").split(",") if name)


def _syntax(name: str) -> Format:
    if name not in FORMATS:
        tk.abort(404, tk._("This format does not exist; the formats are: {formats}").format(formats=", ".join(FORMATS)))
    return FORMATS[name]


def _absent(message: str) -> Response:
    return Response(message, status=404, content_type="text/plain; charset=utf-8")
