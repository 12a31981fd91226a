"""Entity, Field -> what sort of thing it is, judged by its marks, its fields and its names."""

from __future__ import annotations

from functools import lru_cache

from storagelint.judging.access.coverage import documented_rows
from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind, Field, TypeFamily
from storagelint.model.names import fold, fold_field, words

_CREATED = frozenset(
    """createdat created createdon createdtime createdatetime creationtime creationdate createtime
    createdate datecreated timecreated createdts createdtimestamp gmtcreate gmtcreated insertedat
    inserttime addedat dateadded ctime timestamp ts occurredat recordedat loggedat eventtime
    eventtimestamp registeredat submittedat issuedat placedat uploadedat postedat sentat joinedat
    startedat receivedat at time when grantedat assignedat executedat appliedat openedat generatedat
    observedat linkedat proposedat collectedat connectedat purchasedat indexedat cachedat measuredat
    signedat bookedat orderedat capturedat creadoat enviadoat
    criadoem datacriacao datacriação criadaem creadoen fechacreacion fechacreación fechaalta
    creeele crééle datecreation datecréation erstelltam angelegtam creatoil datacreazione
    utworzono datautworzenia olusturulmatarihi ngaytao ngàytạo thoigiantao tanggaldibuat
    dibuatpada 创建时间 创建日期 建立时间 新增时间 創建時間 作成日時 登録日時 作成日
    생성일 생성일시 등록일 등록일시
    создан создано датасоздания createdatutc createdutc""".split()
)
_UPDATED = frozenset(
    """updatedat updated updatedon updatetime updatedate dateupdated timeupdated updatedts
    lastupdated lastupdatedat lastupdate lastupdatetime modifiedat modified modifiedon modifiedtime
    datemodified lastmodified lastmodifiedat lastmodifieddate gmtmodified gmtupdate changedat
    mtime editedat
    updatedtime updatedatetime modifytime modifydate updatedatutc updatedutc revisedat
    atualizadoem dataatualizacao dataatualização atualizadaem actualizadoen fechaactualizacion
    fechaactualización fechamodificacion modifiele misajourle aktualisiertam geandertam geändertam
    aggiornatoil dataaggiornamento zaktualizowano dataaktualizacji guncellenmetarihi ngaycapnhat
    ngàycậpnhật thoigiancapnhat diperbaruipada
    更新时间 更新日期 修改时间 修改日期 更新時間 更新日時 変更日時 수정일 수정일시 갱신일시
    обновлен обновлено датаобновления изменен""".split()
)
_DELETED = frozenset(
    """deletedat deleted deletedon deletetime deletedtime datedeleted isdeleted removedat isremoved
    deleteflag deletedflag delflag isdelete softdeletedat discardedat
    excluidoem deletadoem eliminadoen fechabaja supprimele geloschtam gelöschtam
    删除时间 是否删除 删除标记 削除日時 削除フラグ 삭제일 삭제일시 удален датаудаления""".split()
)
_STATUS = frozenset(["status", "state", "状态", "狀態", "状態", "상태", "статус", "estado", "stan"])
_CHOICE = _STATUS | {"type", "role", "kind", "category", "priority", "severity", "类型", "유형"}
_MONEY = frozenset(
    """price amount cost fee fees balance salary subtotal revenue discount wage tax vat payment
    budget refund payout deposit premium commission fare tip debit credit spend spending
    价格 金额 单价 总价 费用 余额 價格 金額 価格 料金 残高 금액 가격 요금 잔액 цена сумма стоимость
    preco preço valor precio importe prix montant preis betrag prezzo importo cena kwota""".split()
)
_SOLD = frozenset(
    """order orders invoice invoices cart carts basket baskets bill bills payment payments sale
    sales purchase purchases quote quotes receipt receipts booking bookings subscription
    subscriptions expense expenses refund refunds checkout billing""".split()
)
_NOT_MONEY = frozenset(
    """count quantity qty rate rates percent percentage pct ratio score factor multiplier weight id
    code type name currency status date at hours minutes days number index level step tokens token
    bytes size points units share confidence impact risk estimate latency time category label note
    reason method plan version mode flag is has""".split()
)
_LINK_WORDS = frozenset(
    """position order sort rank sequence seq role quantity qty weight primary main level note notes
    active enabled default is by ordinal index added joined assigned granted invited""".split()
)
_LOOKUP_FIELDS = frozenset(
    """id uuid code name title label slug key value description desc color colour icon emoji
    sortorder position displayorder order isactive active enabled isdefault locale symbol
    displayname namezh nameen parentid abbreviation shortname 名称 编码 描述""".split()
)
_LOG_WORDS = frozenset(
    """log logs event events history histories audit audits trail ledger journal outbox inbox
    activity activities metric metrics reading readings snapshot snapshots telemetry measurement
    measurements sample samples attempt attempts migration migrations tick ticks archive movement
    movements transition transitions revision revisions heartbeat heartbeats trace traces
    日志 流水 历史 记录 履歴 ログ 로그 이력 журнал история""".split()
)
_FRAMEWORK = frozenset(
    """alembicversion flywayschemahistory schemamigrations djangomigrations knexmigrations
    prismamigrations databasechangelog databasechangeloglock goosedbversion schemaversion
    migrations efmigrationshistory arinternalmetadata sqlitesequence""".split()
)
_BEGUN = frozenset("startedat starttime started begunat beganat submittedat receivedat".split())
_ENDED = frozenset(
    """endedat endtime ended finishedat finished completedat completed processedat closedat
    decidedat resolvedat""".split()
)
_LAPSES = frozenset("expiresat expiry expires expirationdate expireson validuntil".split())
_SPENT = frozenset(
    "usedat revokedat acceptedat consumedat redeemedat lastusedat lastactivityat".split()
)
_WRITTEN_ONCE = frozenset(
    """message messages version versions commit commits blob blobs approval approvals signature
    signatures vote votes like likes follow follows bid bids swipe swipes rating ratings feedback
    envelope envelopes embedding embeddings chunk chunks rate rates""".split()
)
_ITEM_KEYS = frozenset(["pk", "partitionkey", "hashkey"])
_ROW_TIME = (
    *("creat", "insert", "updat", "modif", "gmt", "changed", "cria", "cread", "actualiz"),
    *("atualiz", "erstellt", "创建", "更新", "修改", "作成", "생성", "수정"),
)
_SMALL = 10_000
"""Rows up to which a table counts as small."""
_TIMES = frozenset([TypeFamily.TIMESTAMP, TypeFamily.DATE, TypeFamily.TIME])


