"""What a trial found is kept as JSON."""

import json

import pytest

from ckanext.archipel.harvest.trial.reading import Outcome

pytestmark = pytest.mark.ckan


def test_losses_and_publishers_are_kept_with_their_counts() -> None:
    outcome = Outcome(read=2)
    outcome.losses.update(["date", "date"])
    outcome.publishers.update(["Ain"])
    kept = json.loads(json.dumps(outcome.to_dict()))
    assert (kept["read"], kept["losses"], kept["publishers"]) == (2, {"date": 2}, {"Ain": 1})
