"""Whether a user wants reminders, and when the last one was sent, in the user's own extras."""

from datetime import date

from ckan import model

OURS = "archipel"


def wants_reminders(user: model.User) -> bool:
    """Tell whether a user wants reminders: yes until they say no."""
    return bool(_ours(user).get("reminders", True))


def last_reminder(user: model.User) -> date | None:
    """Return the day of the last reminder."""
    try:
        return date.fromisoformat(str(_ours(user).get("reminded")))
    except ValueError:
        return None


def set_reminders(user: model.User, *, wanted: bool) -> None:
    """Keep the user's choice."""
    _keep(user, "reminders", wanted)


def set_reminded(user: model.User, day: date) -> None:
    """Keep the day of a reminder."""
    _keep(user, "reminded", day.isoformat())


def wants_harvest_mails(user: model.User) -> bool:
    """Tell whether a user wants to be told of harvests that go wrong: yes until they say no."""
    return bool(_ours(user).get("harvest_mails", True))


def set_harvest_mails(user: model.User, *, wanted: bool) -> None:
    """Keep the user's choice to be told of harvests."""
    _keep(user, "harvest_mails", wanted)


def _ours(user: model.User) -> dict[str, object]:
    kept = (user.plugin_extras or {}).get(OURS)
    return kept if isinstance(kept, dict) else {}


def _keep(user: model.User, key: str, value: object) -> None:
    # A new dictionary: a change inside the old one would not be seen as a change of the row.
    user.plugin_extras = {**(user.plugin_extras or {}), OURS: {**_ours(user), key: value}}
    model.Session.commit()
