"""Which addresses may be connected to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.archipel.fetch.address import is_allowed, parse_networks


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:1::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_refuses_private_and_reserved_addresses(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "185.199.108.153", "2606:4700::1111", "64:ff9b::808:808"])
def test_accepts_public_addresses(address: str) -> None:
    assert is_allowed(address)


def test_accepts_the_networks_the_administrator_allows_and_no_other() -> None:
    allowed = parse_networks(["127.0.0.0/8", "10.1.2.3"])
    assert is_allowed("127.0.0.1", allowed)
    assert is_allowed("::ffff:127.0.0.1", allowed)
    assert is_allowed("10.1.2.3", allowed)
    assert not is_allowed("10.1.2.4", allowed)
    assert not is_allowed("::1", allowed)


@given(st.ip_addresses(v=4))
def test_an_ipv6_wrapper_never_opens_what_its_ipv4_address_closes(ip: ipaddress.IPv4Address) -> None:
    if not is_allowed(str(ip)):
        assert not is_allowed(f"::ffff:{ip}")
        assert not is_allowed(str(ipaddress.IPv6Address((0x64FF9B << 96) | int(ip))))


def test_a_misspelt_network_is_an_error() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        parse_networks(["nonsense"])
