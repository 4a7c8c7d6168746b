"""How the API writes what came through the door: the value if it is open, and either way why."""

from dataclasses import asdict, is_dataclass
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder

from datasharing.shown import Shown

SCHEMA = {
    "type": "object",
    "properties": {
        "value": {"description": "null unless open", "nullable": True},
        "level": {"type": "string", "enum": ["hidden", "involvement", "open"]},
        "why": {"type": "string"},
        "reasons": {"type": "array", "items": {"type": "string"}},
        "contact": {"type": "string"},
    },
    "required": ["value", "level", "why", "reasons", "contact"],
}


@extend_schema_field(SCHEMA)
class ShownField(serializers.Field[Any, Any, Any, Any]):
    """{"value", "level", "why", "reasons", "contact"}; only ever written, never read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)

    def to_representation(self, value: Shown[Any]) -> dict[str, Any]:
        """The parts of a `Shown`, plain."""
        kept = value.value
        if is_dataclass(kept) and not isinstance(kept, type):
            plain: Any = asdict(kept)
        else:
            plain = kept if isinstance(kept, str | int | bool | None) else JSONEncoder().default(kept)
        return {
            "value": plain,
            "level": value.level,
            "why": value.why,
            "reasons": [reason.words for reason in value.reasons],
            "contact": value.contact,
        }
