"""A saved mail (EML, RFC 5322) → its text and its attachments as files, as an archive gives them."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message

from policyparse.errors import UnreadableFile
from policyparse.readers.file import MAX_MEMBERS, File, HostileFile, plain_name

_HEAD = 65536
_KINDS = ("multipart/mixed", "multipart/alternative", "text/plain")
"""What a mail is made of; multipart/related is a page saved with its pictures, which the reader of pages knows."""


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the head of a mail."""
    name, colon, _ = data[:64].partition(b":")
    if not colon or not name.replace(b"-", b"").isalnum():
        return False
    head = email.message_from_bytes(data[:_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n")
    return "from" in head and "content-type" in head and head.get_content_type() in _KINDS


def members(file: File) -> Iterator[File]:
    """The text of the mail, then its attachments in their order, named mail/attachment."""
    try:
        message = email.message_from_bytes(file.data, policy=email.policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        named = [(part.get_filename() or "", part) for part in parts]
    except (ValueError, LookupError, AttributeError, IndexError) as error:  # email's own ways to say damaged
        raise UnreadableFile(f"{file.name}：邮件已损坏，无法读取") from error
    if len(parts) > MAX_MEMBERS:
        raise HostileFile(f"{file.name}：邮件里的附件过多，不予读取")
    texts = {part.get_content_type(): part for name, part in reversed(named) if not name}
    if body := texts.get("text/plain") or texts.get("text/html"):
        suffix = "txt" if body.get_content_type() == "text/plain" else "html"
        yield File(f"{file.name}/正文.{suffix}", _bytes(body, worded=True))
    for name, part in named:
        if name and (data := _bytes(part)):
            yield File(f"{file.name}/{plain_name(name).replace('/', '_')}", data)


def _bytes(part: Message | EmailMessage, worded: bool = False) -> bytes:
    """What a part holds; of ``worded`` parts in UTF-8, whatever the mail says to be their charset."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8").encode() if worded else data
    except (UnicodeDecodeError, LookupError):
        return data
