"""Bytes → text: BOM, then UTF-16 by its zero bytes, then strict UTF-8, then GB18030, then a guess.

GB18030 holds GBK and GB2312, and almost any bytes decode in it; so it is believed only where the characters
that come out are those that people write (the first level of GB 2312: the 3,755 common ones).
"""

from __future__ import annotations

import codecs
import re

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
DAMAGED = "文件里有 {} 处字节已损坏，以“�”代替"
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ufdd0-\ufdef]")
"""Characters that no text has: controls but white space and NEL, byte order marks, noncharacters."""

_USUAL = re.compile(r"[\t\n\r\f -~\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of ``data`` and remarks on what had to be assumed; never raises."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return _lenient(data[len(bom) :], name)
    wide = _wide(data)
    if wide:
        return _lenient(data, wide)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _not_utf8(data)


def _lenient(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    return text, ((DAMAGED.format(damaged),) if damaged else ())


def _wide(data: bytes) -> str | None:
    """UTF-16 without a BOM: zero bytes, which no other encoding of text has, and readable characters."""
    if len(data) % 2 or b"\x00" not in data:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = data.decode(name, errors="replace")[:8192]
        if len(_USUAL.findall(text)) >= 0.95 * len(text):
            return name
    return None


def _not_utf8(data: bytes) -> tuple[str, tuple[str, ...]]:
    text, remarks = _lenient(data, "utf-8")
    if text.count("\ufffd") * 50 < len(_HAN.findall(text)):
        return text, remarks
    chinese, remarks = _lenient(data, "gb18030")
    if _common(chinese) >= 0.6:
        return chinese, remarks
    return _guessed(data) or (chinese, remarks)


def _common(text: str) -> float:
    """The share of the Han characters that are of GB 2312's first level; 1 where there is none."""
    han = _HAN.findall(text)[:20_000]
    codes = [c.encode("gb2312", errors="ignore") for c in han]
    return sum(1 for c in codes if c and 0xB0 <= c[0] <= 0xD7) / len(han) if han else 1.0


def _guessed(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    from charset_normalizer import from_bytes

    best = from_bytes(
        data, cp_isolation=["gb18030", "big5", "utf_16_le", "utf_16_be", "cp949", "shift_jis", "cp1252"]
    ).best()
    return (str(best), (f"文件编码推测为 {best.encoding}",)) if best else None
