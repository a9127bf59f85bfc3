"""Serves the partner catalogues until interrupted: `python3 -m demo.partner --port 5100`."""

import argparse
import contextlib

from demo.partner.server import CATALOGUES, address, serve


def main() -> None:
    """Read the port, serve."""
    parser = argparse.ArgumentParser(prog="python3 -m demo.partner", description=__doc__)
    parser.add_argument("--port", type=int, default=5100, help="port d’écoute sur 127.0.0.1 (5100 par défaut)")
    server = serve(parser.parse_args().port)
    print("Catalogues partenaires à moissonner :", flush=True)
    for kind, path in CATALOGUES.items():
        print(f"  {kind:<14} {address(server)}{path}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
