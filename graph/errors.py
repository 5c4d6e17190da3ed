"""Every error a user can meet, in one tree.

IprgraphError               exit code 1: data or a check failed
├── DataError               a file of the data folder is wrong: file, line, value, cure
│   ├── SourceError         the plan's text or its plan.toml
│   ├── ParseError          a line of the plan that no rule claims, or claims wrongly
│   ├── RegisterError       an entity, a name or a ground in data/entities
│   ├── LinkError           a row or a header in data/links
│   └── SyntaxInFileError   Turtle, TOML or TSV that cannot be read
├── CheckFailedError        shapes, violation queries or declared counts; carries the report
├── PublishError            the result could not be written; what was there is untouched
├── EndpointError           somebody else's SPARQL endpoint gave no answer that can be used
├── NotFoundError           no such plan, entity, table, query or statement
└── QueryError              a query that cannot be answered
    └── QuerySyntaxError    … because it is not SPARQL: message, line, column
        └── QueryLimitError … because it is longer or deeper than what is read
UsageError                  exit code 2: the command was called wrongly
"""

import errno
from pathlib import Path

_CURES = {
    errno.EACCES: "Mend the permissions there",
    errno.EPERM: "Mend the permissions there",
    errno.EROFS: "Have the file system mounted for writing",
    errno.ENOSPC: "Free some space",
    errno.EDQUOT: "Free some of your quota",
    errno.EFBIG: "Raise the limit of file sizes (ulimit -f)",
    errno.EIO: "Look after the disk, the system's log says more",
    errno.EBUSY: "Mount its folder instead of the single file",
    errno.ENAMETOOLONG: "Choose a shorter name",
    errno.EEXIST: "Move away what stands in place of the folder",
    errno.ENOTDIR: "Move away what stands in place of the folder",
    errno.EISDIR: "Move the folder away",
    errno.ENOENT: "Make the folder that is missing",
    errno.ELOOP: "Remove the link, which leads to itself",
    errno.EMFILE: "Raise the limit of open files (ulimit -n)",
}


def cure_of(error: OSError) -> str:
    """What helps against a refusal of the operating system."""
    return _CURES.get(error.errno or 0, "Ask whoever looks after this system")


class IprgraphError(Exception):
    """Root of all errors that are told to the user as one message."""

    exit_code = 1


class UsageError(IprgraphError):
    """The command was called with something it cannot use."""

    exit_code = 2


class DataError(IprgraphError):
    """A file of the data folder is wrong; the message reads `file:line:column: what. cure`, as far as known."""

    def __init__(
        self,
        what: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
        cure: str = "",
    ) -> None:
        self.what, self.file, self.line, self.column, self.cure = what, file, line, column, cure
        numbers = [str(n) for n in (line, column) if n is not None]
        place = "" if file is None else ":".join([str(file), *numbers]) + ": "
        super().__init__(f"{place}{what}{'. ' + cure if cure else ''}")


class SourceError(DataError):
    """The plan's text or its plan.toml is missing, altered or incomplete."""


class ParseError(DataError):
    """A line of the plan is claimed by no rule, or by one that it contradicts."""


class RegisterError(DataError):
    """An entity, a name or a ground in the register is wrong."""


class LinkError(DataError):
    """A mapping, a verdict or a header of the linksets is wrong."""


class SyntaxInFileError(DataError):
    """A file is not in the format that its name promises."""


class CheckFailedError(IprgraphError):
    """At least one check failed; nothing was written."""


class PublishError(IprgraphError):
    """The result could not be written; what was there before is untouched."""


class EndpointError(IprgraphError):
    """The endpoint gave no answer that can be used; the message names it, what it said and what to do."""


class NotFoundError(IprgraphError):
    """The thing asked for does not exist; the message names the nearest that does."""


class QueryError(IprgraphError):
    """A query that cannot be answered."""


class QuerySyntaxError(QueryError):
    """Not SPARQL; `line` and `column` count from 1 and are None where the parser does not tell."""

    hint: str | None = None
    """What may help."""
    mended: str | None = None
    """The whole text as it is probably meant, which is SPARQL."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.message, self.line, self.column = message, line, column
        place = f" (line {line}, column {column})" if line is not None else ""
        super().__init__(f"{message}{place}")


class QueryLimitError(QuerySyntaxError):
    """More than is read, be it SPARQL or not; there is nothing to mend."""


def advice_of(error: IprgraphError) -> str:
    """What may help against a syntax error of a query, and the query mended, on lines of their own."""
    if not isinstance(error, QuerySyntaxError) or error.hint is None:
        return ""
    mended = f"\nmended:\n{error.mended}" if error.mended is not None else ""
    return f"\nhint: {error.hint}{mended}"
