"""The language files agree with English and with each other, and load quickly."""

from __future__ import annotations

import time
import tomllib
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

import storagelint.vocabulary
from storagelint.vocabulary import Vocabulary, all_words, fold_words, read_language, vocabulary
from storagelint.vocabulary.toml import read_toml

PACKAGE = Path(storagelint.__file__).parent
DATA = sorted([*PACKAGE.glob("vocabulary/*.toml"), *PACKAGE.glob("kinds/*.toml")])
FOLDER = Path(storagelint.vocabulary.__file__).parent / "languages"
FILES = sorted(FOLDER.glob("*.toml"))
LANGUAGES = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in FILES}
ENGLISH = LANGUAGES["en"]


def _concepts(
    topic: str, languages: dict[str, dict[str, dict[str, list[str]]]]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for tables in languages.values():
        for concept, phrases in tables.get(topic, {}).items():
            for phrase in phrases:
                found[phrase].add(concept)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_toml_and_reads_the_same_line_by_line(file: Path) -> None:
    assert read_language(file.read_text("utf-8")) == LANGUAGES[file.stem]


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.stem)
def test_data_is_toml_and_reads_the_same_line_by_line(file: Path) -> None:
    text = file.read_text("utf-8")
    assert read_toml(text) == tomllib.loads(text)


def test_toml_that_is_not_in_lines_is_read_as_well() -> None:
    text = "a = [\n  1, # one\n]\nb.c = 'x'\n"
    assert read_toml(text) == {"a": [1], "b": {"c": "x"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_only_the_concepts_of_english(language: str) -> None:
    for topic, concepts in LANGUAGES[language].items():
        assert set(concepts) <= set(ENGLISH[topic]), topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_stands_as_it_is_looked_up(language: str) -> None:
    for topic, concepts in LANGUAGES[language].items():
        for concept, phrases in concepts.items():
            for phrase in phrases:
                looked_up = phrase.casefold() if topic == "words" else fold_words(phrase)
                assert phrase == looked_up != "", (topic, concept)
            assert len(phrases) == len(set(phrases)), (topic, concept)


@pytest.mark.parametrize("topic", ["columns", "sections"])
def test_no_phrase_of_any_language_means_two_things(topic: str) -> None:
    double = {p: c for p, c in _concepts(topic, LANGUAGES).items() if len(c) > 1}
    assert double == {}


def test_words_are_shared_only_by_the_concepts_that_share_words_in_english() -> None:
    """`required` is a yes and a NOT NULL, so `obligatoire` may be both too."""
    shared = {
        pair
        for concepts in _concepts("words", {"en": ENGLISH}).values()
        for pair in combinations(sorted(concepts), 2)
    }
    for phrase, concepts in _concepts("words", LANGUAGES).items():
        assert set(combinations(sorted(concepts), 2)) <= shared, phrase


def test_adding_a_language_is_adding_a_file(tmp_path: Path) -> None:
    for file in FILES:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "tlh.toml").write_text(
        '# An invented language.\n\n[columns]\nfield = ["zzorq", "zzorq pong"]\n\n'
        '[sections]\nindexes = ["blipblip"]\n\n[words]\nyes = ["hislah"]\n',
        "utf-8",
    )
    words = all_words(tmp_path)
    assert words.column("Zzorq-Pong") == "field"
    assert words.sections["blipblip"] == "indexes"
    assert "hislah" in words.words("yes")
    assert words.column("字段名") == "field"
    assert vocabulary().column("zzorq") is None


def test_a_line_that_is_no_list_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text("[columns]\nfield = [\n", "utf-8")
    with pytest.raises(ValueError, match=r"Expecting|no list"):
        all_words(tmp_path)
    with pytest.raises(ValueError, match="no list of phrases: feld: Feld"):
        read_language("[columns]\nfeld: Feld\n")


def test_all_languages_load_in_15_milliseconds() -> None:
    def seconds() -> float:
        start = time.process_time()
        loaded = all_words.__wrapped__()
        assert isinstance(loaded, Vocabulary)
        return time.process_time() - start

    figure = min(seconds() for _ in range(5))
    print(f"{len(FILES)} languages load in {figure * 1000:.1f} ms")
    assert figure < 0.015


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("字段名", "field"),
        ("**欄位**", "field"),
        ("カラム名（物理）", "field"),
        ("論理名", "name"),
        ("컬럼명", "field"),
        ("Колонка", "field"),
        ("Поле", "field"),
        ("Tên trường", "field"),
        ("Campo", "field"),
        ("Coluna", "field"),
        ("Spalte", "field"),
        ("Champ", "field"),
        ("Nazwa pola", "field"),
        ("Alan Adı", "field"),
        ("Kolom", "field"),
        ("Veldnaam", "field"),
        ("Kiểu dữ liệu", "type"),
        ("データ型", "type"),
        ("可空", "nullable"),
        ("必填", "required"),
        ("Null許可", "nullable"),
        ("Обязательное", "required"),
        ("Valeur par défaut", "default"),
        ("İlişkiler", "relationship"),
        ("关系类型", "cardinality"),
        ("使用频率", "frequency"),
    ],
)
def test_headings_of_columns_in_many_languages(heading: str, concept: str) -> None:
    assert vocabulary().column(heading) == concept


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("索引设计", "indexes"),
        ("备份与恢复", "backup"),
        ("データ移行", "migration"),
        ("テーブル定義", "entities"),
        ("관계", "relationships"),
        ("Связи", "relationships"),
        ("Резервное копирование и восстановление", "backup"),
        ("Chỉ mục", "indexes"),
        ("Índices", "indexes"),
        ("Relacionamentos", "relationships"),
        ("Datensicherung", "backup"),
        ("Clés étrangères", "relationships"),
        ("Zapytania", "queries"),
        ("Integrità dei dati", "integrity"),
        ("Gegevensintegriteit", "integrity"),
    ],
)
def test_headings_of_sections_in_many_languages(heading: str, role: str) -> None:
    assert vocabulary().sections[fold_words(heading)] == role


def test_yes_and_no_in_many_languages() -> None:
    yes, no = vocabulary().words("yes"), vocabulary().words("no")
    assert {"是", "○", "可", "예", "да", "có", "sí", "sim", "ja", "oui", "tak", "evet"} <= yes
    assert {"否", "×", "不可", "아니오", "нет", "không", "não", "nein", "non", "nie", "hayır"} <= no
    assert not yes & no


def test_patterns_find_whole_words_where_the_script_has_spaces() -> None:
    unique = vocabulary().pattern("unique")
    assert unique.search("Clé unique, non nul")
    assert unique.search("邮箱唯一")
    assert not unique.search("communique")
