#!/usr/bin/env python3
"""Verifies a temae journal without any code of temae's.

    tools/verify/verify.py JOURNAL [--head SIZE ROOT]
    tools/verify/verify.py EXPORT.jsonl [--head SIZE ROOT]

It reads the SQLite file read-only and goes over every event in order: no gap in the sequence, the
body in canonical form (a subset of RFC 8785), the leaf hash SHA-256(0x00 || body), the link to the
event before it, the event's own sequence and its position in its run, and every payload that it
names against SHA-256(salt || bytes). The schema must be the one below, letter by letter. It prints
the size and the RFC 6962 root over the leaves, or the first bad event. What an event of each type
must hold, and whether a run's events follow from each other, `temae journal verify` checks alone.

An export in JSON Lines is verified alike. A line is an event's body, or a payload before the first
event that names it ({"id","salt","text"}, or "bytes" in hexadecimal), or, in the export of one run,
the bare leaf of another run's event ({"leaf","seq"}). Payloads that were left out are counted.

With --head, a line that was kept elsewhere, the journal must contain that head: a journal that is
shorter, or whose first SIZE leaves give another root, has been rewritten.

Exit: 0 the journal verifies, 7 it does not, 64 usage, 65 it cannot be read.
Needs Python 3.8 or later and nothing else.
"""

import hashlib
import json
import pathlib
import re
import sqlite3
import sys

APPLICATION_ID = 0x74656D61
LARGEST_BODY = 65_536
LARGEST_INTEGER = 2**53 - 1
DEEPEST = 64
FORMAT = 1
SCHEMA = """
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  run TEXT NOT NULL GENERATED ALWAYS AS (body ->> 'run') VIRTUAL,
  position INTEGER NOT NULL GENERATED ALWAYS AS (body ->> 'position') VIRTUAL,
  type TEXT NOT NULL GENERATED ALWAYS AS (body ->> 'type') VIRTUAL,
  command TEXT NOT NULL GENERATED ALWAYS AS (body ->> 'command') VIRTUAL,
  command_index INTEGER NOT NULL GENERATED ALWAYS AS (body ->> 'index') VIRTUAL
) STRICT

CREATE UNIQUE INDEX event_by_run ON event (run, position)

CREATE UNIQUE INDEX event_by_command ON event (run, command, command_index)

CREATE INDEX event_by_type ON event (type, run, position)

CREATE UNIQUE INDEX run_by_name ON event (body ->> '$.what.name') WHERE type = 'run.opened'

CREATE TABLE payload (
  id BLOB PRIMARY KEY CHECK (length(id) = 32),
  salt BLOB NOT NULL CHECK (length(salt) >= 16),
  bytes BLOB NOT NULL
) STRICT

CREATE TABLE head (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT

CREATE TABLE anchor (
  size INTEGER NOT NULL,
  kind TEXT NOT NULL,
  evidence BLOB NOT NULL
) STRICT

CREATE TRIGGER event_is_appended BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'events are only appended'); END

CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never updated'); END

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END

CREATE TRIGGER payload_is_never_updated BEFORE UPDATE ON payload
BEGIN SELECT RAISE(ABORT, 'payloads are never updated'); END
"""


def schema():
    """The statement of every object, by the object's name."""
    statements = SCHEMA.strip("\n").split("\n\n")
    kind = r"CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER) "
    return {re.match(kind + r"(\w+)", sql).group(1): sql.encode() for sql in statements}


class Bad(Exception):
    """What is wrong with an event."""


def canonical(body):
    """The value of a canonical body; anything else is Bad."""

    def pairs(items):
        keys = [key for key, _ in items]
        if len(set(keys)) != len(keys):
            raise Bad("a key is repeated")
        return dict(items)

    def integer(text):
        value = int(text)
        if abs(value) > LARGEST_INTEGER:
            raise Bad("an integer is out of range")
        return value

    def refused(text):
        raise Bad(f"{text} is not allowed")

    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=pairs,
            parse_int=integer,
            parse_float=refused,
            parse_constant=refused,
        )
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        same = again.encode("utf-8") == body
    except (ValueError, RecursionError) as error:
        raise Bad(f"its bytes are not canonical: {error}") from error
    if not isinstance(value, dict) or not same:
        raise Bad("its bytes are not canonical")
    check_form(value, 0)
    return value


