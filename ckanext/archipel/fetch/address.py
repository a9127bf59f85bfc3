"""Which network addresses may be connected to."""

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Why these lines and no library: see docs/reseau.md.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# Ranges that Python's tables hold for public, or held before the security releases.
RESERVED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2001:20::/28",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)


def parse_networks(values: Iterable[str]) -> tuple[Network, ...]:
    """Read networks or single addresses as an administrator writes them; a wrong one raises ValueError."""
    return tuple(ipaddress.ip_network(value, strict=False) for value in values)


def is_allowed(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Tell whether an address is on the public Internet, or in a network the administrator allows."""
    ip = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    if any(_holds(network, ip) for network in allowed):
        return True
    return ip.is_global and not ip.is_multicast and not any(_holds(network, ip) for network in RESERVED)


def _unwrapped(ip: Address) -> Address:
    """Return the IPv4 address that an IPv6 one only wraps, since that is where packets end up."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def _holds(network: Network, ip: Address) -> bool:
    return network.version == ip.version and ip in network
