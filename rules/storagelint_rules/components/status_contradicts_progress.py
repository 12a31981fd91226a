"""SL817 status-contradicts-progress: a status that the ticks of the plan contradict."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Component


class StatusContradictsProgress(Rule):
    """A plan that is all ticked may wait for a review, so that is an info."""

    code = "SL817"
    name = "status-contradicts-progress"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            yield from self._check(component)

    def _check(self, component: Component) -> Iterator[Diagnostic]:
        metadata, plan = component.metadata, component.plan
        if metadata is None or plan is None or not plan.progress.total:
            return
        progress, place = plan.progress, metadata.place("status")
        severity, fix = self.severity, None
        left = progress.total - progress.done
        match component.status:
            case "Planning" if progress.begun:
                what = f"{progress.begun} of {progress.total} tasks begun"
                fix = Fix("Set the status to In Progress", (Edit(place, '"In Progress"'),))
            case "Completed" if left:
                what = f"{left} of {progress.total} tasks left"
                fix = Fix("Set the status to In Progress", (Edit(place, '"In Progress"'),))
            case "In Progress" if not left:
                what, severity = f"all {progress.total} tasks ticked", Severity.INFO
            case _:
                return
        yield self.at(
            metadata,
            place,
            f"component {component.id} is {component.status} with {what}",
            entity=component.id,
            field="status",
            severity=severity,
            fix=fix,
        )
