"""JSON for programs, in ASCII, with its messages in the chosen language."""

import json
from typing import Any

from cardprint.messages.catalogue import Message, spoken


def as_json(value: object) -> str:
    """Plain data as JSON; letters beyond ASCII, and lone surrogates, are written as codes."""
    return json.dumps(_said(value), indent=2)


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_said(each) for each in value]
    return spoken(value) if isinstance(value, Message) else value
