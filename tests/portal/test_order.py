"""A wrong order of plugins stops the start-up with the right one to copy."""

import logging

import pytest
from ckan.exceptions import CkanConfigurationException

from ckanext.archipel.portal import order


def test_our_plugins_first_is_accepted(caplog: pytest.LogCaptureFixture) -> None:
    order.check(
        ["archipel", "archipel_harvest", "archipel_lab", "archipel_dsfr", "dcat", "harvest", "scheming_datasets"]
    )
    assert not caplog.records


@pytest.mark.parametrize("first", ["dcat", "scheming_datasets"])
def test_a_plugin_that_would_answer_for_us_stops_the_start_up(first: str) -> None:
    with pytest.raises(CkanConfigurationException, match=f"« archipel » avant « {first} »"):
        order.check([first, "archipel"])


def test_the_message_gives_the_line_to_write() -> None:
    with pytest.raises(CkanConfigurationException, match=r"ckan\.plugins = archipel archipel_harvest activity harvest"):
        order.check(["activity", "harvest", "archipel", "archipel_harvest"])


@pytest.mark.parametrize("plugin", ["archipel_harvest", "archipel_lab"])
def test_the_parts_do_not_stand_without_the_core(plugin: str) -> None:
    with pytest.raises(CkanConfigurationException, match=f"« {plugin} » a besoin de « archipel »"):
        order.check([plugin, "harvest"])


def test_another_missing_plugin_is_only_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        order.check(["archipel", "scheming_datasets"])
    assert "« dcat »" in caplog.text
