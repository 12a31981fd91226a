"""The ids that are taken -> one that is free, in one of the three forms of ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from storagelint.judging.components.component_values import fold_type


class IdForm(StrEnum):
    """How the ids of components are made."""

    TIMESTAMP = "timestamp"
    TYPED = "typed"
    SEQUENTIAL = "sequential"


_MOST_DIGITS = {IdForm.TYPED: 9, IdForm.SEQUENTIAL: 12}


def new_id(form: IdForm, storage_type: str, now: datetime, taken: Iterable[str]) -> str:
    """The id of a new component.

    `storage-20250311-093000` for its moment or the first free second behind it,
    `storage-cache-001` or `storage-1` behind the highest number of that form. Case and the sort of
    dash make no id another one.
    """
    known = {fold_type(id) for id in taken}
    if form is IdForm.TIMESTAMP:
        moments = (now + timedelta(seconds=second) for second in count())
        ids = (f"storage-{moment:%Y%m%d-%H%M%S}" for moment in moments)
        return next(id for id in ids if fold_type(id) not in known)
    start = f"storage-{storage_type}-" if form is IdForm.TYPED else "storage-"
    width = 3 if form is IdForm.TYPED else 1
    numbers = {
        int(rest)
        for id in known
        if (rest := id.removeprefix(fold_type(start))) != id and rest.isascii() and rest.isdigit()
    }
    highest = max(numbers, default=0)
    if len(str(highest + 1)) > _MOST_DIGITS[form]:
        highest = next(number for number in count() if number + 1 not in numbers)
    return f"{start}{highest + 1:0{width}}"
