"""Zip files opened with care: what expands beyond all measure is refused before it fills the memory."""

from __future__ import annotations

import io
import zipfile

from lianpu.errors import LianpuError

EXPANDED = 400 * 1024 * 1024  # bytes: most that an archive may hold in all
RATIO = 200  # expanded to packed, beyond which it is no document
SMALL = 10 * 1024 * 1024  # bytes that may have any ratio: an empty sheet packs well
MEMBERS = 50_000
_CHUNK = 1 << 20


def opened(raw: bytes, file: object, *, what: str) -> zipfile.ZipFile:
    """The archive in ``raw``. Raises :class:`LianpuError` for a damaged or encrypted one, and for a zip bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise LianpuError(f"this {what} is damaged ({error})", file=file, hint=_AGAIN, code="damaged") from None
    if any(member.flag_bits & 1 for member in members):
        raise LianpuError(f"this {what} is encrypted", file=file, hint="save it without a password", code="encrypted")
    size = sum(member.file_size for member in members)
    if size > EXPANDED or len(members) > MEMBERS or (size > SMALL and size > RATIO * max(1, len(raw))):
        told = f"it would expand from {len(raw) / 1048576:.1f} MB to {size / 1048576:.0f} MB (files: {len(members)})"
        raise LianpuError(f"this {what} looks like a zip bomb: {told}", file=file, hint="unpack it yourself", code="bomb")
    return archive


_AGAIN = "fetch it again or save it again with the program that made it"


def member(archive: zipfile.ZipFile, name: str, file: object, *, limit: int = EXPANDED) -> bytes:
    """The bytes of a member. Raises :class:`LianpuError` where it is missing, damaged, or longer than ``limit``."""
    try:
        with archive.open(name) as stream:
            parts, size = [], 0
            while part := stream.read(_CHUNK):
                size += len(part)
                if size > limit:
                    told = f"{name} expands to more than {limit / 1048576:.0f} MB"
                    raise LianpuError(told, file=file, hint="unpack it yourself", code="bomb")
                parts.append(part)
            return b"".join(parts)
    except KeyError:
        raise LianpuError(f"this file lacks its part {name}", file=file, hint=_AGAIN, code="damaged") from None
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise LianpuError(f"this file is damaged ({error})", file=file, hint=_AGAIN, code="damaged") from None
    except Exception as error:  # zlib.error and its like: whatever the decompressor says of broken bytes
        if isinstance(error, LianpuError):
            raise
        raise LianpuError(f"this file is damaged ({error})", file=file, hint=_AGAIN, code="damaged") from None
