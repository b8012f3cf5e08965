"""Where each key of a TOML text stands: `tomllib` reads values only, and a message must name the line."""

import re
from bisect import bisect_right

Key = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PART = re.compile(r"""[ \t]*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([A-Za-z0-9_-]+))[ \t]*""")
_TEXT = re.compile(r"'''.*?'{3,5}|\"\"\"(?:\\.|[^\\])*?\"{3,5}|'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
_BARE = re.compile(r"[^,\]}\n#]+")


def key_lines(text: str) -> dict[Key, int]:
    """Line (from 1) of each key of a valid TOML text; items of arrays are numbered from 0: `("teams", 2, "fte")`."""
    return _Scan(text).lines


class _Scan:
    """One pass over the text: a position, and the lines found so far."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[Key, int] = {}
        self.counts: dict[Key, int] = {}
        table: Key = ()
        self._skip()
        while self.at < len(text):
            if text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1

    def _skip(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _header(self) -> Key:
        """`[table]` or `[[array of tables]]`: the path of what follows."""
        line, array = self._line(), self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        names = self._key()
        self.at += 2 if array else 1
        path: Key = ()
        for place, name in enumerate(names):
            path = (*path, name)
            self.lines.setdefault(path, line)
            if array and place == len(names) - 1:
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        self.lines.setdefault(path, line)
        return path

    def _key(self) -> list[str]:
        """A dotted key, and the position moved after it."""
        parts: list[str] = []
        while match := _PART.match(self.text, self.at):
            parts.append(next(group for group in match.groups() if group is not None))
            self.at = match.end()
            if self.text[self.at : self.at + 1] != ".":
                break
            self.at += 1
        return parts

    def _pair(self, table: Key) -> None:
        """`key = value`: the key's line, and those of what the value holds."""
        line, path = self._line(), table
        for name in self._key():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self._skip()
        self._value(path)

    def _value(self, path: Key) -> None:
        start = self.text[self.at : self.at + 1]
        if start == "[":
            self._items("]", path)
        elif start == "{":
            self._items("}", path)
        else:
            match = (_TEXT if start in "\"'" else _BARE).match(self.text, self.at)
            self.at = match.end() if match else self.at + 1

    def _items(self, closing: str, path: Key) -> None:
        """The items of an array, or the pairs of an inline table."""
        self.at += 1
        count = 0
        self._skip()
        while self.at < len(self.text) and self.text[self.at] != closing:
            if closing == "]":
                self.lines[(*path, count)] = self._line()
                self._value((*path, count))
            else:
                self._pair(path)
            count += 1
            self._skip()
            if self.text[self.at : self.at + 1] == ",":
                self.at += 1
                self._skip()
        self.at += 1
