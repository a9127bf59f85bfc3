"""The commands behind the Makefile: the demo portal and the tests, from a bare machine."""

import argparse
import shutil
import signal
import sys
import threading
from types import FrameType

from demo import bench, quality, suite
from demo.console import UnavailableError, fail, say
from demo.environment import ensure
from demo.layout import ckan_version, demo_folder
from demo.portal import Portal


def _portal() -> Portal:
    return Portal(ensure(ckan_version()), demo_folder())


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run() -> int:
    """Start the portal and stay; stop every process when interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    portal = _portal()
    try:
        say(portal.start().describe())
        say("Ctrl-C arrête tout ; la commande reprendra en quelques secondes.")
        threading.Event().wait()
    except KeyboardInterrupt:
        say("\nArrêt des services…")
    finally:
        portal.stop()
    return 0


def start() -> int:
    """Start the portal in the background."""
    signal.signal(signal.SIGTERM, _interrupt)
    portal, ready = _portal(), False
    try:
        say(portal.start().describe())
        ready = True
    finally:
        if not ready:
            portal.stop()
    return 0


def stop() -> int:
    """Stop the portal."""
    if demo_folder().exists():
        _portal().stop()
    return 0


def clean() -> int:
    """Stop the portal and remove all it made."""
    stop()
    shutil.rmtree(demo_folder(), ignore_errors=True)
    return 0


def test(arguments: list[str]) -> int:
    """Run pytest with these arguments on one version of CKAN; without any, the whole suite on all of them."""
    return suite.run(ensure(ckan_version()), ckan_version(), arguments) if arguments else suite.run_all()


def benchmark() -> int:
    """Run the benchmarks."""
    signal.signal(signal.SIGTERM, _interrupt)
    return bench.run(ensure(ckan_version()))


def check() -> int:
    """Run the static checks."""
    return quality.run(ensure(ckan_version()))


def main() -> int:
    """Read the command, return its exit status."""
    commands = {"run": run, "start": start, "stop": stop, "clean": clean, "check": check, "bench": benchmark}
    parser = argparse.ArgumentParser(prog="python3 -m demo", description=__doc__)
    parser.add_argument("command", choices=[*commands, "test"])
    parser.add_argument("arguments", nargs="*", help="arguments de pytest (après --)")
    given = parser.parse_args()
    try:
        return test(given.arguments) if given.command == "test" else commands[given.command]()
    except UnavailableError as error:
        return fail(error)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
