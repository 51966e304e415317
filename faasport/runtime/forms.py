"""Form bodies: urlencoded, and multipart (RFC 7578) without `email`, whose import costs 10 ms."""

from __future__ import annotations

from .bodies import parameter_of, text_of
from .headers import Headers
from .http_errors import BadRequest
from .query import parse_query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Upload:
    """A file of a multipart body: ``filename`` as the client named it (never trust it as a path),
    ``content_type`` and ``body``."""

    __slots__ = ("body", "content_type", "filename")

    def __init__(self, filename: str, content_type: str, body: bytes) -> None:
        self.filename = filename
        self.content_type = content_type
        self.body = body

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Upload):
            return NotImplemented
        mine = (self.filename, self.content_type, self.body)
        return mine == (other.filename, other.content_type, other.body)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Upload({self.filename!r}, {self.content_type!r}, {len(self.body)} bytes)"


class Form:
    """Fields (text) and files (Upload) by name, repeatable, in order."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: list[tuple[str, str | Upload]]) -> None:
        self._pairs = pairs

    def get(self, name: str, default: str | None = None) -> str | Upload | None:
        """The first value of ``name``, or ``default``."""
        return next((value for key, value in self._pairs if key == name), default)

    def get_all(self, name: str) -> list[str | Upload]:
        """Every value of ``name``, in order."""
        return [value for key, value in self._pairs if key == name]

    def items(self) -> list[tuple[str, str | Upload]]:
        """All pairs, in order."""
        return list(self._pairs)

    def __getitem__(self, name: str) -> str | Upload:
        values = self.get_all(name)
        if not values:
            raise KeyError(name)
        return values[0]

    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self._pairs)

    def __iter__(self) -> Iterator[tuple[str, str | Upload]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __repr__(self) -> str:
        return f"Form({self._pairs!r})"


def parse_form(content_type: str | None, body: bytes) -> Form:
    """Read a form. An empty body without a type is an empty form."""
    media = (content_type or "").partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        return Form(list(_parts(content_type, body)))
    if media == "application/x-www-form-urlencoded" or (not media and not body):
        return Form(list(parse_query(body.decode("utf-8", "replace"))))
    raise BadRequest(
        "The body is not a form: its type is "
        f"{media or 'not given'}, not multipart/form-data or application/x-www-form-urlencoded."
    )


def _parts(content_type: str | None, body: bytes) -> Iterator[tuple[str, str | Upload]]:
    """Each part. RFC 2046, 5.1.1: CRLF before a delimiter belongs to the delimiter."""
    boundary = parameter_of(content_type, "boundary")
    if not boundary:
        raise BadRequest("The multipart body has no boundary in its Content-Type.")
    delimiter = b"\r\n--" + boundary.encode()
    pieces = (b"\r\n" + body).split(delimiter)
    if len(pieces) < 2 or not any(piece.startswith(b"--") for piece in pieces[1:]):
        raise BadRequest("The multipart body ends before its last boundary.")
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return
        head, blank, content = piece.lstrip(b" \t").partition(b"\r\n\r\n")
        if not blank:
            raise BadRequest("A part of the multipart body has no end of its headers.")
        yield _part(_part_headers(head), content)


def _part_headers(head: bytes) -> Headers:
    lines = head.decode("utf-8", "replace").split("\r\n")
    fields = [line.partition(":") for line in lines if ":" in line]
    return Headers([(name.strip(), value.strip()) for name, _, value in fields])


def _part(headers: Headers, content: bytes) -> tuple[str, str | Upload]:
    disposition = headers.get("content-disposition") or ""
    name = _quoted(disposition, "name")
    if name is None:
        raise BadRequest("A part of the multipart body has no name.")
    filename = _quoted(disposition, "filename")
    kind = headers.get("content-type")
    if filename is not None:
        return name, Upload(filename, kind or "application/octet-stream", content)
    try:
        return name, text_of(kind, content, "replace")
    except BadRequest:
        charset = parameter_of(kind, "charset")
        raise BadRequest(f"Field {name!r} is in the unknown charset {charset!r}.") from None


def _quoted(disposition: str, key: str) -> str | None:
    """A parameter; quoted values may hold ';', and browsers write '"' as %22 (WHATWG)."""
    _, found, rest = disposition.partition(f' {key}="')
    if found:
        return rest.partition('"')[0].replace("%22", '"').replace("%0D%0A", "\r\n")
    return parameter_of(disposition, key)