def check_form(value, depth):
    """Keys are printable ASCII, there is no null, and nothing lies too deep."""
    if value is None:
        raise Bad("null is not allowed")
    if not isinstance(value, (dict, list)):
        return
    if depth > DEEPEST:
        raise Bad("it is nested too deeply")
    if isinstance(value, dict):
        for key in value:
            if not re.fullmatch(r"[ !#-\[\]-~]*", key):
                raise Bad("a key is not plain ASCII")
        value = value.values()
    for item in value:
        check_form(item, depth + 1)


def is_commitment(value):
    """An object of a digest, a length and a media type; others may have such keys too."""
    return (
        set(value) == {"digest", "length", "media"}
        and isinstance(value["digest"], str)
        and re.fullmatch("[0-9a-f]{64}", value["digest"]) is not None
        and type(value["length"]) is int
        and isinstance(value["media"], str)
    )


def commitments(value):
    """Every commitment in a body, wherever it stands."""
    if isinstance(value, dict):
        if is_commitment(value):
            yield value
        value = value.values()
    elif not isinstance(value, list):
        return
    for item in value:
        yield from commitments(item)


class Tree:
    """The RFC 6962 tree over the leaves so far: the roots of its full subtrees."""

    def __init__(self):
        self.size = 0
        self.subtrees = []

    def append(self, leaf):
        node, bits = leaf, self.size
        while bits & 1:
            node = hashlib.sha256(b"\x01" + self.subtrees.pop() + node).digest()
            bits >>= 1
        self.subtrees.append(node)
        self.size += 1

    def root(self):
        if not self.subtrees:
            return hashlib.sha256().hexdigest()
        root = self.subtrees[-1]
        for subtree in reversed(self.subtrees[:-1]):
            root = hashlib.sha256(b"\x01" + subtree + root).digest()
        return root.hex()


class Chain:
    """The events that have been verified, in their order; where they come from is for others."""

    def __init__(self):
        self.tree = Tree()
        self.previous = bytes(32)
        self.positions = {}
        self.payloads = 0

    def check_body(self, sequence, body, leaf):
        """Verifies that a body follows those before it."""
        event = canonical(body)
        if event.get("prev") != self.previous.hex():
            raise Bad(f"its link does not match event {sequence - 1}")
        if not is_number(event.get("seq"), sequence):
            raise Bad("it says that it is another event")
        run = event.get("run")
        if not isinstance(run, str) or not is_number(
            event.get("position"), self.positions.get(run, 0) + 1
        ):
            raise Bad("its position is not the next one of its run")
        if not isinstance(event.get("type"), str) or type(event.get("v")) is not int:
            raise Bad("it has no type")
        if event["position"] == 1 and event["type"] != "run.opened":
            raise Bad("its run does not begin with run.opened")
        for commitment in commitments(event):
            self.check_payload(commitment)
        self.positions[run] = event["position"]
        self.append(leaf)

    def append(self, leaf):
        self.previous = leaf
        self.tree.append(leaf)


