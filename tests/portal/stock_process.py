"""A CKAN of its own, run with the plugins of its ini: does the calls it reads and writes what they gave."""

import json
import sys
from typing import Any

Json = dict[str, Any]


def run(ini: str, calls: list[Json]) -> list[Json]:
    """Start CKAN, do the calls, and return for each `result` or `error`."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app
    from ckan.lib.search import rebuild
    from ckan.plugins import toolkit as tk
    from werkzeug.test import Client

    config = CKANConfigLoader(ini).get_config()
    application = make_app(config)
    answers: list[Json] = []
    for call in calls:
        if "rebuild" in call:
            with application._wsgi_app.test_request_context("/"):
                rebuild(force=True)
            answers.append({"result": None})
            continue
        if "path" in call:
            # Through every layer: one of them sets the page's language.
            response = Client(application).get(call["path"])
            answers.append({"result": response.status_code})
            continue
        with application._wsgi_app.test_request_context("/"):
            user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
            try:
                result = tk.get_action(call["action"])({"ignore_auth": True, "user": user}, call["data"])
                answers.append({"result": result})
            except (tk.ValidationError, tk.ObjectNotFound) as error:
                answers.append({"error": str(error)})
    return answers


if __name__ == "__main__":
    output = sys.stdout
    sys.stdout = sys.stderr
    json.dump(run(sys.argv[1], json.load(sys.stdin)), output, default=str)
