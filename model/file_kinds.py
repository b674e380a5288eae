"""What a file is, by its first bytes: names lie («.xls» of an accounting site is HTML, «.doc» of a letter is .docx)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from model.errors import Refusal

_HEAD = 4096
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"AT&TFORM")
_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|title|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)

#: What is told of a kind that is not read.
_REFUSALS = {
    "pdf": "Файл «{}» — PDF: откройте его, выделите таблицу, скопируйте в текстовый файл .txt и импортируйте тот файл.",
    "doc": "Файл «{}» — документ старого Word: откройте его и сохраните как .docx.",
    "rtf": "Файл «{}» — документ RTF: откройте его в Word или LibreOffice и сохраните как .docx.",
    "word-xml": "Файл «{}» — документ Word в виде XML: откройте его в Word и сохраните как .docx.",
    "xlsb": "Файл «{}» — двоичная книга Excel: откройте её и сохраните как .xlsx.",
    "slides": "Файл «{}» — презентация: скопируйте таблицу в документ Word и сохраните как .docx.",
    "picture": "Файл «{}» — картинка: наберите таблицу в Word или Excel либо распознайте её и сохраните как .docx.",
    "archive": "Файл «{}» — архив: распакуйте его и выберите файл с дорожной картой.",
    "locked": "Файл «{}» закрыт паролем: снимите пароль и повторите.",
    "office": "Файл «{}» не документ и не таблица: сохраните дорожную карту как .docx или .xlsx и повторите.",
    "damaged": "Файл «{}» повреждён: откройте его в программе, где он создан, сохраните заново и повторите.",
}
_STREAMS = {
    "EncryptedPackage": "locked",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "slides",
}
_CODES = {"locked": "locked", "damaged": "damaged"}


def kind_of(data: bytes) -> str:
    """``docx``, ``xlsx``, ``xls``, ``ods``, ``odt``, ``html``, ``mht``, ``excel-xml``, ``text`` or a kind for ``refusal``."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(data)
    if data.startswith(_OLE):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.lstrip().startswith(b"{\\rt"):
        return "rtf"
    if data.startswith(_PICTURES) and not head.replace(b"BM", b"", 1)[:200].isascii():
        return "picture"
    if data.startswith(_ARCHIVES):
        return "archive"
    plain = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and b"<Workbook" in plain:
        return "excel-xml"
    if re.search(rb"<w:wordDocument|<pkg:package|<office:document\b", plain):
        return "word-xml"
    if _MAIL.match(plain):
        return "mht"
    return "html" if _is_html(data, plain) else "text"


def refusal(kind: str, name: str) -> Refusal | None:
    """What to tell of a file whose kind is not read; ``None`` for a kind which is."""
    told = _REFUSALS.get(kind)
    return Refusal(told.format(name), _CODES.get(kind, "unknown-type")) if told else None


def _is_html(data: bytes, head: bytes) -> bool:
    if _HTML.match(head):
        return True
    whole = data.replace(b"\x00", b"") if b"\x00" in data[:200] else data
    return (
        len(re.findall(rb"<t[dh][\s>]", whole, re.IGNORECASE)) > 1 and re.search(rb"<tr[\s>]", whole, re.IGNORECASE) is not None
    )


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            infos = opened.infolist()[:20_000]
            names = {info.filename.replace("\\", "/").lstrip("/").lower() for info in infos}
            told = next((info for info in infos if info.filename == "mimetype" and info.file_size < 200), None)
            mimetype = opened.read(told).decode("ascii", "replace") if told else ""
    except Exception:  # whatever a damaged archive makes of itself
        return "damaged"
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if "content.xml" in names:
        for kind, word in (("ods", "spreadsheet"), ("odt", "text"), ("slides", "presentation")):
            if f"opendocument.{word}" in mimetype:
                return kind
        return "ods" if not mimetype else "office"
    if "xl/workbook.bin" in names:
        return "xlsb"
    for kind, folder in (("docx", "word"), ("xlsx", "xl"), ("slides", "ppt")):
        if folder in folders and "[content_types].xml" in names:
            return kind
    return "archive"


def _ole(data: bytes) -> str:
    """By the first named stream of the container: a document can have a table of Excel inside, and the other way round."""
    kinds = {
        "EncryptedPackage": "locked",
        "WordDocument": "doc",
        "Workbook": "xls",
        "Book": "xls",
        "PowerPoint Document": "slides",
    }
    found = [(at, kind) for stream, kind in kinds.items() if (at := data.find(f"{stream}\x00".encode("utf-16-le"))) >= 0]
    if any(kind == "locked" for _, kind in found):
        return "locked"
    return min(found, default=(0, "office"))[1]
