"""What an administrator or an agent can set, run, call or fill in is named in `docs/`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from ckanext.archipel import cli

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "ckanext" / "archipel"
DOCUMENTATION = "\n".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md")))


def options() -> Iterator[str]:
    for declaration in sorted(PACKAGE.rglob("config_declaration.y*ml")):
        for group in yaml.safe_load(declaration.read_text(encoding="utf-8"))["groups"]:
            yield from (option["key"] for option in group["options"])


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def actions() -> Iterator[str]:
    for module in sorted(PACKAGE.rglob("action.py")):
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = [argument.arg for argument in node.args.args]
                if arguments == ["context", "data_dict"]:
                    yield node.name


def fields() -> Iterator[str]:
    for file in sorted((ROOT / "schemas").glob("*.yaml")):
        schema = yaml.safe_load(file.read_text(encoding="utf-8"))
        for kind in ("dataset_fields", "resource_fields", "fields"):
            yield from names_of(schema.get(kind, []), "")


def names_of(declared: list[dict[str, Any]], prefix: str) -> Iterator[str]:
    for field in declared:
        yield prefix + field["field_name"]
        yield from names_of(field.get("repeating_subfields", []), f"{field['field_name']}.")


COMMANDS = sorted(commands(cli.archipel, "ckan archipel"))


@pytest.mark.parametrize("option", sorted(options()))
def test_every_option_is_documented(option: str) -> None:
    assert f"`{option}`" in DOCUMENTATION, f"documentez {option} dans docs/*.md"


@pytest.mark.parametrize("command", [name for name, _ in COMMANDS])
def test_every_command_is_documented(command: str) -> None:
    assert command in DOCUMENTATION


@pytest.mark.parametrize("command", [command for _, command in COMMANDS], ids=[name for name, _ in COMMANDS])
def test_every_switch_of_a_command_is_documented_and_explained(command: click.Command) -> None:
    switches = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert [switch.opts[-1] for switch in switches if switch.opts[-1] not in DOCUMENTATION or not switch.help] == []


@pytest.mark.parametrize("action", sorted(set(actions())))
def test_every_action_is_documented(action: str) -> None:
    assert f"`{action}`" in DOCUMENTATION, f"documentez {action} dans docs/*.md"


@pytest.mark.parametrize("field", sorted(set(fields())))
def test_every_field_is_documented(field: str) -> None:
    names = field.split(".")
    lines = DOCUMENTATION.splitlines()
    assert f"`{field}`" in DOCUMENTATION or any(all(f"`{name}`" in line for name in names) for line in lines)


def test_there_is_something_to_document() -> None:
    assert {"ckan archipel adopt", "ckan archipel solr-schema"} <= {name for name, _ in COMMANDS}
    assert {"territory", "contact.email"} <= set(fields())
    assert "ckanext.archipel.fetch.max_megabytes" in set(options())
