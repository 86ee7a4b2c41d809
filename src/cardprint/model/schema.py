"""The JSON Schemas of the YAML files, made from the models."""

from typing import Any

from pydantic import BaseModel

from cardprint.model.card import Card
from cardprint.model.edition import Editions
from cardprint.model.layout import LayoutInfo
from cardprint.model.locale import Locale
from cardprint.model.page import Page
from cardprint.model.starter import Starter
from cardprint.model.style import ProjectInfo, Theme
from cardprint.model.toolkit import ToolkitInfo

_MODELS: dict[str, type[BaseModel]] = {
    "toolkit": ToolkitInfo,
    "card": Card,
    "page": Page,
    "layout": LayoutInfo,
    "locale": Locale,
    "theme": Theme,
    "project": ProjectInfo,
    "starter": Starter,
    "editions": Editions,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by the name of the kind."""
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        | model.model_json_schema()
        for name, model in _MODELS.items()
    }
