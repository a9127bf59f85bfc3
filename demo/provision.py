"""Runs inside CKAN's environment: makes sure that the portal has its administrator; prints an API token as JSON."""

import argparse
import json

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk


def administrator(name: str, password: str) -> str:
    """Create or update the administrator; return a new API token."""
    context = {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
    account = {
        "name": name,
        "email": "admin@archipel.example",
        "password": password,
        "fullname": "Administration Archipel",
    }
    try:
        found = tk.get_action("user_show")(dict(context), {"id": name})
    except tk.ObjectNotFound:
        found = tk.get_action("user_create")(dict(context), account)
    tk.get_action("user_patch")(dict(context), {"id": found["id"], "password": password, "sysadmin": True})
    return str(tk.get_action("api_token_create")(dict(context), {"user": name, "name": "demo"})["token"])


def main() -> None:
    """Read the arguments, work inside the application's context."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini")
    parser.add_argument("name")
    parser.add_argument("password")
    arguments = parser.parse_args()
    flask_app = make_app(load_config(arguments.ini))._wsgi_app
    with flask_app.test_request_context():
        print(json.dumps({"token": administrator(arguments.name, arguments.password)}))


if __name__ == "__main__":
    main()