class Journal(Chain):
    """A journal that is being verified."""

    def __init__(self, path):
        super().__init__()
        uri = pathlib.Path(path).absolute().as_uri() + "?mode=ro"
        self.database = sqlite3.connect(uri, uri=True)
        self.database.text_factory = bytes
        self.database.execute("BEGIN")

    def identify(self):
        """Refuses what is no journal of this format."""
        (found,) = self.database.execute("PRAGMA application_id").fetchone()
        if found != APPLICATION_ID:
            raise sqlite3.DatabaseError("it is no journal, or the database of another program")
        (self.format,) = self.database.execute("PRAGMA user_version").fetchone()
        if self.format > FORMAT:
            raise sqlite3.DatabaseError(f"it has format {self.format}, which is newer")

    def differences(self):
        """In what the schema is not temae's, in words."""
        if self.format != FORMAT:
            yield f"user_version is {self.format}, not {FORMAT}"
        missing = schema()
        for name, sql in self.database.execute(
            "SELECT CAST(name AS BLOB), sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        ):
            name = (name or b"").decode("utf-8", "replace")
            if name not in missing:
                yield f"the schema has {name!r}, which is not temae's"
            elif missing.pop(name) != sql:
                yield f"{name} is not as temae made it"
        for name in missing:
            yield f"{name} is missing from the schema"

    def events(self):
        """Every row; none where a view stands in a table's place: its rows may never end."""
        (tables,) = self.database.execute(
            """SELECT count(*) FROM sqlite_schema
            WHERE name IN ('event', 'payload') AND type = 'table' AND rootpage > 0"""
        ).fetchone()
        if tables != 2:
            return iter(())
        return self.database.execute(
            f"""SELECT seq, typeof(body), length(CAST(body AS BLOB)),
            CASE WHEN length(CAST(body AS BLOB)) <= {LARGEST_BODY} THEN CAST(body AS BLOB) END, leaf
            FROM event NOT INDEXED ORDER BY seq"""
        )

    def check(self, sequence, kind, length, body, leaf):
        """Verifies the next event."""
        if kind != b"text" or length > LARGEST_BODY:
            raise Bad("its body is not text of at most 64 KiB")
        if hashlib.sha256(b"\x00" + body).digest() != leaf:
            raise Bad("its bytes do not match its leaf hash")
        self.check_body(sequence, body, leaf)

    def check_payload(self, commitment):
        row = self.database.execute(
            "SELECT salt, bytes FROM payload WHERE id = ?", (bytes.fromhex(commitment["digest"]),)
        ).fetchone()
        if row is None:
            raise Bad(f"its payload {commitment['digest'][:12]} is missing")
        salt, content = row
        if not isinstance(salt, bytes) or not isinstance(content, bytes):
            raise Bad(f"its payload {commitment['digest'][:12]} is not bytes")
        if len(content) != commitment["length"]:
            raise Bad(f"its payload {commitment['digest'][:12]} has another length")
        if hashlib.sha256(salt + content).hexdigest() != commitment["digest"]:
            raise Bad(f"its payload {commitment['digest'][:12]} does not match its commitment")
        self.payloads += 1


class Export(Chain):
    """An export in JSON Lines that is being verified."""

    def __init__(self, path):
        super().__init__()
        self.file = open(path, "rb")
        self.given = {}
        self.missing = self.leaves = 0

    def check_payload(self, commitment):
        length = self.given.get(commitment["digest"])
        if length is None:
            self.missing += 1
            return
        if length != commitment["length"]:
            raise Bad(f"its payload {commitment['digest'][:12]} has another length")
        self.payloads += 1

    def check(self, line):
        """Verifies the next line."""
        if not line.endswith(b"\n"):
            raise Bad("the last line is cut off")
        line = line[:-1]
        if line.startswith(b'{"at":'):
            if len(line) > LARGEST_BODY:
                raise Bad("its body is not text of at most 64 KiB")
            leaf = hashlib.sha256(b"\x00" + line).digest()
            return self.check_body(self.tree.size + 1, line, leaf)
        value = canonical(line)
        if set(value) == {"leaf", "seq"}:
            if not is_number(value["seq"], self.tree.size + 1):
                raise Bad("it is missing")
            self.leaves += 1
            return self.append(digits(value["leaf"], 32))
        if set(value) not in ({"id", "salt", "text"}, {"bytes", "id", "salt"}):
            raise Bad("the line before it is no event, payload or leaf")
        content = value["text"].encode() if "text" in value else digits(value["bytes"])
        if hashlib.sha256(digits(value["salt"]) + content).hexdigest() != value["id"]:
            raise Bad("a payload before it does not match its own digest")
        self.given[value["id"]] = len(content)

    def first_bad(self, head):
        """What is wrong with the first bad event; None when all are well."""
        for line in self.file:
            try:
                self.check(line)
            except Bad as problem:
                return f"event {self.tree.size + 1}: {problem}"
            head.look(self.tree)
        return None


def digits(text, count=None):
    """The bytes of lower-case hexadecimal digits; anything else is Bad."""
    if not isinstance(text, str) or not re.fullmatch("([0-9a-f]{2})*", text):
        raise Bad("it is not hexadecimal")
    content = bytes.fromhex(text)
    if count is not None and len(content) != count:
        raise Bad("it has another length")
    return content


def is_number(value, number):
    """Whether a value is the number, and not true, which Python takes for 1."""
    return type(value) is int and value == number


def described(sequence, body):
    """The event's place, and its type and run where they can be read."""
    words = [
        re.search(rb'"%s":"([^"\\]{1,100})"' % key, body or b"") for key in (b"type", b"run")
    ]
    names = [word.group(1).decode("utf-8", "replace") for word in words if word]
    return f"event {sequence}" + (f" ({', run '.join(names)})" if names else "")


def first_bad(journal, head):
    """What is wrong with the first bad event; None when all are well."""
    try:
        for sequence, kind, length, body, leaf in journal.events():
            expected = journal.tree.size + 1
            if sequence != expected:
                return f"event {expected}: it is missing; the next one is event {sequence}"
            try:
                journal.check(sequence, kind, length, body, leaf)
            except Bad as problem:
                return f"{described(sequence, body)}: {problem}"
            head.look(journal.tree)
    except sqlite3.DatabaseError as error:
        return f"event {journal.tree.size + 1}: the file cannot be read: {error}"
    return None


class Head:
    """A size and a root that were kept elsewhere; nothing when there are none."""

    def __init__(self, words):
        match = re.fullmatch(r"(\d{1,15}) ([0-9a-f]{64})", " ".join(words).strip())
        self.is_valid = match is not None or not words
        self.size, self.root = (int(match.group(1)), match.group(2)) if match else (None, None)
        self.found = None

    def look(self, tree):
        """Remembers the root that the journal has at the head's size."""
        if tree.size == self.size:
            self.found = tree.root()

    def problem(self, tree):
        """What is wrong; None when the journal contains the head."""
        if self.size is None or self.found == self.root:
            return None
        if tree.size < self.size:
            return f"the head covers {self.size} events, and the journal has {tree.size}"
        return f"the first {self.size} events are not those of the head: they were rewritten"


def verify_export(path, head):
    """Prints the finding on an export and gives the exit status."""
    export = Export(path)
    head.look(export.tree)
    problem = export.first_bad(head) or head.problem(export.tree)
    if problem:
        print(problem)
        return 7
    print(
        f"{export.tree.size} events of {len(export.positions)} runs,"
        f" {export.payloads} payloads: whole"
    )
    if export.leaves or export.missing:
        print(f"not in it: {export.leaves} events of other runs, {export.missing} payloads")
    print(f"head: {export.tree.size} {export.tree.root()}")
    return 0


def is_export(path):
    """Whether the file is JSON Lines, and no SQLite database."""
    with open(path, "rb") as file:
        return file.read(1) == b"{"


def verify(path, head):
    """Prints the finding and gives the exit status."""
    journal = Journal(path)
    journal.identify()
    problems = list(journal.differences())
    head.look(journal.tree)
    bad = first_bad(journal, head)
    problems = ([bad] if bad else [head.problem(journal.tree)]) + problems
    problems = [problem for problem in problems if problem]
    if problems:
        print("\n".join(problems))
        return 7
    print(
        f"{journal.tree.size} events of {len(journal.positions)} runs,"
        f" {journal.payloads} payloads: whole"
    )
    print(f"head: {journal.tree.size} {journal.tree.root()}")
    return 0


def main(arguments):
    head = Head(arguments[2:])
    is_usage = arguments[1:2] in ([], ["--head"]) and head.is_valid and len(arguments) != 2
    if not arguments or arguments[0].startswith("-") or not is_usage:
        print(__doc__, file=sys.stderr)
        return 64
    try:
        return (verify_export if is_export(arguments[0]) else verify)(arguments[0], head)
    except (sqlite3.Error, OSError) as error:
        if "malformed" in str(error):
            print(f"{arguments[0]} is damaged: {error}")
            return 7
        print(f"{arguments[0]} cannot be read: {error}", file=sys.stderr)
        return 65


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
