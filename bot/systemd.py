"""Words to systemd, where it started the bot as a service of `Type=notify`.

The protocol is a line or two in a datagram to the socket it names: sd_notify(3). The packages there
are for it have not changed in years, or need systemd's headers to be built.
"""

from __future__ import annotations

import os
import socket

import structlog

log = structlog.get_logger(__name__)


def notify(message: str) -> None:
    """Tell systemd, if it listens."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own:
            # Should systemd not listen, that is no reason for the bot to wait.
            own.setblocking(False)
            # A name that begins with @ stands in no file.
            own.connect("\0" + path[1:] if path.startswith("@") else path)
            own.sendall(message.encode())
    except OSError as error:
        log.warning("systemd not told", message=message, reason=str(error))


def watchdog_seconds() -> float | None:
    """How long systemd waits for a sign of life before it starts the bot anew; None: for ever."""
    own = str(os.getpid())
    micros = os.environ.get("WATCHDOG_USEC", "")
    if not micros.isdigit() or os.environ.get("WATCHDOG_PID", own) != own:
        return None
    return int(micros) / 1_000_000
