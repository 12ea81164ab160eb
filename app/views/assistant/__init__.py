"""The set-up assistant: from the first start to a worklist that works, one step at a time."""

from __future__ import annotations

from app.views.assistant.wizard import SetupAssistant

__all__ = ["SetupAssistant"]
