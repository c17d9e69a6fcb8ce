"""What Discord refuses, in its own codes.

The codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An answer that is an error. `fields` are the errors of each field, as Discord nests them."""

    def __init__(
        self, status: int, code: int, message: str, fields: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"message": message, "code": code}
        if fields is not None:
            self.body["errors"] = fields


def unknown(what: str, code: int) -> Refused:
    return Refused(404, code, f"Unknown {what}")


def unknown_channel() -> Refused:
    return unknown("Channel", 10003)


def unknown_message() -> Refused:
    return unknown("Message", 10008)


def missing_access() -> Refused:
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    return Refused(403, 50013, "Missing Permissions")


def invalid(field: str, code: str, message: str) -> Refused:
    found = {field: {"_errors": [{"code": code, "message": message}]}}
    return Refused(400, 50035, "Invalid Form Body", found)
