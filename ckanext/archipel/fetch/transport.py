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
from urllib3.connection import HTTPConnection, HTTPSConnection

from ckanext.archipel.fetch.address import Network, is_allowed
from ckanext.archipel.fetch.errors import AddressRefusedError, UnreachableError


class Guard:
    """Opens the sockets of one fetch: checks where they go and cuts them all when the time is over."""

    def __init__(self, allowed: Sequence[Network], seconds: float) -> None:
        self.allowed = allowed
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
        """Connect to the first reachable address of a host, all of which must be allowed."""
        found = _resolve(host, port)
        for *_, address in found:
            if not is_allowed(str(address[0]), self.allowed):
                raise AddressRefusedError(host, str(address[0]))
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
        raise UnreachableError(host, reason)

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


def open_pool(scheme: str, host: str, port: int | None, guard: Guard) -> HTTPConnectionPool:
    """Return the pool for one host; proxies are never used, as they would connect in our place, unchecked."""
    # The port is always given, or http.client would look for it at the end of an IPv6 address.
    if scheme == "https":
        authorities = os.environ.get("REQUESTS_CA_BUNDLE") or where()
        return GuardedTLSPool(host, port or 443, maxsize=1, guard=guard, ca_certs=authorities)
    return GuardedPool(host, port or 80, maxsize=1, guard=guard)
