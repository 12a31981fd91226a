"""Field -> what it tells of a person, and whether the document says how that is protected."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind, Field, Statement, TypeFamily
from storagelint.model.names import fold_field, words
from storagelint.patterns import pattern


class Sort(StrEnum):
    """What sort of personal data a field holds; the word stands in messages."""

    CONTACT = "contact data"
    IDENTITY = "identity numbers"
    PAYMENT = "payment data"
    HEALTH = "health data"


class Personal(NamedTuple):
    """A field with personal data, and the entity that has it."""

    entity: Entity
    field: Field
    sort: Sort


_PASSWORD = frozenset(["password", "passwd", "pwd", "passphrase", "passcode"])
_PASSWORD_ENDINGS = (
    *("password", "passwd", "passphrase", "senha", "contraseña", "contrasena", "contrasenia"),
    *("motdepasse", "passwort", "kennwort", "wachtwoord", "şifre", "hasło", "lösenord"),
    *("salasana", "пароль", "mậtkhẩu", "matkhau", "katasandi"),
    *("密码", "密碼", "口令", "パスワード", "비밀번호"),
)
_OPEN_ENDINGS = frozenset(["plain", "plaintext", "text", "raw", "clear", "cleartext", "value"])
_NOT_A_PASSWORD = frozenset(
    """is has must min max can should allow allows require requires required needs no without use
    uses enable enabled reset forgot forgotten change changed expired count failed hashed encrypted
    encoded salted crypted enc cipher masked""".split()
)
_TEXTUAL = frozenset([TypeFamily.TEXT, TypeFamily.OTHER, TypeFamily.ENUM])
_HASH_LENGTHS = frozenset([32, 40, 56, 60, 64, 95, 96, 97, 98, 128])
"""What MD5, SHA-1, SHA-2, bcrypt and Argon2 make, written as text."""

_PROTECTED = (
    *("hash", "bcrypt", "argon2", "scrypt", "pbkdf", "encrypt", "crypted", "cipher", "vault"),
    *("digest", "tokenis", "tokeniz", "masked", "redact", "anonymis", "anonymiz", "pseudonym"),
    *("pgcrypto", "hmac", "auth provider", "auth service", "identity provider", "supabase auth"),
    *("firebase auth", "cognito", "auth0", "keycloak", "secret manager", "secrets manager"),
    *("哈希", "散列", "加密", "加盐", "摘要", "脱敏", "掩码", "ハッシュ", "暗号", "マスク"),
    *("해시", "암호화", "마스킹", "хеш", "хэш", "шифр", "băm", "mã hóa", "cifrad", "criptograf"),
    *("encript", "verschlüssel", "gehasht", "chiffr", "haché", "szyfr", "crittograf", "versleutel"),
)
_ALGORITHM = pattern(r"(?:kms\b|sha-?\d|md5|salt(?!y))")
_OPEN = pattern(
    r"plain[ -]?text|clear[ -]?text|unhashed|unencrypted|not (?:hashed|encrypted)|明文|平文|평문"
    r"|открыт\w{1,4} (?:виде|текст)|texto (?:plano|puro)|klartext|en clair"
)
_NEVER = pattern(r"\b(?:never|not|no|nicht|nunca|jamais|не)\b|不|勿|禁止")
_NEGATED = 40
"""How many characters before `plain text` a «never» may stand, in the same sentence or cell."""
_SALTED = frozenset(["salt", "algo", "algorithm", "hasher", "kdf", "iterations"])
_MAX_LINE = 2_000

_PHRASES = {
    Sort.IDENTITY: """ssn|social security|national id|national insurance|passport|passport number
        |passport no|id card|id card number|identity card|identity number|driver license
        |driver licence|drivers license|driving licence|license number of driver|tax file number
        |aadhaar|aadhar|cpf|dni|pesel|bsn|rrn|taxpayer id|personnummer""",
    Sort.PAYMENT: """card number|credit card|credit card number|debit card|cardholder
        |cardholder name|card holder|cvv|cvv2|cvc|card cvv|card cvc|iban|bank account number
        |card expiry|card expiration|routing number""",
    Sort.HEALTH: """medical history|medical record|medical record number|medical notes
        |medical condition|medical conditions|mrn|blood type|blood group|allergies|allergy
        |medications|medication|current medications|chronic diseases|health condition
        |health conditions|health status|disability|hiv status|insulin|vaccination
        |vaccinations|patient notes|lab result|lab results""",
    Sort.CONTACT: """email|email address|e mail|mail address|phone|phone number|mobile
        |mobile number|mobile phone|telephone|cell phone|home address|street address
        |postal address|mailing address|billing address|shipping address|address line|date of birth
        |birth date|birthdate|birthday|dob""",
}
_BY_WORDS = {
    tuple(phrase.split()): sort for sort, text in _PHRASES.items() for phrase in text.split("|")
}
_LONGEST = max(map(len, _BY_WORDS))
_NAMES = {
    Sort.IDENTITY: "身份证 身份证号 身份证号码 身分證字號 护照号 マイナンバー 주민등록번호 паспорт",
    Sort.PAYMENT: "银行卡号 卡号 信用卡号 カード番号 카드번호 номеркарты",
    Sort.HEALTH: "病历 病史 诊断 过敏史 既往歴 病歴 진단 диагноз",
    Sort.CONTACT: """手机号 手机号码 电话 电话号码 邮箱 电子邮箱 出生日期 電話番号 メールアドレス
        生年月日 이메일 전화번호 생년월일 телефон телефонныйномер датарождения correo
        correoelectronico telefono teléfono telefone celular fechanacimiento datanascimento
        sodienthoai geburtsdatum telefonnummer""",
}
_BY_NAME = {name: sort for sort, text in _NAMES.items() for name in text.split()}
_VETOES = frozenset(
    """count counts total hash hashed digest token tokens at is has can should verified verify
    verification confirmed confirmation status state enabled disabled opt consent required allowed
    req requirement requirements
    template templates subject body log logs sent queue type format provider domain notification
    notifications campaign list masked last4 last four encrypted enc cipher ciphertext reference
    ref url link preference preferences setting settings frequency limit prefix suffix index brand
    id uuid name field code by bounce bounced label error regex pattern""".split()
)
_HEALTH_ENTITIES = frozenset("patient patients prescription prescriptions diagnoses".split())
_WEAK_HEALTH = frozenset(
    """diagnosis diagnoses symptom symptoms treatment treatments prescription prescriptions
    medication medications anamnesis icd10 consultation""".split()
)
_NOT_PERSONAL = frozenset(
    [
        *(TypeFamily.BOOLEAN, TypeFamily.TIMESTAMP, TypeFamily.TIME, TypeFamily.INTERVAL),
        *(TypeFamily.FLOAT, TypeFamily.VECTOR, TypeFamily.NETWORK, TypeFamily.BINARY),
    ]
)
_STORED = frozenset(EntityKind) - {EntityKind.VIEW, EntityKind.INDEX}


def open_passwords(document: Document) -> Iterator[tuple[Entity, Field, bool]]:
    """Fields with a password that nothing says is hashed; True where it is said to be readable.

    Name, type, description, the line of the field and the lines that speak of passwords count.
    """
    said = None
    for entity in document.entities:
        if entity.kind not in _STORED:
            continue
        for field in entity.fields:
            if not _names_a_password(field):
                continue
            line = line_of(document, field)
            if _is_open(f"{line} {field.description or ''}"):
                yield entity, field, True
            elif not (is_protected(document, field) or _salted(entity)):
                said = _hashes_passwords(document) if said is None else said
                if not said:
                    yield entity, field, False


def _names_a_password(field: Field) -> bool:
    if field.references or (field.family and field.family not in _TEXTUAL):
        return False
    length = field.canonical.length if field.canonical else None
    if length in _HASH_LENGTHS and field.canonical and field.canonical.name == "char":
        return False
    parts = words(field.name)
    if parts and parts[-1] in _OPEN_ENDINGS:
        parts = parts[:-1]
    if not parts or not _NOT_A_PASSWORD.isdisjoint(parts):
        return False
    return parts[-1] in _PASSWORD or fold_field(field.name).endswith(_PASSWORD_ENDINGS)


def _salted(entity: Entity) -> bool:
    return any(
        parts[-1] == "salt" or (_PASSWORD.intersection(parts) and parts[-1] in _SALTED)
        for parts in (words(field.name) for field in entity.fields)
        if parts
    )


def _hashes_passwords(document: Document) -> bool:
    """Whether a line beside the fields' own says that passwords are protected."""
    defined = {field.span.line for entity in document.entities for field in entity.fields}
    return any(
        _speaks_of_hashing(line) and not _is_open(line)
        for number, line in enumerate(document.page.source.lines, 1)
        if number not in defined and len(line) < _MAX_LINE
        if _speaks_of_passwords(line.casefold())
    )


