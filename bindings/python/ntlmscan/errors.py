"""Exceptions of the package: each names the library's fault code, and file and offset where there are any."""

from __future__ import annotations

from . import _core

__all__ = [
    "FAULT_CODES",
    "ArgumentError",
    "FormatError",
    "InputError",
    "InputMissingError",
    "NtlmscanError",
    "OutOfMemoryError",
    "OutputError",
    "RecordError",
    "StoppedError",
    "StreamClosedError",
    "StreamUsedError",
    "UnreadableWarning",
]

FAULT_CODES: tuple[str, ...] = tuple(_core.fault_codes())
"""Every fault code of the library, in the order of docs/faults.md."""


class NtlmscanError(Exception):
    """Any failure of ntlmscan.

    Attributes:
        code: fault code of the library, such as ``chunk_cut`` (one of ``FAULT_CODES``); ``None`` for errors in the use
            of the package.
        file: the input as it was named, or ``None``.
        offset: byte offset in that file, counted from 0, or ``None``.
    """

    code: str | None
    file: str | None
    offset: int | None

    def __init__(
        self, message: str, *, code: str | None = None, file: str | None = None, offset: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.file = file
        self.offset = offset

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.message, self.code, self.file, self.offset)


def _rebuilt(
    kind: type[NtlmscanError], message: str, code: str | None, file: str | None, offset: int | None
) -> NtlmscanError:
    return kind(message, code=code, file=file, offset=offset)


class InputError(NtlmscanError, OSError):
    """An input could not be read: no rights, a device, a failing disk, a file that shrank."""


class InputMissingError(InputError, FileNotFoundError):
    """There is no such file or folder."""


class FormatError(NtlmscanError, ValueError):
    """Bytes that should be a log or a chunk of one are not."""


class RecordError(FormatError):
    """A record that cannot be read whole."""


class OutputError(NtlmscanError, OSError):
    """A result could not be written."""


class ArgumentError(NtlmscanError, ValueError):
    """An argument that cannot be understood."""


class StoppedError(NtlmscanError):
    """The scan was stopped."""


class OutOfMemoryError(NtlmscanError, MemoryError):
    """Not enough memory, or the system refused a thread."""


class StreamUsedError(NtlmscanError, RuntimeError):
    """A stream was to be read a second time."""


class StreamClosedError(NtlmscanError, RuntimeError):
    """A stream was closed, interrupted, or belongs to another process."""


class UnreadableWarning(UserWarning):
    """Nothing at all could be read; the table ``faults`` says why."""


_CLASS_OF_CODE: dict[str, type[NtlmscanError]] = {
    "input_missing": InputMissingError,
    "input_unreadable": InputError,
    "input_shrank": InputError,
    "input_empty": FormatError,
    "not_evtx": FormatError,
    "output_failed": OutputError,
    "bad_argument": ArgumentError,
    "template_library": FormatError,
    "stopped": StoppedError,
    "out_of_memory": OutOfMemoryError,
}
_CLASS_OF_FAMILY: dict[str, type[NtlmscanError]] = {
    "file": FormatError,
    "chunk": FormatError,
    "bytes": FormatError,
    "record": RecordError,
    "binxml": RecordError,
    "template": RecordError,
    "values": RecordError,
    "name": RecordError,
    "array": RecordError,
    "payload": RecordError,
    "hidden": RecordError,
    "recovery": RecordError,
    "checksum": FormatError,
    "records": FormatError,
    "id": FormatError,
    "time": FormatError,
    "next": FormatError,
    "log": FormatError,
}


def _from_library(code: str, message: str, file: str | None, offset: int | None) -> NtlmscanError:
    """The exception for a failure of the library; called by the extension module."""
    kind = _CLASS_OF_CODE.get(code) or _CLASS_OF_FAMILY.get(code.partition("_")[0], NtlmscanError)
    if file is not None and offset == 0 and code.startswith("input_"):  # about the file as a whole, named already
        message, offset = message.removeprefix(f"{file}@0: "), None
    return kind(message, code=code, file=file, offset=offset)
