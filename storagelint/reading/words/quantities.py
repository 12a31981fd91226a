"""text -> the amounts in it: durations, row counts, rates, percentages and growth."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from storagelint.patterns import pattern

_NUMBER = (
    r"(?P<number>\d{1,15}+(?:[ \u00a0'_.,]\d{3}(?!\d)){0,6}+(?:[.,]\d{1,9})?+(?:[eE]\+?\d{1,2})?+)"
)
_SCALES: dict[str, float] = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "trillion": 1e12,
    "千": 1e3, "万": 1e4, "萬": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "億": 1e8,
    "천": 1e3, "만": 1e4, "십만": 1e5, "백만": 1e6, "천만": 1e7, "억": 1e8,
    "тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "тис": 1e3, "тисяч": 1e3, "млн": 1e6,
    "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "мільйонів": 1e6, "млрд": 1e9,
    "nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "mil": 1e3, "millón": 1e6, "millon": 1e6,
    "millones": 1e6, "milhão": 1e6, "milhões": 1e6, "mille": 1e3, "milliers": 1e3, "milliard": 1e9,
    "milliards": 1e9, "tausend": 1e3, "tsd": 1e3, "millionen": 1e6, "milliarden": 1e9,
    "mila": 1e3, "milione": 1e6, "milioni": 1e6, "miliardi": 1e9, "tysięcy": 1e3, "tys": 1e3,
    "milionów": 1e6, "mln": 1e6, "mld": 1e9, "bin": 1e3, "milyon": 1e6, "milyar": 1e9,
    "ribu": 1e3, "juta": 1e6, "miljoen": 1e6, "duizend": 1e3,
}  # fmt: skip
SECOND, MINUTE, HOUR, DAY = 1.0, 60.0, 3600.0, 86400.0
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY
_UNITS: dict[str, float] = {
    unit: seconds
    for seconds, units in (
        (0.001, "ms msec msecs millisecond milliseconds millis 毫秒 ミリ秒 밀리초 мс"
                " миллисекунд миллисекунды миллисекунда milisegundo milisegundos milissegundos"
                " milissegundo millisekunde millisekunden milliseconde millisecondes milisekund"
                " milisaniye milidetik milliseconden millisecondi"),
        (0.000001, "us µs μs microsecond microseconds 微秒 マイクロ秒"),
        (SECOND, "s sec secs second seconds 秒 秒钟 秒鐘 秒間 초 с сек секунд секунда секунды"
                 " секунди giây segundo segundos sekunde sekunden seconde secondes secondi secondo"
                 " sekund sekundy saniye detik seconden"),
        (MINUTE, "min mins minute minutes m 分 分钟 分鐘 分間 분 мин минута минут минуты хв хвилин"
                 " хвилини phút minuto minutos minuten minuti minut minuty dakika menit minuut"),
        (HOUR, "h hr hrs hour hours 时 小时 小時 個小時 个小时 時間 時 시간 ч час часа часов годин"
               " години година giờ tiếng hora horas stunde stunden std heure heures ora ore"
               " godzina godziny godzin saat jam uur uren"),
        (DAY, "d day days night nights 天 日 日間 일 день дня дней дн днів дні ngày día días dia"
              " dias tag tage tagen jour jours giorno giorni dzień dni gün hari dag dagen"),
        (WEEK, "w wk wks week weeks 周 週 星期 个星期 週間 주 주일 неделя недели недель тиждень"
               " тижні тижнів tuần semana semanas woche wochen semaine semaines settimana settimane"
               " tydzień tygodnie tygodni hafta minggu weken"),
        (MONTH, "mo mon month months 月 个月 個月 ヶ月 か月 カ月 ケ月 箇月 월 개월 месяц месяца"
                " месяцев мес місяць місяці місяців tháng mes meses mês monat monate monaten mois"
                " mese mesi miesiąc miesiące miesięcy ay bulan maand maanden"),
        (91 * DAY, "quarter quarters 季度 quartal quartale trimestre trimestres kwartał kwartaal"),
        (YEAR, "y yr yrs year years 年 年间 年間 년 год года лет р рік роки років năm año años ano"
               " anos jahr jahre jahren an ans année années anno anni rok lata lat yıl tahun jaar"
               " jaren"),
    )
    for unit in units.split()
}  # fmt: skip
_LONG_UNITS = "seconds minutes hours days weeks months years second minute hour month".split()
_DENSE = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"
_WORD = rf"[^\W\d_{_DENSE}]{{1,16}}|µs|[{_DENSE}]{{1,4}}"
_DURATION = pattern(rf"(?P<sign>[-−](?=\s?\d))?(?<![\w.,]){_NUMBER}[ \u00a0-]?(?P<unit>{_WORD})")
_ISO = pattern(
    r"(?<![\w])(?P<sign>-)?P(?=[\dT])(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d{1,6})?)S)?)?(?!\w)"
)
_ISO_UNITS = (YEAR, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND)
_WORDS = pattern(r"\w")
_ONE_WORD = pattern(
    r"\b(?:an?|one|un|una|une|um|uma|ein|eine|einen|einer|один|одну|одна|одна|uno|een|één|satu)\s+"
    r"(?P<unit>[^\W\d_]{3,12})\b",
    re.IGNORECASE,
)
_WORD_NUMBERS = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "sixty": 60.0, "ninety": 90.0}
_SPELLED = pattern(
    rf"\b(?P<word>{'|'.join(_WORD_NUMBERS)})[ -](?P<unit>[a-z]{{1,12}})\b", re.IGNORECASE
)
_ZERO = pattern(r"(?<![\w.,])(?:0|zero|none|no data loss|zero data loss)(?![\w.,%])", re.I)
_COUNT = pattern(rf"(?<![\w.,]){_NUMBER}[ \u00a0]?(?P<scale>[^\W\d_]{{1,9}})?")
_BEFORE_DIGIT = pattern(r"\D*")
_PER_SECOND = pattern(
    rf"(?<![\w.,]){_NUMBER}[ \u00a0]?(?P<scale>[kKmM万千만천])?[ \u00a0]?\+?[ \u00a0]?"
    r"(?P<unit>qps|rps|tps|ops|req|q/s|wps)(?!\w)",
    re.IGNORECASE,
)
_PERIOD_FIRST = pattern(
    r"(?P<unit>[每毎](?:秒|分|小时|小時|時|天|日|周|週|月|年)钟?|[초분]당|시간당|하루|일일|연간"
    rf"|[秒日月年][間间增])[^\d]{{0,6}}{_NUMBER}[ \u00a0]?(?P<scale>[^\W\d_]{{1,2}})?"
)
_PERIODS = {
    "秒": SECOND, "초": SECOND, "分": MINUTE, "분": MINUTE, "时": HOUR, "時": HOUR, "시": HOUR,
    "天": DAY, "日": DAY, "일": DAY, "하": DAY, "周": WEEK, "週": WEEK, "月": MONTH, "월": MONTH,
    "年": YEAR, "연": YEAR,
}  # fmt: skip
_PERCENT = pattern(
    r"(?P<sign>[-−])?(?<![\w.,])(?P<number>\d{1,12}(?:[.,]\d{1,9})?)[ \u00a0]?[%％٪]"
)
_PERCENT_WORD = pattern(
    r"(?<![\w.,])(?P<number>\d{1,12}(?:[.,]\d{1,9})?) ?(?:per ?cent|procent|prozent|процент)",
    re.IGNORECASE,
)
_EVERY = pattern(
    r"(?:(?<![^\W\d_])(?:per|an?|each|every|por|pro|par|mỗi|в|за|на|al|ao|je)[ \u00a0]|[/每毎] ?)"
    rf"(?P<unit>[^\W\d_{_DENSE}]{{1,12}}|[{_DENSE}]{{1,3}})",
)
_FACTOR = pattern(r"(?<![\w.,])(?P<number>\d{1,6}(?:[.,]\d{1,4})?) ?(?:x|×|倍|fold|배)(?!\w)")
_SPELLED_FACTOR = pattern(
    rf"\b(?P<word>{'|'.join(_WORD_NUMBERS)})(?: times|[ -]?fold)\b", re.IGNORECASE
)
_PERCENTILE = pattern(
    r"(?<!\w)(?:p[ -]?(?P<short>\d{2,3}(?:\.\d{1,3})?)"
    r"|(?P<long>\d{2}(?:\.\d{1,3})?)(?:th|\.)?[ -]?(?:percentil|%ile|perzentil|перцентил))",
    re.IGNORECASE,
)
_ADVERBS: dict[str, float] = {
    word: seconds
    for seconds, words in (
        (0.0, "continuous continuously continual real-time realtime streaming 实时 持续 連續 连续"
              " 継続的 リアルタイム 연속 실시간 непрерывно непрерывное безперервно continuo"
              " continua contínuo contínua kontinuierlich laufend sürekli ciągłe ciągle continuu"
              " kontinu"),
        (HOUR, "hourly 每小时 每小時 毎時 매시간 매시 ежечасно ежечасный ежечасные щогодини"
               " stündlich saatlik"),
        (DAY, "daily nightly everyday 每日 每天 每晚 日次 毎日 毎晩 매일 일일 일간 ежедневно"
              " ежедневный ежедневное ежедневные ежесуточно щодня щоденно diario diaria diarias"
              " diarios diariamente diário diária diárias diários täglich tägliche tägliches"
              " quotidien quotidienne quotidiennes quotidiennement giornaliero giornaliera"
              " quotidiano codziennie codzienne dzienne günlük harian dagelijks nächtlich"),
        (WEEK, "weekly 每周 每週 週次 毎週 매주 주간 еженедельно еженедельный еженедельные щотижня"
               " semanal semanales semanalmente semanais wöchentlich wöchentliche hebdomadaire"
               " hebdomadaires settimanale tygodniowo cotygodniowe haftalık mingguan wekelijks"),
        (14 * DAY, "fortnightly biweekly"),
        (MONTH, "monthly mom 每月 月次 毎月 매월 월간 ежемесячно ежемесячный щомісяця mensual"
                " mensuales mensalmente mensal mensais monatlich monatliche mensuel mensile"
                " miesięcznie comiesięczne aylık bulanan maandelijks"),
        (91 * DAY, "quarterly 每季度 四半期 분기 ежеквартально trimestral vierteljährlich"
                   " quartalsweise trimestriel trimestrielle trimestrale kwartalnie"),
        (YEAR, "yearly annually annual 每年 年次 毎年 매년 연간 ежегодно щороку anual anualmente"
               " jährlich yoy annuel annuelle annuale rocznie yıllık tahunan jaarlijks"),
    )
    for word in words.split()
}  # fmt: skip
_DENSE_ADVERBS = tuple(word for word in _ADVERBS if word[0] >= "\u3040")
_ADVERB = pattern(r"[^\W\d_]{3,20}+(?:-time)?")
_EVERY_SPAN = pattern(
    r"(?:\b(?:every|each|cada|alle|toutes les|tous les|ogni|co|her|setiap|elke|om de|каждые|каждый"
    r"|каждую|кожні|кожен|mỗi)\b|每隔?|毎|매) ?",
    re.IGNORECASE,
)
_EVERY_AFTER = pattern(r"[ ]?(?:ごと|毎に|おき|마다|に[1１一]回|一次|1次|에 한 번)")
_TIMES = pattern(
    r"(?<!\w)(?:(?P<word>once|twice|thrice)|(?P<number>\d{1,4}) ?(?:times|[x×]|ve[cz]es|fois|mal))"
    r"[ -]?(?:per|a|an|each|every|/|al|por|par|pro|am|в)?[ -]?(?P<unit>[^\W\d_]{1,12})",
    re.IGNORECASE,
)
_AGAIN = {"once": 1.0, "twice": 2.0, "thrice": 3.0}


class Duration(NamedTuple):
    """A length of time, or what stands where one should."""

    seconds: float | None
    """None where the unit is unknown (`4 parsecs`); below zero where a minus stands before it."""
    text: str
    start: int
    end: int

    @property
    def valid(self) -> bool:
        """Whether it is a length of time: a known unit and not below zero."""
        return self.seconds is not None and self.seconds >= 0


class Growth(NamedTuple):
    """How fast something grows; one of the two is set."""

    relative: float | None
    """The share that is added a second: 5% a month is 0.05 / 2,592,000."""
    absolute: float | None
    """The rows that are added a second."""
    period: float = MONTH
    """The seconds of the period that the growth is stated for, over which it is compounded."""

    def after(self, rows: float, seconds: float) -> float:
        """What `rows` rows have become after some seconds."""
        if self.absolute is not None:
            return rows + self.absolute * seconds
        factor = max(1 + (self.relative or 0.0) * self.period, 1e-9)
        exponent = min(seconds / self.period * math.log(factor), 100.0)
        return rows * math.exp(exponent)


class Latency(NamedTuple):
    """A response time in milliseconds, with its percentile where one is given."""

    milliseconds: float
    percentile: float | None = None


@lru_cache(maxsize=1024)
def duration(text: str) -> Duration | None:
    """The first length of time in a text, or None where nothing looks like one.

    A text that is a number and an unknown word is a Duration without seconds: `4 parsecs`.
    A capital M alone is no unit (minutes, months or millions), nor is a calendar year.
    """
    text = text[:2000]
    unknown: Duration | None = None
    iso = _ISO.search(text)
    if iso and len(iso[0]) > 2 and not iso[0].endswith("T"):
        amounts = zip(iso.groups()[1:], _ISO_UNITS, strict=True)
        seconds = sum(float(amount) * unit for amount, unit in amounts if amount)
        return Duration(-seconds if iso["sign"] else seconds, iso[0], iso.start(), iso.end())
    for match in _DURATION.finditer(text):
        amount = number(match["number"])
        per_unit, end = _unit(match, "unit")
        if amount is None:
            continue
        sign = -1.0 if match["sign"] else 1.0
        if match["unit"] == "M" or (per_unit == YEAR and amount > 1900):
            continue
        if per_unit is None:
            around = text[: match.start()] + text[match.end() :]
            alone = match["unit"].casefold() not in _SCALES and not _WORDS.search(around)
            if alone or _is_slip(match["unit"]):
                unknown = Duration(None, match[0], match.start(), match.end())
            continue
        return Duration(sign * amount * per_unit, text[match.start() : end], match.start(), end)
    spelled = _SPELLED.search(text)
    if spelled and spelled["unit"].casefold() in _UNITS:
        seconds = _WORD_NUMBERS[spelled["word"].casefold()] * _UNITS[spelled["unit"].casefold()]
        return Duration(seconds, spelled[0], spelled.start(), spelled.end())
    for match in _ONE_WORD.finditer(text):
        if match["unit"].casefold() in _UNITS:
            return Duration(_UNITS[match["unit"].casefold()], match[0], match.start(), match.end())
    if unknown is None and (zero := _ZERO.search(text)):
        return Duration(0.0, zero[0], zero.start(), zero.end())
    return unknown


@lru_cache(maxsize=256)
def _is_slip(word: str) -> bool:
    """Whether a word is a unit of time but for a letter or two: `mnutes`."""
    from storagelint.vocabulary.nearest import nearest

    return len(word) > 3 and nearest(word.casefold(), _LONG_UNITS, at_least=82.0) is not None


def number(text: str) -> float | None:
    """A number with separators for thousands or decimals: `1,000,000`, `1.5`, `1 000`, `1e6`."""
    text = text.strip(" \u00a0.,'_")
    for mark in "_' \u00a0":
        text = text.replace(mark, "")
    comma, dot = text.count(","), text.count(".")
    if comma and dot:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
        text = text.replace("." if decimal == "," else ",", "").replace(",", ".")
    elif comma or dot:
        mark = "," if comma else "."
        groups = text.split(mark)
        thousands = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3
        if len(groups) > 2 or (thousands and (mark == "," or groups[1] == "000")):
            text = text.replace(mark, "")
        else:
            text = text.replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return None
    return found if found < 1e300 else None


@lru_cache(maxsize=1024)
def row_count(text: str) -> float | None:
    """The first count in a text: `1,000,000`, `1.2M`, `10k rows`, `2 亿`, `1e6`."""
    for match in _COUNT.finditer(text[:2000]):
        after = text[match.end("number") :].lstrip(" \u00a0")[:1]
        found = number(match["number"])
        if found is None or after in ("%", "％"):
            continue
        return found * _scale(match["scale"])
    return None


@lru_cache(maxsize=1024)
def rate(text: str) -> float | None:
    """Requests a second: `150/s`, `> 100 rps`, `5000/min`, `1M/day`, `10 QPS`, `每秒 200`."""
    text = text[:2000]
    short = _PER_SECOND.search(text)
    if short and short["unit"].casefold() != "req":
        amount = number(short["number"])
        return None if amount is None else amount * _scale(short["scale"])
    return _amount_per_second(text)


def percentage(text: str) -> float | None:
    """The first percentage in a text, in percent: `99.95%` is 99.95."""
    found = _PERCENT.search(text) or _PERCENT_WORD.search(text[:2000])
    if not found:
        return None
    amount = float(found["number"].replace(",", "."))
    return -amount if found.groupdict().get("sign") else amount


def availability(text: str) -> float | None:
    """An availability in percent: a percentage of 50 to 100; None where there is none."""
    for match in (*_PERCENT.finditer(text), *_PERCENT_WORD.finditer(text)):
        amount = float(match["number"].replace(",", "."))
        if 50 <= amount <= 100 and not match.groupdict().get("sign"):
            return amount
    return None


def factor(text: str) -> float | None:
    """How many times more: `10x`, `tenfold`, `3 倍`; None where no factor is given."""
    found = _FACTOR.search(text[:2000])
    if found:
        return float(found["number"].replace(",", "."))
    spelled = _SPELLED_FACTOR.search(text[:2000])
    return _WORD_NUMBERS[spelled["word"].casefold()] if spelled else None


@lru_cache(maxsize=1024)
def growth(text: str) -> Growth | None:
    """Growth a second: `5% a month`, `10k/day`, `+1M rows per year`, `2x per year`.

    None where no amount or no period is given.
    """
    text = text[:2000]
    period = _period(text)
    percent = percentage(text)
    if percent is not None:
        return Growth(percent / 100 / period, None, period) if period else None
    factor = _FACTOR.search(text)
    if factor:
        times = float(factor["number"].replace(",", "."))
        return Growth((times - 1) / period, None, period) if period else None
    amount = _amount_per_second(text)
    if amount is None and period and (rows := row_count(text)) is not None:
        amount = rows / period
    return None if amount is None else Growth(None, amount)


def latency(text: str) -> Latency | None:
    """A response time: `p95 < 100 ms`, `95% of queries in under 100 ms`, `1.5 s`."""
    percentile = _PERCENTILE.search(text[:2000])
    share = float(percentile["short"] or percentile["long"]) if percentile else None
    if share is not None and share >= 100:
        share = share / 10 if share < 1000 else None
    rest = text
    if percentile:
        rest = text[: percentile.start()] + " " + text[percentile.end() :]
    if share is None:
        percent = percentage(text)
        share = percent if percent is not None and 50 <= percent < 100 else None
    found = duration(rest)
    if found is None or not found.valid or found.seconds is None or found.seconds >= HOUR:
        return None
    return Latency(found.seconds * 1000, share)


@lru_cache(maxsize=256)
def interval(text: str) -> float | None:
    """The seconds from one time to the next: hourly, every 6 hours, twice a day, 每天, diario.

    0 means continuous. Of several intervals the shortest one counts.
    """
    text = text[:2000]
    found = list(_adverbs(text))
    for match in _EVERY_SPAN.finditer(text):
        rest = text[match.end() : match.end() + 24]
        amount = duration(rest)
        if amount is not None and amount.valid and amount.start == 0 and amount.seconds is not None:
            found.append(amount.seconds)
            continue
        unit = re.match(_WORD, rest)
        if unit and (seconds := _longest_unit(unit[0])[0]) is not None:
            found.append(seconds)
    amount = duration(text) if _EVERY_AFTER.search(text) else None
    if amount is not None and amount.seconds and _EVERY_AFTER.match(text, amount.end):
        found.append(abs(amount.seconds))
    for match in _TIMES.finditer(text):
        times = _AGAIN.get((match["word"] or "").casefold()) or float(match["number"] or 0)
        seconds = _UNITS.get(match["unit"].casefold())
        if seconds and times:
            found.append(seconds / times)
    return min(found, default=None)


def _amount_per_second(text: str) -> float | None:
    for match in _COUNT.finditer(text):
        tail = _BEFORE_DIGIT.match(text, match.end("number"), match.end("number") + 48)
        for every in _EVERY.finditer(tail[0].casefold() if tail else ""):
            seconds, _ = _longest_unit(every["unit"])
            amount = number(match["number"])
            if seconds is not None and amount is not None:
                return amount * _scale(match["scale"]) / seconds
    first = _PERIOD_FIRST.search(text)
    if first:
        amount = number(first["number"])
        letter = first["unit"].lstrip("每毎")[:1]
        seconds = _PERIODS.get(letter) or (HOUR if letter == "小" else None)
        if amount is not None and seconds:
            return amount * _scale(first["scale"]) / seconds
    return None


def _adverbs(text: str) -> Iterator[float]:
    """The seconds of each word such as `daily`, `每天`, `diario`."""
    for match in _ADVERB.finditer(text.casefold()):
        seconds = _ADVERBS.get(match[0])
        if seconds is not None:
            yield seconds
    yield from (_ADVERBS[word] for word in _DENSE_ADVERBS if word in text)


def _period(text: str) -> float | None:
    """The seconds of the period that a text names: `a month`, `/day`, `yearly`, `每月`."""
    for match in _EVERY.finditer(text.casefold()):
        seconds, _ = _longest_unit(match["unit"])
        if seconds is not None and seconds >= SECOND:
            return seconds
    for seconds in _adverbs(text):
        return seconds or None
    return next((s for sign, s in _PERIODS.items() if sign in text), None)


def _unit(match: re.Match[str], group: str) -> tuple[float | None, int]:
    """The seconds of a unit, and where in the text its last character ends."""
    seconds, length = _longest_unit(match[group])
    return seconds, match.start(group) + length


def _longest_unit(word: str) -> tuple[float | None, int]:
    folded = word.casefold()
    if folded in _UNITS:
        return _UNITS[folded], len(word)
    if folded[:1] >= "\u3040":
        for length in range(len(folded) - 1, 0, -1):
            if folded[:length] in _UNITS:
                return _UNITS[folded[:length]], length
    return None, len(word)


def _scale(word: str | None) -> float:
    """What a word after a number multiplies it by; 1 where it is no such word."""
    folded = (word or "").rstrip(".").casefold()
    if folded[:1] >= "\u3040":
        for length in range(min(len(folded), 2), 0, -1):
            if folded[:length] in _SCALES:
                return _SCALES[folded[:length]]
    return _SCALES.get(folded, 1.0)