def is_creation_time(field: Field) -> bool:
    """Whether the field keeps when its row came to be, in any of the usual names."""
    return field.key in _CREATED


def is_update_time(field: Field) -> bool:
    """Whether the field keeps when its row was changed last."""
    return field.key in _UPDATED


def keeps_creation(entity: Entity) -> bool:
    """Whether a field keeps when each row came: also `swiped_at` of swipes, by the same stem."""
    if not _CREATED.isdisjoint(entity.fields_by_key):
        return True
    own = [word[:5] for word in words(entity.name) if len(word) > 3]
    return any(
        is_time_named(field) and any(field.key.startswith(stem) for stem in own)
        for field in entity.fields
    )


def keeps_changes(entity: Entity) -> bool:
    """Whether fields keep when a row changed, or it has but one end: it is finished, or lapses."""
    keys = entity.fields_by_key.keys()
    if not _UPDATED.isdisjoint(keys):
        return True
    return bool(keys & _BEGUN and keys & _ENDED) or bool(keys & _LAPSES and keys & _SPENT)


def is_written_once(entity: Entity) -> bool:
    """Whether its name says that its rows stay as they are: messages, votes, commits."""
    return last_word(entity.name) in _WRITTEN_ONCE


def is_time_named(field: Field) -> bool:
    """Whether the name ends as that of a moment does: `_at`, `_on`, `_time`, `_date`."""
    return last_word(field.name) in ("at", "on", "time", "date", "ts", "timestamp")


def is_soft_delete(field: Field) -> bool:
    """Whether the field marks a row as deleted while it stays in the table."""
    return field.key in _DELETED


def soft_delete_field(entity: Entity) -> Field | None:
    """The field by which rows are deleted softly, or None."""
    found = entity.fields_by_key
    return None if _DELETED.isdisjoint(found) else next(filter(is_soft_delete, entity.fields))


def is_time(field: Field) -> bool:
    """Whether the field's type is a date, a time or both."""
    return field.family in _TIMES


def is_status(field: Field) -> bool:
    """Whether the name says that the field holds a state."""
    return last_word(field.name) in _STATUS


def is_choice(field: Field) -> bool:
    """Whether the name says that the field holds one of a few words: status, type, role."""
    return last_word(field.name) in _CHOICE


def is_money(field: Field) -> bool:
    """Whether the name says that the field holds an amount of money."""
    parts = words(field.name)
    return any(part in _MONEY for part in parts) and not any(part in _NOT_MONEY for part in parts)


def is_sum_of_money(field: Field, entity: Entity) -> bool:
    """Whether it is a total of an order, a bill, or of what has prices beside it."""
    parts = words(field.name)
    if last_word(field.name) != "total" or any(part in _NOT_MONEY for part in parts):
        return False
    if any(part in _SOLD for part in words(entity.name)):
        return True
    return any(is_money(each) or last_word(each.name) == "currency" for each in entity.fields)


