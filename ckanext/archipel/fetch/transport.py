"""Connections that go to the very address that was checked, and are cut at a deadline."""

import os
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

from certifi import where
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection, ProxyConfig
from urllib3.exceptions import LocationParseError
from urllib3.util.url import Url, parse_url

from ckanext.archipel.fetch.address import Network, is_allowed
from ckanext.archipel.fetch.errors import AddressRefusedError, ProxyError, UnreachableError

DIRECT = ProxyConfig(None, False, None, None)


class Guard:
    """Opens the sockets of one fetch: checks where they go and cuts them all when the time is over."""

    def __init__(self, allowed: Sequence[Network], seconds: float, proxied: bool = False) -> None:
        self.allowed = allowed
        self.proxied = proxied
        self.seconds = seconds
        self.expired = threading.Event()
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> "Guard":
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect to the first reachable address of a host, all of which must be allowed, or of the proxy."""
        found = _resolve(host, port)
        if not self.proxied:
            self._check(host, found)
        reason = "aucune adresse"
        for family, kind, protocol, _, address in found:
            sock = socket.socket(family, kind, protocol)
            sock.settimeout(timeout)
            self._watch(sock)
            try:
                sock.connect(address)
            except OSError as error:
                sock.close()
                reason = "pas de réponse" if isinstance(error, TimeoutError) else error.strerror or str(error)
            else:
                return sock
        raise UnreachableError(host, reason, passing=True)

    def check(self, host: str, port: int) -> None:
        """Refuse a host that a proxy is to reach, if we see that its address is not allowed."""
        try:
            found = _resolve(host, port)
        except UnreachableError:
            return
        self._check(host, found)

    def _check(self, host: str, found: list[tuple[Any, ...]]) -> None:
        for *_, address in found:
            if not is_allowed(str(address[0]), self.allowed):
                raise AddressRefusedError(host, str(address[0]))

    def _watch(self, sock: socket.socket) -> None:
        # A duplicate descriptor: TLS takes the socket over, and shutdown() acts on the connection, not the descriptor.
        with self._lock:
            if self.expired.is_set():
                raise TimeoutError
            self._sockets.append(sock.dup())

    def _expire(self) -> None:
        with self._lock:
            self.expired.set()
            for sock in self._sockets:
                with suppress(OSError):  # never connected, or closed by the other side
                    sock.shutdown(socket.SHUT_RDWR)


def _resolve(host: str, port: int) -> list[tuple[Any, ...]]:
    try:
        return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (socket.gaierror, UnicodeError) as error:
        raise UnreachableError(host, "nom de serveur inconnu") from error


class GuardedConnection(HTTPConnection):
    """A plain connection whose socket is opened by the guard."""

    def __init__(self, *args: Any, guard: Guard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard = guard

    def _new_conn(self) -> socket.socket:
        return self.guard.connect(self._dns_host, self.port, float(self.timeout or self.guard.seconds))


class GuardedTLSConnection(GuardedConnection, HTTPSConnection):
    """A TLS connection whose socket is opened by the guard; the certificate is checked against the host's name."""


class GuardedPool(HTTPConnectionPool):
    """Plain connections to one host."""

    ConnectionCls = GuardedConnection


class GuardedTLSPool(HTTPSConnectionPool):
    """TLS connections to one host."""

    ConnectionCls = GuardedTLSConnection


def open_pool(scheme: str, host: str, port: int | None, guard: Guard, proxy: str = "") -> HTTPConnectionPool:
    """Return the pool for one host, or through the proxy given; those of the environment are never used."""
    # The port is always given, or http.client would look for it at the end of an IPv6 address.
    number = port or (443 if scheme == "https" else 80)
    through = _proxy(proxy) if proxy else None
    if through:
        guard.check(host, number)
    if scheme == "https":
        authorities = os.environ.get("REQUESTS_CA_BUNDLE") or where()
        tunnel: dict[str, Any] = {"_proxy": through, "_proxy_config": DIRECT, "_proxy_headers": {}} if through else {}
        return GuardedTLSPool(host, number, maxsize=1, guard=guard, ca_certs=authorities, **tunnel)
    if through:
        return GuardedPool(str(through.host), through.port, maxsize=1, guard=guard)
    return GuardedPool(host, number, maxsize=1, guard=guard)


def _proxy(address: str) -> Url:
    try:
        proxy = parse_url(address)
    except LocationParseError as error:
        raise ProxyError(address) from error
    if proxy.scheme != "http" or not proxy.host or not proxy.port:
        raise ProxyError(address)
    return proxy
