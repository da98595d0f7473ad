#!/usr/bin/env python3
"""Verifies a temae journal without any code of temae's.

    tools/verify/verify.py JOURNAL [--head 'SIZE ROOT']

It reads the SQLite file read-only and goes over every event in order: no gap in the sequence, the
body in canonical form (a subset of RFC 8785), the leaf hash SHA-256(0x00 || body), the link to the
event before it, the event's own sequence and its position in its run, and every payload that it
names against SHA-256(salt || bytes). It prints the size and the RFC 6962 root over the leaves, or
the first bad event.

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
# SHA-256 of the statement that made each object of the schema.
SCHEMA = {
    "anchor": "ad746b744a300704f0d1137085994b20a0660b9b1b3fd647608affb502cf7231",
    "event": "6ae2bcb5c25f23c406a4a462745ccd79e36018095eede9bdab7d104f43b85eb3",
    "event_by_command": "683bacaf1b01d6de8fd6f232c1eb3580c013f1647173a3363ee12fd8bb8dff20",
    "event_by_run": "3974ee660ee432c3c02ace717b0c79e13075ea804bbd62fc0a5db6d93453c240",
    "event_by_type": "99a1d28321c3b4cad7a45ce5c10e30b34f9939ead11562ba5081c471bcfccf92",
    "event_is_appended": "a9975b86aee81076fca6ed82b5288bbdd8ef01fd1b473d5fd4f538487cf08398",
    "event_is_never_deleted": "ad180ad33bb17989247cfdea5f9ddcb121be1dd1096bb52a0843add5ddbd8396",
    "event_is_never_updated": "103e7b2b8c947e3becd625d89a13d702d4d86e641c84e0b30c9955c3bab725c3",
    "head": "275e87ee8147bcd757bbde274d642aa3dd5bfbb8bdf28e009c81d7df19f97b04",
    "payload": "0b75c7483e1a8ca039b5f1a2003e2f8f638da7f32ce63b1575c89309f34a1a08",
    "payload_is_never_updated": "dc62f8525b02ca82f9eb443db197fc06daf815634646e54a40a1979b098a5440",
    "run_by_name": "a0468e8a1e5d14962dfad6926f7e71203054aa564a757dec26fcc1b1253c339b",
}


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


def commitments(value):
    """Every commitment in a body, wherever it stands."""
    if isinstance(value, dict):
        if set(value) == {"digest", "length", "media"}:
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


class Journal:
    """A journal that is being verified."""

    def __init__(self, path):
        uri = pathlib.Path(path).absolute().as_uri() + "?mode=ro"
        self.database = sqlite3.connect(uri, uri=True)
        self.database.text_factory = bytes
        self.database.execute("BEGIN")
        self.tree = Tree()
        self.previous = bytes(32)
        self.positions = {}
        self.payloads = 0

    def identify(self):
        """Whether the file is a journal at all; in what its schema is not a journal's."""
        (found,) = self.database.execute("PRAGMA application_id").fetchone()
        if found != APPLICATION_ID:
            raise sqlite3.DatabaseError("it is the database of another program")
        (version,) = self.database.execute("PRAGMA user_version").fetchone()
        if version != 1:
            raise sqlite3.DatabaseError(f"its format is {version}, and this verifies format 1")
        rows = self.database.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        found = {name.decode(): hashlib.sha256(sql).hexdigest() for name, sql in rows}
        return (
            [f"the schema has {name}, which is not temae's" for name in found if name not in SCHEMA]
            + [f"{name} is missing" for name in SCHEMA if name not in found]
            + [
                f"{name} is not as temae made it"
                for name in SCHEMA
                if name in found and found[name] != SCHEMA[name]
            ]
        )

    def events(self):
        return self.database.execute(
            f"""SELECT seq, length(CAST(body AS BLOB)),
            CASE WHEN length(CAST(body AS BLOB)) <= {LARGEST_BODY} THEN body END, leaf
            FROM event NOT INDEXED ORDER BY seq"""
        )

    def check(self, sequence, length, body, leaf):
        """Verifies the next event."""
        if length is None or length > LARGEST_BODY or not isinstance(body, bytes):
            raise Bad("its body is not text of at most 64 KiB")
        if hashlib.sha256(b"\x00" + body).digest() != leaf:
            raise Bad("its bytes do not match its leaf hash")
        event = canonical(body)
        if event.get("prev") != self.previous.hex():
            raise Bad(f"its link does not match event {sequence - 1}")
        if type(event.get("seq")) is not int or event["seq"] != sequence:
            raise Bad("it says that it is another event")
        position = self.positions.get(event.get("run"), 0) + 1
        if type(event.get("position")) is not int or event["position"] != position:
            raise Bad("its position is not the next one of its run")
        for commitment in commitments(event):
            self.check_payload(commitment)
        self.positions[event["run"]] = position
        self.previous = leaf
        self.tree.append(leaf)

    def check_payload(self, commitment):
        row = self.database.execute(
            "SELECT salt, bytes FROM payload WHERE id = ?", (bytes.fromhex(commitment["digest"]),)
        ).fetchone()
        if row is None:
            raise Bad(f"its payload {commitment['digest'][:12]} is missing")
        salt, content = row
        if len(content) != commitment["length"]:
            raise Bad(f"its payload {commitment['digest'][:12]} has another length")
        if hashlib.sha256(salt + content).hexdigest() != commitment["digest"]:
            raise Bad(f"its payload {commitment['digest'][:12]} does not match its commitment")
        self.payloads += 1


def described(sequence, body):
    """The event's place, and its type and run where they can be read."""
    words = [
        re.search(rb'"%s":"([^"\\]{1,100})"' % key, body or b"") for key in (b"type", b"run")
    ]
    names = [word.group(1).decode("utf-8", "replace") for word in words if word]
    return f"event {sequence}" + (f" ({', run '.join(names)})" if names else "")


def verify(path, head):
    """Prints the finding and gives the exit status."""
    journal = Journal(path)
    differences = journal.identify()
    expected = 1
    for sequence, length, body, leaf in journal.events():
        if sequence != expected:
            print(f"event {expected}: it is missing; the next one is event {sequence}")
            return 7
        try:
            journal.check(sequence, length, body, leaf)
        except Bad as problem:
            print(f"{described(sequence, body)}: {problem}")
            return 7
        if head and journal.tree.size == head[0] and journal.tree.root() != head[1]:
            print(f"the first {head[0]} events are not those of the head: they were rewritten")
            return 7
        expected += 1
    if head and journal.tree.size < head[0]:
        print(f"the head covers {head[0]} events, and the journal has {journal.tree.size}")
        return 7
    for difference in differences:
        print(difference)
    verdict = "whole, but not in temae's schema" if differences else "whole"
    print(
        f"{journal.tree.size} events of {len(journal.positions)} runs,"
        f" {journal.payloads} payloads: {verdict}"
    )
    print(f"head: {journal.tree.size} {journal.tree.root()}")
    return 7 if differences else 0


def main(arguments):
    head = None
    if len(arguments) == 3 and arguments[1] == "--head":
        match = re.fullmatch(r"(\d+) ([0-9a-f]{64})", arguments[2].strip())
        head = match and (int(match.group(1)), match.group(2))
    if not arguments or arguments[0].startswith("-") or (len(arguments) > 1 and not head):
        print(__doc__, file=sys.stderr)
        return 64
    try:
        return verify(arguments[0], head)
    except (sqlite3.Error, OSError) as error:
        print(f"{arguments[0]} cannot be read: {error}", file=sys.stderr)
        return 65


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
