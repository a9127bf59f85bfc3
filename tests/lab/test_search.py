"""Which searches see the projects."""

import pytest

from ckanext.archipel.lab.search import index_project, leave_out_projects

HIDDEN = "-dataset_type:projet"


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "projet"},
        {"fq": "+dataset_type:dataset"},
        {"fq": "dataset_type:projeteur"},
        {"fq": None, "fq_list": ["dataset_type:harvest"]},
    ],
)
def test_a_search_that_does_not_ask_for_projects_gets_none(parameters: dict[str, object]) -> None:
    assert HIDDEN in str(leave_out_projects(parameters)["fq"])


@pytest.mark.parametrize(
    "parameters",
    [
        {"fq": " +dataset_type:projet"},
        {"fq": 'dataset_type:"projet"'},
        {"fq_list": ["+dataset_type:(projet OR dataset)"]},
        {"q": "dataset_type:projet"},
    ],
)
def test_a_search_for_projects_is_left_as_it_is(parameters: dict[str, object]) -> None:
    assert leave_out_projects(parameters) == parameters


def test_only_projects_are_indexed_with_their_datasets() -> None:
    assert index_project({"type": "dataset", "linked_datasets": "a"}) == {"type": "dataset", "linked_datasets": "a"}
    assert index_project({"type": "projet", "linked_datasets": '["a", "b"]'})["vocab_linked_datasets"] == ["a", "b"]
