"""`python3 -m assets_build`: puts in place what a package of the extension needs and the repository lacks."""

from __future__ import annotations

import sys

from assets_build.build import build_assets
from assets_build.download import DownloadError

if __name__ == "__main__":
    try:
        build_assets()
    except DownloadError as error:
        sys.exit(str(error))
