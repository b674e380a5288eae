"""Office files which are zip archives of XML: guarded reading of their parts.

Sizes are checked before anything is unpacked, documents with a DTD are refused, entities are never resolved: a file of a few
kilobytes can ask for gigabytes or for other files of the machine.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from model.errors import Refusal

#: A larger part is not a roadmap (bytes after unpacking).
LARGEST_PART = 40_000_000
_MOST_PARTS = 20_000


def damaged(name: str, program: str = "Word") -> Refusal:
    """The refusal for a broken office file."""
    return Refusal(f"Файл «{name}» повреждён: откройте его в {program}, сохраните заново и повторите.", "damaged")


def too_large(name: str) -> Refusal:
    """The refusal for what cannot be one roadmap."""
    return Refusal(f"Файл «{name}» слишком велик: оставьте в нём только дорожную карту и повторите.", "too-large")


def locked(name: str) -> Refusal:
    """The refusal for a file closed by a password."""
    return Refusal(f"Файл «{name}» закрыт паролем: снимите пароль и повторите.", "locked")


class ZipParts:
    """Parts of one package by name, whatever the case and the slashes in it. Raise ``Refusal`` when it is no sound archive."""

    def __init__(self, data: bytes, name: str, program: str = "Word") -> None:
        self.name = name
        self.program = program
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error) as error:
            raise damaged(name, program) from error
        if len(infos) > _MOST_PARTS:
            raise too_large(name)
        if any(info.flag_bits & 1 for info in infos):
            raise locked(name)
        self._infos = {_key(info.filename): info for info in infos}

    @property
    def names(self) -> list[str]:
        """Names of all parts, lower case, in the order of the archive."""
        return list(self._infos)

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._infos

    def data(self, part: str) -> bytes:
        """Bytes of a part. Raise ``KeyError`` when there is none, ``Refusal`` when it is damaged or too large."""
        info = self._infos[_key(part)]
        if info.file_size > LARGEST_PART:
            raise too_large(self.name)
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged(self.name, self.program) from error
        except Exception as error:  # a part packed by LZMA has errors of its own
            if type(error).__module__ in {"zlib", "lzma", "_lzma", "struct"}:
                raise damaged(self.name, self.program) from error
            raise

    def xml(self, part: str) -> Any:
        """Root element of an XML part, or ``None`` when there is no such part. Raise ``Refusal`` when it is damaged."""
        if part not in self:
            return None
        return safe_xml(self.data(part), self.name, self.program)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part of OOXML points at: id → (kind of the relation, name of the part); links out of the file are left out."""
        folder, file = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", file + ".rels"))
        found: dict[str, tuple[str, str]] = {}
        for one in root if root is not None else ():
            if not isinstance(one.tag, str) or one.get("TargetMode", "").lower() == "external":
                continue
            target = unquote(one.get("Target", "")).replace("\\", "/")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[one.get("Id", "")] = (one.get("Type", "").rsplit("/", 1)[-1], full)
        return found


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def safe_xml(data: bytes, name: str, program: str = "Word") -> Any:
    """Root element of an XML document which nobody trusts: no DTD, no entities, no network. Raise ``Refusal``."""
    from lxml import etree

    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data.replace(b"\x00", b"") if b"\x00" in data[:64] else data):
        raise damaged(name, program)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
                             remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise damaged(name, program) from error
    if root is None:
        raise damaged(name, program)
    return root


def local(element: Any) -> str:
    """Name of an element without its namespace: old, new and «strict» files differ only in that."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Value of an attribute whatever its namespace, empty when it or the element is not there."""
    if element is None:
        return ""
    found = element.get(name)
    if found is not None:
        return str(found)
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Any, name: str) -> Any:
    """First child element of that name, or ``None``."""
    return next(children(element, name), None)


def children(element: Any, name: str) -> Iterator[Any]:
    """Child elements of that name; of no element there are none."""
    return (one for one in (element if element is not None else ()) if local(one) == name)


def descendant(element: Any, *names: str) -> Any:
    """Child of a child … by names, or ``None``."""
    for name in names:
        element = child(element, name)
    return element