def _speaks_of_passwords(line: str) -> bool:
    return "password" in line or any(word in line for word in _PASSWORD_ENDINGS)


def _is_open(text: str) -> bool:
    text = text.casefold()
    found = _OPEN.search(text)
    if found is None:
        return False
    before = text[max(found.start() - _NEGATED, 0) : found.start()]
    return not _NEVER.search(before.rpartition(".")[2].rpartition("|")[2])


def _speaks_of_hashing(text: str) -> bool:
    text = text.casefold()
    return any(word in text for word in _PROTECTED) or _ALGORITHM.search(text) is not None


def line_of(document: Document, field: Field) -> str:
    """The line of the text that defines a field, with what else stands in its row."""
    lines = document.page.source.lines
    number = field.span.line
    return lines[number - 1][:_MAX_LINE] if 0 < number <= len(lines) else ""


def is_protected(document: Document, field: Field) -> bool:
    """Whether name, type, description or row say that the value is hashed, encrypted or masked."""
    stated = f"{field.name} {field.type or ''} {field.description or ''}"
    return _speaks_of_hashing(f"{stated} {line_of(document, field)}")


def personal_fields(document: Document) -> list[Personal]:
    """The fields that hold personal data, protected or not, in their order."""
    health = any(map(is_medical, document.entities))
    found = []
    for entity in document.entities:
        if entity.kind not in _STORED:
            continue
        for field in entity.fields:
            sort = sort_of(field, health=health)
            if sort is not None:
                found.append(Personal(entity, field, sort))
    return found


