"""A server on loopback that holds files, says when they did not change, and counts what it is asked."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Files:
    """Files by path, and how often each was asked for."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.asked: Counter[tuple[str, int]] = Counter()
        self.address = ""

    def put(self, path: str, content: bytes | str) -> str:
        """Hold a file; return its address."""
        self.content[path] = content.encode() if isinstance(content, str) else content
        return f"{self.address}{path}"


@contextmanager
def serve() -> Iterator[Files]:
    """Serve files while the context lasts."""
    files = Files()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            content = files.content.get(self.path)
            etag = f'"{hash(content)}"'
            status = 404 if content is None else 304 if self.headers["If-None-Match"] == etag else 200
            files.asked[self.path, status] += 1
            self.send_response(status)
            self.send_header("ETag", etag)
            self.end_headers()
            if status == 200 and content is not None and self.command == "GET":
                self.wfile.write(content)

        do_HEAD = do_GET  # noqa: N815 the name that http.server calls

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    files.address = f"http://127.0.0.1:{httpd.server_port}"
    yield files
    httpd.shutdown()
    httpd.server_close()
