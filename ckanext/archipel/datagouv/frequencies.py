"""Update frequencies as data.gouv.fr names them, and how long it then waits for the next update."""

from collections.abc import Mapping
from dataclasses import dataclass

EUROPEAN = "http://publications.europa.eu/resource/authority/frequency/"


@dataclass(frozen=True)
class Frequency:
    """A frequency of data.gouv.fr; `minutes` between two updates, nothing when it promises no date."""

    id: str
    minutes: int | None = None


HOUR = 60
DAY = 24 * HOUR
UNKNOWN = "unknown"
FREQUENCIES: Mapping[str, Frequency] = {
    "UNKNOWN": Frequency(UNKNOWN),
    "UPDATE_CONT": Frequency("continuous"),
    "1MIN": Frequency("oneMinute", 1),
    "5MIN": Frequency("fiveMinutes", 5),
    "10MIN": Frequency("tenMinutes", 10),
    "15MIN": Frequency("fifteenMinutes", 15),
    "30MIN": Frequency("thirtyMinutes", 30),
    "HOURLY": Frequency("hourly", HOUR),
    "BIHOURLY": Frequency("bihourly", 2 * HOUR),
    "TRIHOURLY": Frequency("trihourly", 3 * HOUR),
    "12HRS": Frequency("twelveHours", 12 * HOUR),
    "CONT": Frequency("severalTimesADay", DAY),
    "DAILY_3": Frequency("threeTimesADay", DAY),
    "DAILY_2": Frequency("semidaily", DAY),
    "DAILY": Frequency("daily", DAY),
    "WEEKLY_5": Frequency("fiveTimesAWeek", 7 * DAY),
    "WEEKLY_3": Frequency("threeTimesAWeek", 7 * DAY),
    "WEEKLY_2": Frequency("semiweekly", 7 * DAY),
    "WEEKLY": Frequency("weekly", 7 * DAY),
    "BIWEEKLY": Frequency("biweekly", 14 * DAY),
    "MONTHLY_3": Frequency("threeTimesAMonth", 31 * DAY),
    "MONTHLY_2": Frequency("semimonthly", 31 * DAY),
    "MONTHLY": Frequency("monthly", 31 * DAY),
    "BIMONTHLY": Frequency("bimonthly", 62 * DAY),
    "QUARTERLY": Frequency("quarterly", 93 * DAY),
    "ANNUAL_3": Frequency("threeTimesAYear", 365 * DAY),
    "ANNUAL_2": Frequency("semiannual", 365 * DAY),
    "ANNUAL": Frequency("annual", 365 * DAY),
    "BIENNIAL": Frequency("biennial", 730 * DAY),
    "TRIENNIAL": Frequency("triennial", 1095 * DAY),
    "QUADRENNIAL": Frequency("quadrennial", 1460 * DAY),
    "QUINQUENNIAL": Frequency("quinquennial", 1825 * DAY),
    "DECENNIAL": Frequency("decennial", 3650 * DAY),
    "BIDECENNIAL": Frequency("bidecennial", 7300 * DAY),
    "TRIDECENNIAL": Frequency("tridecennial", 10950 * DAY),
    "AS_NEEDED": Frequency("punctual"),
    "IRREG": Frequency("irregular"),
    "NEVER": Frequency("never"),
    "NOT_PLANNED": Frequency("notPlanned"),
    "OTHER": Frequency("other"),
}


def frequency_of(uri: object) -> Frequency | None:
    """Return the frequency a European address names, nothing when data.gouv.fr would not know it."""
    text = str(uri or "")
    return FREQUENCIES.get(text.removeprefix(EUROPEAN)) if text.startswith(EUROPEAN) else None
