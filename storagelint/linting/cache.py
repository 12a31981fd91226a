"""A key -> data that an earlier run has worked out; what is damaged or cannot be had is not there.

The data is JSON in a database of SQLite, and nothing of it is ever run.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

FOLDER = "STORAGELINT_CACHE_DIR"
"""The environment variable that names another folder."""
FILE = "findings.sqlite"
MAX_BYTES = 200 * 1024 * 1024
"""The size above which the half of the entries that was used least recently goes."""

_SECONDS = 0.5
"""How long another run is waited for."""
_DAY = 86_400
_CREATE = """
    CREATE TABLE IF NOT EXISTS entry
    (key TEXT PRIMARY KEY, used INTEGER NOT NULL, mark TEXT NOT NULL, data TEXT NOT NULL)
"""

_READ = "SELECT used, mark, data FROM entry WHERE key = ?"
_SET_UP = "PRAGMA trusted_schema = OFF; PRAGMA synchronous = OFF;"
_PRUNE = """
    BEGIN;
    DELETE FROM entry WHERE key IN (
        SELECT key FROM entry ORDER BY used, rowid LIMIT (SELECT (count(*) + 1) / 2 FROM entry)
    );
    COMMIT;
    VACUUM;
"""

_Made = TypeVar("_Made")


class Cache:
    """What earlier runs left in a folder. Nothing that goes wrong with it is an error."""

    def __init__(self, folder: Path, most_bytes: int = MAX_BYTES) -> None:
        self.file = folder / FILE
        self.most_bytes = most_bytes
        self.hits = 0
        self.misses = 0
        self._new: dict[str, str] = {}
        self._old: list[str] = []
        """The keys of entries that were used, and not today."""
        self._ready = False
        self._database = self._open()

    def get(self, key: str, make: Callable[[Any], _Made]) -> _Made | None:
        """What `make` makes of the data of a key; None where there is none, or none of use."""
        found = self._row(key)
        if found is not None:
            used, mark, text = found
            with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
                if mark == _mark(key, text):
                    made = make(json.loads(text))
                    self.hits += 1
                    if used != _today():
                        self._old.append(key)
                    return made
        self.misses += 1
        return None

    def put(self, key: str, data: Any) -> None:
        """Remember data, which `save` writes."""
        self._new[key] = json.dumps(data, separators=(",", ":"))

    def save(self) -> None:
        """Write what was put, all of it or nothing."""
        if not (self._new or self._old):
            return
        today = _today()
        rows = [(key, today, _mark(key, text), text) for key, text in self._new.items()]
        used = [(today, key) for key in self._old]

        def write(database: sqlite3.Connection) -> None:
            with database:
                database.execute(_CREATE)
                database.executemany("REPLACE INTO entry VALUES (?, ?, ?, ?)", rows)
                database.executemany("UPDATE entry SET used = ? WHERE key = ?", used)

        self._try(write)
        self._new.clear()
        self._old.clear()
        self._prune()

    def close(self) -> None:
        """Save, and let go of the file."""
        self.save()
        self._let_go()

    def _let_go(self) -> None:
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _prune(self) -> None:
        try:
            size = self.file.stat().st_size
        except OSError:
            return
        if size > self.most_bytes:
            self._try(lambda database: database.executescript(_PRUNE))

    def _row(self, key: str) -> tuple[int, str, str] | None:
        def read(database: sqlite3.Connection) -> Any:
            try:
                return database.execute(_READ, (key,)).fetchone()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return None
                raise

        row = self._try(read)
        return row if row and all(map(isinstance, row, (int, str, str))) else None

    def _open(self) -> sqlite3.Connection | None:
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            database = sqlite3.connect(self.file, timeout=_SECONDS)
        except (OSError, sqlite3.Error, ValueError):
            return None
        return database

    def _try(self, act: Callable[[sqlite3.Connection], _Made]) -> _Made | None:
        """What comes of an act; once one fails, the database is left alone.

        A file that is damaged is taken away, so that the next run starts anew.
        """
        if self._database is None:
            return None
        try:
            if not self._ready:
                self._database.executescript(_SET_UP)
                self._ready = True
            return act(self._database)
        except sqlite3.OperationalError:
            self._let_go()
        except (sqlite3.DatabaseError, ValueError):
            self._let_go()
            with contextlib.suppress(OSError):
                self.file.unlink()
        return None


def default_folder() -> Path | None:
    """The folder of the cache: what the environment says, else the user's folder for caches.

    None where the user has no home folder.
    """
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("storagelint", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def _mark(key: str, text: str) -> str:
    """What tells a whole entry from a damaged one."""
    return sha256(f"{key}\0{text}".encode()).hexdigest()[:32]


def _today() -> int:
    return int(time.time()) // _DAY
