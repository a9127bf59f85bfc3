"""One line of progress on the terminal, a few plain lines elsewhere."""

from __future__ import annotations

import sys
import threading

BAR_WIDTH = 30
MEGABYTE = 1_000_000


class Progress:
    """Counts bytes and files from several threads and shows how far the whole has come."""

    def __init__(self, label: str, files: int, total_bytes: int) -> None:
        self.label = label
        self.files = files
        self.total_bytes = total_bytes
        self._bytes = 0
        self._done = 0
        self._shown = -1
        self._lock = threading.Lock()
        self._terminal = sys.stderr.isatty()

    def add_bytes(self, count: int) -> None:
        """Count bytes received; a negative count takes back those of a file started again."""
        with self._lock:
            self._bytes += count
            self._show()

    def file_done(self) -> None:
        """Count one more verified file."""
        with self._lock:
            self._done += 1
            self._show()

    def close(self) -> None:
        """Leave the line, so that what is printed next starts on its own."""
        if self._terminal and self._shown >= 0:
            sys.stderr.write("\n")

    def _show(self) -> None:
        share = min(1.0, self._bytes / self.total_bytes) if self.total_bytes else self._done / max(1, self.files)
        step = int(share * (100 if self._terminal else 4))
        if step == self._shown and self._done < self.files:
            return
        self._shown = step
        text = f"{self.label} : {self._done}/{self.files} fichiers, {self._bytes / MEGABYTE:.1f} Mo"
        if self._terminal:
            filled = int(share * BAR_WIDTH)
            sys.stderr.write(f"\r{text} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}]")
        else:
            sys.stderr.write(f"{text} ({share:.0%})\n")
        sys.stderr.flush()
