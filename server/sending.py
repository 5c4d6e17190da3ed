"""What happens to be sending on a connection, and how a connection ends that must not seem to have come to its end."""

import os
import socket
import struct
from typing import Any


class Sender:
    """What happens to be sending on a connection; told when the client goes, or reads too slowly."""

    def leave(self) -> None:
        """The client has left."""

    def pause(self) -> None:
        """The client reads more slowly than we send."""

    def resume(self) -> None:
        """It has caught up."""


def reset_at_end(transport: Any) -> None:
    """Have the system reset the connection when it is closed: to HTTP/1.0 a mere end would be the end of the answer."""
    with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
