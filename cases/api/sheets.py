"""How the API writes sheets: the very dataclasses that pages show."""

import typing
from typing import Any

from rest_framework_dataclasses.field_utils import TypeInfo
from rest_framework_dataclasses.serializers import DataclassSerializer

from datasharing.api_fields import ShownField
from datasharing.shown import Shown


class SheetSerializer(DataclassSerializer[Any]):
    """Any sheet; what came through the door is written by `ShownField`."""

    @property
    def serializer_dataclass_field(self) -> type["SheetSerializer"]:
        """Sheets inside sheets are written in the same way."""
        return SheetSerializer

    def build_typed_field(
        self, field_name: str, type_info: TypeInfo, extra_kwargs: dict[str, Any]
    ) -> tuple[type[Any], dict[str, Any]]:
        """`Shown[...]` is written by its own field."""
        if type_info.base_type is Shown or typing.get_origin(type_info.base_type) is Shown:
            if type_info.is_many:
                return super().build_typed_field(field_name, type_info, extra_kwargs)
            return ShownField, {"allow_null": True} if type_info.is_nullable else {}
        return super().build_typed_field(field_name, type_info, extra_kwargs)
