"""SL533 growth-plan-too-small: a plan that the growth will overtake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.stores.volumes import planned_growth
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class GrowthPlanTooSmall(Rule):
    """The largest factor counts, whether it is stated or follows from the volumes."""

    code = "SL533"
    name = "growth-plan-too-small"
    severity = Severity.INFO
    options: ClassVar[dict[str, Any]] = {"growth-factor": 10}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        least = context.options["growth-factor"]
        plan = planned_growth(document)
        if plan is not None and plan.value is not None and plan.value < least:
            message = f"plan covers {plan.value:.3g} times the initial volume, less than {least:g}"
            yield self.at(document, plan.span, message, evidence=(f"it rests on {plan.text}",))
