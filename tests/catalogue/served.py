"""Serves the portal over HTTP as a proxy does in production: the outside world asks it at a public address."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def served(application: Wsgi, public: str, before: Callable[[dict[str, Any]], None] | None = None) -> Iterator[str]:
    """Serve on a free local port, and yield its address; links to pages of the public address lead to it.

    `before` is called before each request, one at a time.
    """
    turn = threading.Lock()

    def proxied(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # a proxy that rewrites reads plain text
        if before:
            with turn:
                before(environ)
        started: list[Any] = []
        body = b"".join(application(environ, lambda *given: started.append(given)))
        here = f"http://{environ['HTTP_HOST']}"
        body = body.replace(f"{public}/catalog.".encode(), f"{here}/catalog.".encode())
        status, headers, *rest = started[0]
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*headers, ("Content-Length", str(len(body)))], *rest)
        return [body]

    server = make_server("127.0.0.1", 0, proxied, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
