"""Another process that edits, hides and deletes datasets while readers page: `editing.py INI IDS CHANGES`."""

import json
import random
import sys
import time

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk


def main(ini: str, ids: list[str], seconds: float) -> None:
    """Edit all the while; the datasets of an odd rank are hidden or deleted for good, each at its turn."""
    app = make_app(load_config(ini))._wsgi_app
    leaving, staying = ids[1::2], ids[::2]
    chance = random.Random(1)
    with app.test_request_context():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        print("ready", flush=True)
        end = time.monotonic() + seconds
        turn = 0
        while time.monotonic() < end or leaving:
            turn += 1
            context = {"ignore_auth": True, "user": user}
            tk.get_action("package_patch")(context, {"id": chance.choice(staying), "notes": f"Édition {turn}"})
            if leaving:
                gone = leaving.pop()
                context = {"ignore_auth": True, "user": user}
                if turn % 2:
                    tk.get_action("package_patch")(context, {"id": gone, "private": True})
                else:
                    tk.get_action("package_delete")(context, {"id": gone})
                print(gone, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), float(sys.argv[3]))
