"""Who publishes and who answers, in ISO records: organisations only, never the persons named beside them."""

from lxml import etree

from ckanext.archipel.harvest.kinds.iso_text import code_of, first, found
from ckanext.archipel.harvest.people import is_same_name

# The roles of a publisher, the most telling first; whoever holds another is only a contact.
PUBLISHERS = ("publisher", "owner", "author", "custodian", "resourceProvider", "originator", "pointOfContact")
CONTACTS = ("pointOfContact", "custodian", "publisher", "owner", "distributor", "resourceProvider")
PARTIES = ("CI_ResponsibleParty", "CI_Responsibility")
NAMES = ("organisationName", "party/CI_Organisation/name")
PERSONS = ("individualName", "party/CI_Organisation/individual/CI_Individual/name")


def publishers(element: etree._Element, about: etree._Element) -> list[dict[str, str]]:
    """Return the organisation that publishes, the first of the most telling role."""
    parties = _by_role(about, "pointOfContact", PUBLISHERS) or _by_role(element, "contact", PUBLISHERS)
    named = [party for party in parties if party.get("name")]
    return named[:1]


def contacts(element: etree._Element, about: etree._Element) -> list[dict[str, str]]:
    """Return the organisation to write to, or to visit when it tells no mailbox."""
    parties = [*_by_role(about, "pointOfContact", CONTACTS), *_by_role(element, "contact", CONTACTS)]
    reachable = [party for party in parties if "@" in party.get("email", "")] or parties
    return reachable[:1]


def institutions(element: etree._Element) -> list[str]:
    """List the organisations that a record names, but those that are the person beside them."""
    parties = [party for kind in PARTIES for party in found(element, f".//{kind}")]
    named = [(first(party, *NAMES), first(party, *PERSONS)) for party in parties]
    return sorted({name for name, person in named if name and not is_same_name(name, person)})


def _by_role(element: etree._Element, path: str, roles: tuple[str, ...]) -> list[dict[str, str]]:
    rank = {role: number for number, role in enumerate(roles)}
    parties = [
        (rank.get(code_of(party, "role"), len(rank)), _party(party))
        for kind in PARTIES
        for party in found(element, f"{path}/{kind}")
    ]
    return [party for _, party in sorted(parties, key=lambda entry: entry[0]) if party]


def _party(party: etree._Element) -> dict[str, str]:
    mailbox = first(party, ".//electronicMailAddress")
    described = {
        "name": first(party, *NAMES),
        "email": mailbox if "@" in mailbox else "",
        "url": first(party, ".//onlineResource//linkage") or (mailbox if mailbox.startswith("http") else ""),
    }
    return {key: value for key, value in described.items() if value}
