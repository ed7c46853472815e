"""The one kind of error that a user sees: file, place, what is wrong, what to do."""

from __future__ import annotations


class LianpuError(Exception):
    """A user's mistake or a bad input, told in one line.

    The command line prints it without a traceback and leaves with exit code 2. ``code`` is one word for what is wrong,
    where a summary counts such cases (``encrypted``, ``scanned`` …).
    """

    def __init__(
        self, what: str, *, file: object = None, place: str | None = None, hint: str | None = None, code: str | None = None
    ) -> None:
        self.what, self.file, self.place, self.hint, self.code = what, file, place, hint, code
        where = ", ".join(str(part) for part in (file, place) if part is not None)
        text = f"{where}: {what}" if where else what
        super().__init__(" ".join((f"{text}; {hint}" if hint else text).split()))
