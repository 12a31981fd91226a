"""What documents say about running their store."""

from __future__ import annotations

import pytest

from storagelint.kinds import builtin_kinds
from storagelint.markdown import Page, parse
from storagelint.model import Operations, Volume
from storagelint.reading.operations import read_operations, read_volumes
from storagelint.reading.sections import Sections, read_sections
from storagelint.source import from_text


def _read(text: str) -> tuple[Page, Sections]:
    page = parse(from_text(text))
    return page, read_sections(page, builtin_kinds()["data-design"])


def _operations(text: str) -> Operations:
    page, sections = _read(text)
    return read_operations(page, sections.facts)


def _volumes(text: str) -> list[Volume]:
    page, sections = _read(text)
    return read_volumes(page, sections.facts)


BACKUP = """# Data Design: Parcels

## Backup & Recovery

- Frequency: full every night, WAL shipped all day
- Retention: 21 days
- RTO: 2 hours
- RPO: {rpo}
"""


def test_backup_bullets() -> None:
    topics = _operations(BACKUP.format(rpo="10 minutes")).topics
    assert topics["backup-frequency"][0].text == "Frequency: full every night, WAL shipped all day"
    assert topics["backup-retention"][0].span.line == 6
    assert topics["rto"][0].text == "RTO: 2 hours"
    assert topics["rpo"][0].text == "RPO: 10 minutes"
    assert "restore-test" not in topics


@pytest.mark.parametrize("value", ["TBD", "todo", "-", "N/A", "{minutes}", "[fill in]", "待定"])
def test_a_placeholder_states_nothing(value: str) -> None:
    assert "rpo" not in _operations(BACKUP.format(rpo=value)).topics


def test_a_denial_is_a_statement() -> None:
    stated = _operations("## Backup\n\nThere is no disaster recovery site.\n")
    first = stated.first("disaster-recovery")
    assert first is not None
    assert first.text == "There is no disaster recovery site"


def test_a_backup_table() -> None:
    topics = _operations(
        "## Backup and Recovery\n\n| Item | Value |\n| --- | --- |\n| Backup frequency | hourly |\n"
        "| RTO | 30 min |\n| RPO | TBD |\n"
    ).topics
    assert topics["rto"][0].text == "30 min"
    assert topics["backup-frequency"][0].text == "hourly"
    assert "rpo" not in topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "Dumps are written each night and kept 30 days.",
            {"backup-frequency", "backup-retention"},
        ),
        ("We keep them for a month.", {"backup-retention"}),
        ("Copies stay 14 days on S3.", {"backup-retention"}),
        ("- Retention: 30 days. Daily.", {"backup-retention", "backup-frequency", "retention"}),
        ("Recovery within 4 hours, at most 24 hours of data may be lost.", {"rto", "rpo"}),
        ("Dumps stay in another building.", set()),
        ("We keep an outage under 30 minutes.", set()),
        ("- Retention: 30 days. Restore drills monthly.", {"backup-retention", "retention"}),
    ],
)
def test_other_words_for_it(text: str, topics: set[str]) -> None:
    found = _operations(f"## Backup & Recovery\n\n{text}\n").topics.keys()
    assert found - {"restore-test"} == topics


def test_two_objectives_of_a_sentence() -> None:
    stated = "Recovery within 4 hours, at most 24 hours of data may be lost."
    figures = _operations(f"## Backup & Recovery\n\n{stated}\n").figures
    assert figures["rto"][0].value == 4 * 3600
    assert figures["rpo"][0].value == 24 * 3600


def test_a_misspelt_unit_among_other_words() -> None:
    figures = _operations("## Backup\n\n- RPO: 5 mnutes, by shipping the log\n").figures
    assert figures["rpo"][0].value is None


def test_words_of_backups_count_only_in_backup_sections() -> None:
    text = "## Core Entities\n\nThe parcel is tested daily and retained by the courier.\n"
    topics = _operations(text).topics
    assert not topics.keys() & {"backup-frequency", "backup-retention", "restore-test"}


