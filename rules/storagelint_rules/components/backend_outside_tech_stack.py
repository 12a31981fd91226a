"""SL822 backend-outside-tech-stack: a backend that the tech stack does not name."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Place


class BackendOutsideTechStack(Rule):
    """A stack in which no product is known is not judged."""

    code = "SL822"
    name = "backend-outside-tech-stack"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            stack = conductor.stack
            for component in conductor.components if stack else ():
                if component.ended:
                    continue
                for product, place in _backends(component).items():
                    if stack and product not in stack:
                        message = (
                            f"backend {product} of component {component.id} is not in tech-stack.md"
                        )
                        yield self.at(
                            place, place.span, message, entity=component.id, field=product
                        )


def _backends(component: Component) -> dict[str, Place]:
    """Each product that a component names as its backend, and where it does so first."""
    found: dict[str, Place] = {}
    if component.metadata:
        place = Place(component.metadata.path, component.metadata.place("backend"))
        found.update(dict.fromkeys(component.products, place))
    part = component.spec.part("Storage Backend") if component.spec else None
    if part:
        for product in component.spec_products:
            found.setdefault(product, Place(part.path, part.place))
    return found
