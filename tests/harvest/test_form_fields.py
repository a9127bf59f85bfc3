"""What is typed for a source makes its configuration, and the configuration shows again what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from ckanext.archipel.harvest import settings
from ckanext.archipel.harvest.form import fields, organizations
from ckanext.archipel.harvest.form.fields import Values
from ckanext.archipel.harvest.kinds.registry import KINDS
from ckanext.archipel.harvest.values import line

ORGANIZATION, LICENCE = "org-1", "lov2"
LINE = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(str.strip)
LIMIT = st.one_of(st.just(""), st.integers(0, 999_999).map(str))


def rows() -> st.SearchStrategy[list[dict[str, str]]]:
    """Publishers of a catalogue and the organization that each is here, as the form sorts them."""
    names = LINE.map(line).filter(bool)
    return st.dictionaries(names, st.just(ORGANIZATION), max_size=3).map(organizations.of_configuration)


@st.composite
def right_values(draw: st.DrawFn) -> Values:
    """The fields of a source as somebody may rightly fill them in."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    return {
        **fields.blank(ORGANIZATION),
        "url": "https://donnees.exemple.fr/catalogue",
        "title": "Partenaire",
        "kind": kind,
        "frequency": draw(st.sampled_from(fields.FREQUENCIES)),
        "default_licence": draw(st.sampled_from(["", LICENCE])),
        "default_territory": draw(
            st.sampled_from([[], ["fr:departement:69"], ["fr:departement:01", "fr:departement:42"]])
        ),
        "organizations": draw(rows()),
        "contact_name": draw(LINE),
        "keep_personal_contacts": draw(st.booleans()),
        "active": draw(st.booleans()),
        "max_removed": draw(LIMIT),
        "max_removed_percent": draw(LIMIT),
        **{f"filter_{name}": draw(LINE) for name in fields.FILTERS},
    }


def _same_numbers(values: Values) -> Values:
    return {**values, **{name: str(int(values[name])) if values[name] else "" for name in fields.LIMITS}}


@given(values=right_values())
def test_a_saved_source_shows_what_was_typed(values: Values) -> None:
    configuration = settings.read(fields.configuration_of(values).to_json())
    kept = {name: values[name] for name in ("url", "title", "frequency", "active")}
    assert fields.of_source(kept, ORGANIZATION, configuration) == _same_numbers(values)


@given(data=st.dictionaries(st.sampled_from([*fields.blank(), "step"]), st.text(max_size=60)))
def test_anything_may_be_sent(data: dict[str, str]) -> None:
    values = fields.of_form(MultiDict(data))
    assert values.keys() == fields.blank().keys()


def test_lines_of_organizations_filled_in_by_half_are_told_others_are_left_out() -> None:
    sent = [("organization_remote", name) for name in (" Ville  de Lyon ", "", "", "Ain")]
    sent += [("organization_local", owner) for owner in (ORGANIZATION, "", ORGANIZATION, "")]
    found = organizations.of_form(MultiDict(sent))
    assert found[0] == {"remote": "Ville de Lyon", "local": ORGANIZATION}
    assert len(found) == 3
    assert len(organizations.errors_of(found, {ORGANIZATION})) == 2
    assert organizations.errors_of(found[:1], {ORGANIZATION}) == []


def test_a_territory_is_recognised_by_its_name() -> None:
    values = fields.of_form(MultiDict([("default_territory", "Rhône; Ain")]))
    assert fields.configuration_of({**values, "kind": "dcat"}).default_territory == (
        "fr:departement:69",
        "fr:departement:01",
    )


@pytest.mark.parametrize("number", ["-1", "1.5", "dix", "12345678", "²"])
def test_only_whole_numbers_are_limits(number: str) -> None:
    assert fields.configuration_of({**fields.blank(), "kind": "dcat"}).max_removed is None
    assert not fields._is_number(number)
