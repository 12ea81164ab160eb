"""multipart/related as it streams in (RFC 2046 5.1, PS3.18 8.6.1): one part at a time is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.message import Message

_END_OF_HEADERS = b"\r\n\r\n"
_LONGEST_HEADERS = 64 * 1024


class MultipartError(ValueError):
    """What came is not multipart/related, or it was cut off."""


def boundary_of(content_type: str) -> bytes:
    """The boundary that a Content-Type names; raises MultipartError."""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_boundary()
    if message.get_content_maintype() != "multipart" or not boundary:
        raise MultipartError("the answer has no parts")
    return boundary.encode("latin-1", "replace")


def parts(chunks: Iterable[bytes], boundary: bytes, largest: int) -> Iterator[bytes]:
    """The bodies of the parts, each whole; raises MultipartError where the end is missing or one is over ``largest``.

    A part that announces its Content-Length is taken by it, which spares the search for its end.
    """
    source = _Source(chunks)
    delimiter = b"\r\n--" + boundary
    source.data += b"\r\n"  # the first delimiter may stand at the very start
    source.until(delimiter, largest)
    while True:
        after = source.exactly(2)
        if after == b"--":
            return
        while not after.endswith(b"\r\n"):  # blanks may follow the boundary
            if after.strip(b" \t\r\n"):
                raise MultipartError("a boundary is damaged")
            after = after[-1:] + source.exactly(1)
        source.data[:0] = b"\r\n"  # so that a part without headers ends them, too
        headers = bytes(source.until(_END_OF_HEADERS, _LONGEST_HEADERS))
        length = re.search(rb"(?im)^content-length:[ \t]*([0-9]{1,18})[ \t]*\r?$", headers)
        if length is not None:
            if int(length[1]) > largest:
                raise MultipartError("a part is too large")
            body = source.exactly(int(length[1]))
            source.until(delimiter, _LONGEST_HEADERS)
        else:
            body = source.until(delimiter, largest)
        yield bytes(body)


class _Source:
    """What has come in and was not used yet."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.data = bytearray()

    def exactly(self, count: int) -> bytearray:
        """The next ``count`` bytes."""
        while len(self.data) < count:
            self._more()
        found = self.data[:count]
        del self.data[:count]
        return found

    def until(self, mark: bytes, longest: int) -> bytearray:
        """What stands before ``mark``, which is used up as well."""
        start = 0
        while (at := self.data.find(mark, start)) < 0:
            start = max(0, len(self.data) - len(mark))
            if start > longest:
                raise MultipartError("a part is too large")
            self._more()
        found = self.data[:at]
        del self.data[: at + len(mark)]
        return found

    def _more(self) -> None:
        chunk = next(self._chunks, b"")
        if not chunk:
            raise MultipartError("the answer was cut off")
        self.data += chunk
