"""Tables as CSV that a spreadsheet opens as it was meant: no text that a user gave, such as a scenario's name, is taken for a formula."""

from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

MARK = "'"  # which a spreadsheet takes for the beginning of a text
FORMULA = ("=", "+", "-", "@", "\t", MARK)  # what begins with the mark gets one more, so that reading is the reverse of writing


def csv_text(table: pd.DataFrame, *, index: bool = True) -> str:
    """A table as CSV, lines ended by a line feed; a text that begins as a formula does is marked, in heads and index too. Numbers stay numbers."""
    return str(_texts(table.rename(index=_marked), _marked).to_csv(index=index, lineterminator="\n"))


def as_given(table: pd.DataFrame) -> pd.DataFrame:
    """A table that `csv_text` wrote without its index and that was read again, its texts as they were (but for carriage returns, which are spaces now)."""
    return _texts(table, _unmarked)


def _texts(table: pd.DataFrame, change: Any) -> pd.DataFrame:
    columns = [values if is_numeric_dtype(values) else values.map(change) for _, values in table.items()]
    return pd.DataFrame(dict(enumerate(columns)), index=table.index).set_axis([change(name) for name in table.columns], axis=1)


def _marked(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    line = value.replace("\r", " ")  # which ends a line, and is not quoted where lines end with a line feed
    return f"{MARK}{line}" if line.startswith(FORMULA) else line


def _unmarked(value: Any) -> Any:
    return value.removeprefix(MARK) if isinstance(value, str) else value
