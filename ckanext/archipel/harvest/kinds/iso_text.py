"""Reads texts and codes in ISO records, by names without namespaces, in French where there is a choice."""

from collections.abc import Iterator

from lxml import etree

FRENCH = {"#FR", "#FRE", "#FRA", "#FR-FR", "#LOCALE-FRE", "#LOCALE-FR"}
HREF = "{http://www.w3.org/1999/xlink}href"


def found(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """Yield the elements at a path of local names."""
    return element.iterfind("/".join(_any(step) for step in path.split("/")))


def first(element: etree._Element, *paths: str) -> str:
    """Return the first text found at the first path that has one."""
    return next((written for path in paths for written in texts(element, path)), "")


def texts(element: etree._Element, path: str) -> list[str]:
    """Return the texts, or codes, found at a path."""
    return [written for child in found(element, path) if (written := text(child) or code(child))]


def text(element: etree._Element) -> str:
    """Return the text of an element, its French version when it has several."""
    french = [
        version
        for version in element.iterfind(".//{*}LocalisedCharacterString")
        if (version.get("locale") or "").upper() in FRENCH
    ]
    own = [child for child in element if etree.QName(child).localname != "PT_FreeText"] or [element]
    written = ("".join(part.itertext()) for part in (*french, *own))
    return next((stripped for part in written if (stripped := part.strip())), "")


def code_of(element: etree._Element, path: str) -> str:
    """Return the code found at a path."""
    return next((written for child in found(element, path) if (written := code(child))), "")


def code(element: etree._Element) -> str:
    """Return the code that an element holds, or else its text."""
    coded = (child.get("codeListValue") for child in element.iter(etree.Element))
    return next((value.strip() for value in coded if value and value.strip()), "") or text(element)


def reference(element: etree._Element) -> str:
    """Return the address that an element's anchor leads to."""
    addresses = (child.get(HREF) for child in element.iter(etree.Element))
    return next((address.strip() for address in addresses if address and address.startswith("http")), "")


def _any(step: str) -> str:
    return step if step in {"*", "", "."} else f"{{*}}{step}"