def is_medical(entity: Entity) -> bool:
    """Whether its name says that it is about patients."""
    return not _HEALTH_ENTITIES.isdisjoint(words(entity.name))


def sort_of(field: Field, *, health: bool = False) -> Sort | None:
    """What the field's name tells of a person, by whole words; None where it tells nothing.

    `health` says that the document is about patients: then `diagnosis` is one of a person.
    """
    if field.family in _NOT_PERSONAL or field.references is not None:
        return None
    named = _BY_NAME.get(fold_field(field.name))
    if named is not None:
        return named
    parts = words(field.name)
    for length in range(min(_LONGEST, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            sort = _BY_WORDS.get(parts[start : start + length])
            rest = (*parts[:start], *parts[start + length :])
            if sort is not None:
                return sort if _VETOES.isdisjoint(rest) else None
    if health and not _WEAK_HEALTH.isdisjoint(parts) and _VETOES.isdisjoint(parts):
        return Sort.HEALTH
    return None


def protection(document: Document, sort: Sort) -> Statement | None:
    """The first statement that bears on the protection of such data; None without any.

    Who may read a table guards contact data; numbers of cards and passports want more than that.
    """
    topics = ["encryption", "personal-data", "compliance"]
    if sort in (Sort.CONTACT, Sort.HEALTH):
        topics.append("access-control")
    return next(filter(None, map(document.operations.first, topics)), None)
