"""What the reconciliation service says of itself (Reconciliation Service API 0.2)."""

from typing import Any

from graph.base import BASE
from server.lookup.batches import BATCH_SIZE
from server.lookup.offered import ONTOLOGY, TYPES

PREVIEW_SIZE = (420, 260)


def describe_reconciliation(root: str, version: str) -> dict[str, Any]:
    """The manifest of the service at a root address without final slash."""
    service = f"{root}/reconcile"
    width, height = PREVIEW_SIZE
    return {
        "versions": ["0.1", "0.2"],
        "name": "iprgraph: action plans on intellectual property, their laws, agencies and measures",
        "identifierSpace": BASE,
        "schemaSpace": ONTOLOGY,
        "documentation": f"{service}/about",
        "serviceVersion": version,
        "defaultTypes": [{"id": offered.id, "name": offered.name} for offered in TYPES.values()],
        "view": {"url": f"{service}/view?id={{{{id}}}}"},
        "feature_view": {"url": f"{service}/feature?id={{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": {what: _suggest(service, what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Most values",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values of a property are given at most; 0 for all.",
                }
            ],
        },
        "batchSize": BATCH_SIZE,
    }


def _suggest(service: str, what: str) -> dict[str, str]:
    return {
        "service_url": service,
        "service_path": f"/suggest/{what}",
        "flyout_service_url": service,
        "flyout_service_path": f"/flyout/{what}?id=${{id}}",
    }
