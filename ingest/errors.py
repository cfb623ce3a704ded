"""What can be wrong with a file as a whole.

IngestError                what we were given cannot be read
├─ UnknownFormat             no reader claims it
├─ UnsupportedFormat         we know what it is and do not read it; the hint says what to ask for
├─ AmbiguousFormat           two readers are sure: our bug
├─ LockedExtraction          encrypted, or a password is needed
├─ DamagedExtraction         claimed, but its structure is broken
├─ UnsafeExtraction          path escape, decompression bomb, over a limit
├─ EmptyExtraction           no bytes at all
├─ UnreadableExtraction      missing, a folder, or not allowed to open
└─ JailFailure               the reader in its jail did not come to an end
   ├─ NoSandbox                the machine cannot lock a reader in
   ├─ ReaderDied               it ended in the middle
   ├─ ReaderMisbehaved         it did what no reader does
   ├─ ReaderOutOfMemory        it wanted more memory than it may have
   └─ ReaderTimeout            it took too long or stood still
"""

from __future__ import annotations


class IngestError(Exception):
    """A file that cannot be read.

    `code` is stable and kebab-case; `hint` says in one sentence what the person can do. The message is one sentence that may name the
    file and a place in it, and never a number, a name or message text.
    """

    code = "unreadable-extraction"

    def __init__(self, sentence: str, *, hint: str = "", place: str = "") -> None:
        """Keep the sentence, the advice and the place apart, so that every edge can show them its own way."""
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.place = place


class UnknownFormat(IngestError):
    """No reader claims the file."""

    code = "unknown-format"


class UnsupportedFormat(IngestError):
    """The format is known and not read."""

    code = "unsupported-format"


class AmbiguousFormat(IngestError):
    """Two readers are sure of the same file; a fault of ours."""

    code = "ambiguous-format"


class LockedExtraction(IngestError):
    """The file is encrypted or protected."""

    code = "locked-extraction"


class DamagedExtraction(IngestError):
    """The structure is broken beyond what can be read."""

    code = "damaged-extraction"


class UnsafeExtraction(IngestError):
    """The file would harm the machine: a bomb, an escape, a limit passed."""

    code = "unsafe-extraction"


class EmptyExtraction(IngestError):
    """The file holds no bytes, which is not the same as holding no numbers."""

    code = "empty-extraction"


class UnreadableExtraction(IngestError):
    """The file is missing, is a folder, or may not be opened."""

    code = "unreadable-extraction"


class JailFailure(IngestError):
    """A reader in its jail that did not come to an end; what it gave before counts for nothing."""

    code = "reader-died"


class NoSandbox(JailFailure):
    """The machine cannot lock a reader in, so nothing is read."""

    code = "no-sandbox"


class ReaderDied(JailFailure):
    """The reader of the file ended in the middle of it."""

    code = "reader-died"


class ReaderMisbehaved(JailFailure):
    """The reader of the file said what no reader says, or too much of it; the file may have taken it over."""

    code = "reader-misbehaved"


class ReaderOutOfMemory(JailFailure):
    """The file needs more memory than a reader may have."""

    code = "reader-out-of-memory"


class ReaderTimeout(JailFailure):
    """The reader of the file took too long or stood still."""

    code = "reader-timeout"
