"""What kind of file it is, told by its content; the name only gives a remark where it says otherwise."""

from __future__ import annotations

import re
from pathlib import PurePath

from policyparse.errors import UnreadableFile
from policyparse.readers.file import File, unzip
from policyparse.readers.mail import is_mail

UNREAD_KINDS: dict[str, str] = {
    "ppt": "暂不支持读取演示文稿，请先另存为 PDF",
    "rar": "暂不支持读取 RAR、7Z 等压缩包，请先解压",
    "msg": "暂不支持读取 Outlook 邮件（MSG），请把正文和附件另存出来再读",
}
"""Kinds that are known but not read yet, each with what to tell the clerk."""

ARCHIVE = "zip"
"""A file of files: a ZIP, or a mail with its attachments."""

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "ofd": (".ofd",),
    "docx": (".docx", ".docm", ".dotx", ".wps"),
    "doc": (".doc", ".dot", ".wps", ".wpt"),
    "wps": (".wps", ".wpt", ".doc"),
    "rtf": (".rtf", ".doc"),
    "odt": (".odt", ".ott", ".ods", ".fodt"),
    "xls": (".xls", ".xlt", ".et"),
    "xlsx": (".xlsx", ".xlsm", ".et"),
    "word-xml": (".xml", ".doc"),
    "excel-xml": (".xml", ".xls"),
    "csv": (".csv", ".tsv", ".txt"),
    "html": (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"),
    "md": (".md", ".markdown", ".txt"),
    "txt": (".txt", ".text", ".log", ".md", ".markdown", ""),
    "image": (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".gif", ".webp"),
}
"""The names under which files of a kind go about; others get a remark."""

CALLED = {
    "pdf": "PDF",
    "ofd": "OFD",
    "docx": "DOCX",
    "doc": "旧版 Word（DOC）",
    "wps": "WPS 文字",
    "rtf": "RTF",
    "odt": "OpenDocument",
    "xls": "旧版 Excel（XLS）",
    "xlsx": "XLSX",
    "word-xml": "Word XML",
    "excel-xml": "Excel 2003 XML",
    "csv": "CSV 表格",
    "html": "网页",
    "md": "Markdown",
    "txt": "纯文本",
    "image": "图片",
}

_STARTS: tuple[tuple[bytes, str], ...] = (
    *((start, "image") for start in (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    *(
        (start, "rar")
        for start in (
            b"Rar!\x1a\x07",
            b"7z\xbc\xaf\x27\x1c",
            b"\x1f\x8b\x08",
            b"\xfd7zXZ\x00",
            b"BZh91AY&SY",
            b"ustar",
        )
    ),
    (b"{\\rtf", "rtf"),
)
_TAR_NAMES_ITSELF = 257
"""Where a TAR says that it is one; all others say so at their beginning."""
_XML_KINDS = (
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "word-xml"),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", "word-xml"),
    (b"urn:oasis:names:tc:opendocument:xmlns:office:1.0", "odt"),
)
"""What the flat XML files of office programs say at their beginning; web pages that Word saves say other things."""

# the root of a workbook in XML, whatever its prefix; 例：<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL_2003 = re.compile(
    rb"<(?:\w{1,9}:)?Workbook\s[^<>]{0,2000}urn:schemas-microsoft-com:office:spreadsheet"
)

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body)[\s>]|^\s*<[a-z][a-z0-9]*[\s>].*</[a-z][a-z0-9]*>\s*$",
    re.IGNORECASE | re.DOTALL,
)
MHTML = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:", re.IGNORECASE)
"""The head of a web page saved with its pictures (RFC 2557)."""

_MARKDOWN = re.compile(
    rb"(?m)^(?:#{1,6} (?!Page \d)\S|\*\*(?=[^\s*])[^*\n]{2,180}\*\*|\|[ :|-]*-{3,}[ :|-]*\|\s*$)"
)


def kind_of(file: File) -> str:
    """The kind of the file: a key of ``READERS`` or ``UNREAD_KINDS``, or ARCHIVE; raises UnreadableFile."""
    for start, kind in _STARTS:
        if file.data.startswith(start, _TAR_NAMES_ITSELF if start == b"ustar" else 0):
            return kind
    webp = file.data.startswith(b"RIFF") and file.data[8:12] == b"WEBP"
    if webp or (file.data.startswith(b"BM") and file.data[6:10] == bytes(4)):
        return "image"
    if file.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_kind(file)
    if b"%PDF-" in file.data[:1024]:  # not before: a package may hold a PDF as it is
        return "pdf"
    if file.data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_kind(file)
    return ARCHIVE if is_mail(file.data) else _text_kind(file)


def name_remark(name: str, kind: str) -> str | None:
    """A remark where the file's extension belongs to another kind than its content."""
    suffix = PurePath(name).suffix.lower()
    if suffix in EXTENSIONS[kind]:
        return None
    return f"扩展名是“{suffix or '（无）'}”，内容实为{CALLED[kind]}，已按{CALLED[kind]}读取"


def _package_kind(file: File) -> str:
    names = {name.lower() for name in unzip(file).namelist()}
    if "ofd.xml" in names:
        return "ofd"
    if "word/document.xml" in names or any(re.match(r"word/document\d*\.xml$", n) for n in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(n.startswith("ppt/") for n in names):
        return "ppt"
    if "mimetype" in names and "content.xml" in names:
        return "odt"
    return ARCHIVE


def _compound_kind(file: File) -> str:
    """An OLE compound file: an old Office format, or a new one under a password ([MS-OFFCRYPTO])."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in file.data

    if holds("EncryptedPackage"):
        raise UnreadableFile(f"{file.name}：文件加了密码，请先解除密码再读取")
    if holds("__substg1.0_"):
        return "msg"
    if holds("WordDocument"):
        return "wps" if file.name.lower().endswith(".wps") else "doc"
    return "xls" if holds("Workbook") or holds("Book") else "ppt"


def _text_kind(file: File) -> str:
    text = file.data.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe")
    head = text[:65536]
    for mark, kind in _XML_KINDS:
        if mark in head and head.lstrip().startswith(b"<"):
            return kind
    if _EXCEL_2003.search(head):
        return "excel-xml"
    if _HTML.search(text[:65536]) or MHTML.match(text):
        return "html"
    suffix = PurePath(file.name).suffix.lower()
    if suffix in (".csv", ".tsv") or _is_tabular(text[:65536]):
        return "csv"
    if suffix in (".md", ".markdown") or len(_MARKDOWN.findall(file.data)) >= 2:
        return "md"
    return "txt"


def _is_tabular(text: bytes) -> bool:
    """Whether all lines have the same number, two or more, of tabs or of commas, as rows of a table do."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    counts = [{line.count(separator) for line in lines} for separator in (b"\t", b",")]
    return len(lines) > 2 and any(len(count) == 1 and min(count) > 1 for count in counts)
