"""What a client sends, however much at once: read piece by piece, one request at a time, the rest waits unread."""

from collections import deque
from collections.abc import Callable

from server.messages import Request
from server.reading import RequestReader
from server.refusals import ProblemError

# A piece of a body may be followed by other requests: so few that to read them takes a millisecond.
_PIECE = 4096
# Pieces that are read in search of a request, before others have their turn.
_PIECES_AT_ONCE = 16
_END_OF_HEAD = b"\r\n\r\n"


class Intake:
    """The bytes of one connection, and the requests in them."""

    def __init__(self, ask_for_body: Callable[[], None]) -> None:
        self._reader = RequestReader(self._take, ask_for_body)
        self._data, self._place = b"", 0
        self._read: deque[Request] = deque()
        self._error: ProblemError | None = None

    def add(self, data: bytes) -> None:
        """More has come."""
        if self._error is None and not self._reader.is_over:
            self._data = self._data[self._place :] + data if self._data else data
            self._place = 0

    def read_known(self, data: bytes) -> Request | None:
        """The request at once, where the bytes are one whose headers were read before and nothing waits; else None."""
        return None if self.has_more else self._reader.read_known(data)

    def next(self) -> Request | None:
        """The next request; None where it is not there yet, or takes long to read. Refuses what is none."""
        for _ in range(_PIECES_AT_ONCE):
            if self._read:
                return self._read.popleft()
            if self._error is not None:
                error, self._error = self._error, None
                raise error
            if not self._data:
                return None
            try:
                self._reader.feed(self._piece())
            except ProblemError as error:
                self._error = error.with_traceback(None)
            if self._error is not None or self._reader.is_over:
                self._data = b""
        return None

    def close(self) -> None:
        """Nothing comes any more."""
        self.forget()
        self._reader.close()

    def forget(self) -> None:
        """Nobody wants the rest."""
        self._data, self._place = b"", 0
        self._read.clear()
        self._error = None

    @property
    def has_more(self) -> bool:
        """Whether more was sent than has been read and given out."""
        return bool(self._data or self._read or self._error)

    @property
    def is_arriving(self) -> bool:
        """Whether a request has begun, as far as it was read, and is not there yet."""
        return self._reader.is_arriving

    @property
    def unread(self) -> int:
        """Bytes that wait."""
        return len(self._data) - self._place if self._data else 0

    @property
    def held(self) -> int:
        """Bytes that wait, or are of a body that is not there yet."""
        return self.unread + self._reader.held

    def _take(self, request: Request) -> None:
        self._read.append(request)

    def _piece(self) -> bytes:
        """What is read at once: of a head all up to its end, so that hardly ever more than one request is read."""
        data, place = self._data, self._place
        if self._reader.is_in_body:
            end = place + _PIECE
        else:
            found = data.find(_END_OF_HEAD, place)
            end = len(data) if found < 0 else found + len(_END_OF_HEAD)
        self._place = end
        if end >= len(data):
            self._data, self._place = b"", 0
        return data[place:end]