def test_a_label_that_says_it_itself_counts_everywhere() -> None:
    topics = _operations("## Notes\n\n**Backup frequency**: each Sunday\n").topics
    assert topics["backup-frequency"][0].text == "Backup frequency: each Sunday"


def test_migrations() -> None:
    topics = _operations(
        "## Migration Strategy\n\nFlyway runs the scripts, which are named `V7__topic.sql` and\n"
        "recorded in its history table. Each is rehearsed on staging after a snapshot.\n\n"
        "### Rollback Plan\n\nEach script has a counterpart that undoes it.\n"
    ).topics
    stated = {"migration-tool", "migration-naming", "migration-tracking", "migration-test"}
    assert stated | {"pre-migration-backup", "rollback"} <= topics.keys()
    assert topics["migration-tracking"][0].span.line == 3
    assert topics["migration-tracking"][0].span.end_line == 4


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "## 备份与恢复\n\n- 备份频率：每天\n- 保留：30天\n- RTO：4小时\n",
            {"backup-frequency", "backup-retention", "rto"},
        ),
        (
            "## バックアップ\n\n毎日自動で取得し、30日間保持する。\n",
            {"backup-frequency", "backup-automation", "backup-retention"},
        ),
        (
            "## Резервное копирование\n\n- Частота: ежедневно\n- Срок хранения: 14 дней\n",
            {"backup-frequency", "backup-retention"},
        ),
        (
            "## Copias de seguridad\n\n- Frecuencia: diaria\n- Retención: 30 días\n",
            {"backup-frequency", "backup-retention"},
        ),
        ("## Sicherheit\n\nAlle Daten sind verschlüsselt.\n", {"encryption"}),
        (
            "## Migrações\n\nO plano de reversão desfaz cada passo com Alembic.\n",
            {"migration-tool"},
        ),
    ],
)
def test_other_languages(text: str, stated: set[str]) -> None:
    assert stated <= _operations(text).topics.keys()


def test_performance_statements() -> None:
    topics = _operations(
        "## Performance Considerations\n\n- Latency: p95 under 80 ms\n- Uptime of 99.9%\n"
        "- PgBouncer pools 40 connections\n- Hot rows are cached in Redis, TTL 5 min\n"
        "- Grafana alerts on slow queries\n"
    ).topics
    assert topics["latency-target"][0].text == "Latency: p95 under 80 ms"
    stated = {"availability-target", "pooling", "caching", "cache-ttl", "monitoring"}
    assert stated | {"slow-queries"} <= topics.keys()


def test_a_volume_table() -> None:
    (volume,) = _volumes(
        "### Expected Data Volume\n\n| Table | Initial rows | Growth | Peak rows | Retention |\n"
        "| --- | --- | --- | --- | --- |\n| parcels | 20k | 4% a month | 1.5M | 2 years |\n"
    )
    assert (volume.entity, volume.initial_rows, volume.peak_rows) == ("parcels", 2e4, 1.5e6)
    assert (volume.growth, volume.retention, volume.span.line) == ("4% a month", "2 years", 5)


def test_volume_bullets() -> None:
    (volume,) = _volumes(
        "### Expected Data Volume\n\n- parcels: 20k initially, 4% a month, peak 1.5M\n"
    )
    assert volume.entity == "parcels"
    assert (volume.initial_rows, volume.growth, volume.peak_rows) == (2e4, "4% a month", 1.5e6)


def test_volume_labels() -> None:
    (volume,) = _volumes(
        "### Expected Data Volume\n\n**Initial**: 500 rows\n**Growth**: 50/day\n**Peak**: TBD\n"
    )
    assert (volume.entity, volume.initial_rows) == (None, 500)
    assert (volume.growth, volume.peak) == ("50/day", None)


def test_a_field_table_is_no_volume_table() -> None:
    table = (
        "## parcels\n\n| Field | Type | Retention |\n| --- | --- | --- |\n| id | UUID | 1 year |\n"
    )
    assert _volumes(table) == []
