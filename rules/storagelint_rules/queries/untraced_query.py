"""SL465 untraced-query: a query of an unknown story, or an endpoint without a query."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.demand import words_asked
from storagelint.judging.surroundings.neighbours import STORY, Endpoint, endpoints, stories
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.names import singular, words


class UntracedQuery(Rule):
    """Stories are those of docs/requirements.md, endpoints those of 04-backend-design.md."""

    code = "SL465"
    name = "untraced-query"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("queries") is None or not document.queries:
            return
        yield from self._stories(document, context)
        if document.kind == "data-design":
            yield from self._endpoints(document, context)

    def _stories(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        known = stories(context.project)
        prefixes = {story.partition("-")[0] for story in known}
        for query in document.queries if known else ():
            for story in STORY.findall(f"{query.name} {query.strategy or ''}"):
                if story.partition("-")[0] in prefixes and story not in known:
                    message = f"query «{query.name}» cites {story}, which no requirement tells"
                    yield self.at(document, query.span, message)

    def _endpoints(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        named = {name for query in document.queries for name in query.entities}
        said = words_asked(document) | {singular(word) for name in named for word in words(name)}
        for endpoint in endpoints(document, context.project):
            if not _resource(endpoint) & said and _resource(endpoint):
                message = f"no query pattern serves the endpoint {endpoint}"
                yield self.at(document, document.queries[0].span, message)


def _resource(endpoint: Endpoint) -> set[str]:
    """The words of the last part of the path that is no parameter: `/orders/{id}` is order."""
    parts = [part for part in endpoint.path.split("/") if part and part[0] not in "{:"]
    named = [part for part in parts if part != "api" and not part[1:].isdigit()]
    return {singular(word) for part in named[-2:] for word in words(part)}
