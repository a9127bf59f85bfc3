"""What the links of a geographic record lead to: files, services, pages. Free of CKAN."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ckanext.archipel.rdf.formats import OGC, file_type

# Pages and documents that show the record itself.
METADATA = re.compile(
    r"getrecordbyid|catalog\.search#/metadata|/formatters?/|xml\.metadata\.get|/metadata\.show|vue (?:html|xml) des m",
    re.IGNORECASE,
)
LICENCE_DOCUMENT = re.compile(r"licen[cs]e", re.IGNORECASE)
STANDARD = re.compile(r"//(?:www\.)?geostandards|/geostandards?/", re.IGNORECASE)
FEED = re.compile(r"/atomfeed/|/atommetadata/", re.IGNORECASE)
THUMBNAIL = re.compile(r"thumbnail|aper[çc]u", re.IGNORECASE)
MAP_PAGE = re.compile(r"consultationwms\?|/carto/context/|visualiseur", re.IGNORECASE)
DOWNLOAD = re.compile(r"panierdownload|//telechargement\.|/download/|/files/|atomarchive/getresource", re.IGNORECASE)
PROTOCOL = re.compile(r"\bOGC:(WMS|WFS|WMTS|WCS|CSW|SOS)|\b(wms|wfs|wmts)\b", re.IGNORECASE)
MAP_SERVER = (("mapservwfs", "WFS"), ("mapserv", "WMS"))
PAGES = {"HTML", "ASP", "PHP", "JSP"}
ARCHIVES = {"ZIP", "7Z", "RAR", "GZ"}


@dataclass(frozen=True)
class Link:
    """A link as a record writes it."""

    url: str
    protocol: str = ""
    name: str = ""
    description: str = ""


def resources(links: Iterable[Link], formats: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return what can be downloaded, called or visited; `formats` are those the record says its files come in."""
    kept = (link for link in links if link.url and not _is_about_record(link) and not _is_standard(link))
    return [_resource(link, formats) for link in kept]


def documentation(links: Iterable[Link]) -> list[str]:
    """Return the documents that say how data are made."""
    return [link.url for link in links if _is_standard(link)]


def _resource(link: Link, formats: Sequence[str]) -> dict[str, Any]:
    title = link.description if len(link.description) <= 150 and link.description else link.name
    described = {"url": link.url, "name": title or link.name, "description": link.description if not title else ""}
    if service := service_of(link):
        return {**described, **_service(link, service, described["name"])}
    if FEED.search(link.url):
        return {**described, "format": "ATOM", "resource_type": "main"}
    if MAP_PAGE.search(link.url):
        return {**described, "format": "HTML", "resource_type": "other"}
    return {**described, **_file(link, formats)}


def _file(link: Link, formats: Sequence[str]) -> dict[str, str]:
    written = _extension(link.url) or _named_format(link)
    if written in PAGES or (not written and not _is_download(link)):
        return {"format": "HTML", "resource_type": "other"}
    stated = [term.id for text in formats if (term := file_type(text))]
    alone = stated[0] if len(stated) == 1 else ""
    return {"format": alone if alone and written in {"", *ARCHIVES} else written, "resource_type": "main"}


def service_of(link: Link) -> str:
    """Return the standard of the web service that a link is: WMS, WFS…"""
    path = _path(link.url).lower()
    asked = {key.lower(): values[0].upper() for key, values in _query(link.url).items()}
    if asked.get("service") in {"WMS", "WFS", "WMTS", "WCS"} and asked.get("request") in {None, "GETCAPABILITIES"}:
        return asked["service"]
    if asked.get("request"):
        return ""
    if match := PROTOCOL.search(link.protocol):
        return (match[1] or match[2]).upper()
    return next((name for end, name in MAP_SERVER if path.endswith(end)), "")


def _service(link: Link, standard: str, title: str) -> dict[str, Any]:
    endpoint = link.url.split("?", 1)[0] if not _query(link.url).get("map") else link.url
    described = {
        "title": title or standard,
        "endpoint_url": [endpoint],
        "conforms_to": [OGC + standard.lower()],
        "layers": link.name if " " not in link.name else "",
    }
    return {"format": standard, "resource_type": "api", "access_services": [described]}


def _path(url: str) -> str:
    try:
        return urlsplit(url).path if "://" in url else ""
    except ValueError:
        return ""


def _query(url: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(url).query)
    except ValueError:
        return {}


def _is_about_record(link: Link) -> bool:
    if THUMBNAIL.search(link.name) and _extension(link.url) in {"PNG", "JPEG", "GIF"}:
        return True
    about = METADATA.search(f"{link.url} {link.name} {link.description}") is not None
    return about or (LICENCE_DOCUMENT.search(link.url.rpartition("/")[2]) is not None and link.url.endswith(".pdf"))


def _is_standard(link: Link) -> bool:
    return STANDARD.search(link.url) is not None


def _is_download(link: Link) -> bool:
    return "download" in link.protocol.lower() or DOWNLOAD.search(link.url) is not None


def _extension(url: str) -> str:
    name = _path(url).rpartition("/")[2]
    extension = name.rpartition(".")[2] if "." in name else ""
    term = file_type(extension) if extension.isalnum() and len(extension) <= 7 else None
    return term.id if term else extension.upper() if extension.upper() in ARCHIVES | PAGES else ""


def _named_format(link: Link) -> str:
    term = file_type(link.protocol) or file_type(link.name)
    return term.id if term else ""