@lru_cache(maxsize=4096)
def last_word(name: str) -> str:
    """The last word of a name in lower case; empty where it has none."""
    parts = words(name)
    return parts[-1] if parts else ""


def names_a_reference(field: Field) -> bool:
    """Whether the name is that of a reference: `user_id`, `authorUuid`; not `id` itself."""
    parts = words(field.name)
    return len(parts) > 1 and parts[-1] in ("id", "uuid", "fk", "ref", "guid")


def links(entity: Entity) -> list[Field]:
    """The fields that point at other entities, by what is stated or by their names."""
    return [
        field
        for field in entity.fields
        if field.foreign_key
        or field.references is not None
        or (names_a_reference(field) and not (field.primary_key and len(entity.primary_key) == 1))
    ]


def is_junction(entity: Entity) -> bool:
    """Whether the table does little but join others: two links and next to nothing besides."""
    pointing = links(entity)
    if len(pointing) < 2:
        return False
    linked = {field.key for field in pointing}
    key = {fold_field(name) for name in entity.primary_key}
    if len(key) > 1 and key <= linked:
        return True
    usual = {*linked, *key, "id", "uuid"}
    rest = [field for field in entity.fields if not (field.key in usual or is_time(field))]
    rest = [field for field in rest if not (is_creation_time(field) or is_update_time(field))]
    return len(rest) <= 2 and all(set(words(field.name)) <= _LINK_WORDS for field in rest)


def is_lookup(entity: Entity, document: Document) -> bool:
    """Whether it is a small table of names and codes, by a mark, its volume or its fields."""
    if entity.lookup or is_small(entity, document):
        return True
    own = [field for field in entity.fields if not (is_time(field) or field.primary_key)]
    return 0 < len(own) <= 6 and all(field.key in _LOOKUP_FIELDS for field in own)


def is_small(entity: Entity, document: Document) -> bool:
    """Whether the documented volume says that it stays small."""
    rows = documented_rows(document, entity)
    return rows is not None and rows <= _SMALL


def is_log(entity: Entity) -> bool:
    """Whether its rows are written once: it is marked so, or named a log, events, history."""
    return entity.append_only or any(part in _LOG_WORDS for part in words(entity.name)[-2:])


def is_sketch(entity: Entity) -> bool:
    """Whether more of it stands elsewhere: it is marked so, or is a row of a list of tables."""
    definitions = entity.definitions
    return entity.partial or (bool(definitions) and all(each.excerpt for each in definitions))


def is_item(entity: Entity) -> bool:
    """Whether it is a type of items in one table, found by a pattern: `PK | USER#<id>`."""
    key = entity.options.get("partition-key", "")
    return fold_field(key) in _ITEM_KEYS or any(mark in key for mark in "#{<")


def is_view(entity: Entity) -> bool:
    """Whether it is computed from other tables."""
    return entity.kind is EntityKind.VIEW


def is_framework(entity: Entity) -> bool:
    """Whether a tool keeps it and not the design: alembic_version, flyway_schema_history."""
    return fold_field(entity.name.rpartition(".")[2]) in _FRAMEWORK


def is_row_time(field: Field) -> bool:
    """Whether the field keeps when its row was made or changed, and nothing of the domain."""
    key = field.key
    if not (key in _CREATED or key in _UPDATED):
        return False
    return key.startswith(_ROW_TIME) or any(
        part.startswith(_ROW_TIME) for part in words(field.name)
    )


def candidate_key(entity: Entity) -> tuple[str, ...]:
    """The names of fields that are unique and not null together; empty where there are none."""
    groups = [(field.name,) for field in entity.fields if field.unique]
    for group in [*groups, *entity.uniques]:
        found = [entity.field(name) for name in group]
        if found and all(field is not None and field.nullable is False for field in found):
            return group
    return ()


def implied_key(entity: Entity) -> Field | None:
    """The first field, where its name makes it the key: `id`, `uuid`, `orderId` of orders.

    Where several notations define the entity, the first one of any.
    """
    firsts = [each.fields[0].name for each in entity.definitions if each.fields]
    for name in dict.fromkeys([*(each.name for each in entity.fields[:1]), *firsts]):
        first = entity.field(name)
        if first is None or first.foreign_key or first.references is not None:
            continue
        parts = words(first.name)
        own = len(parts) > 1 and parts[-1] in ("id", "uuid", "no", "number", "code")
        if first.key in ("id", "uuid", "guid") or (
            own and fold("_".join(parts[:-1])) in entity.keys
        ):
            return first
    return None
