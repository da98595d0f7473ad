"""A run of fourteen steps on a real PostgreSQL, and what it must have come to however it was hurt.

The proofs beside this file use it. It builds temae and `faults.c`, starts a throwaway cluster, and
drives runs as a person would: `temae run`, `temae answer`, `temae resume`, until the run is completed.
"""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 120

RUNBOOK = """\
---
temae: 1
title: Points
databases: {main: {env: MAIN_URL}}
---
# Points

## Step 1: Ask

- [ ] Is everybody there?

## Step 2: A change in SQL

```sql {.change db=main}
insert into effect values (2);
```

## Step 3: A change in the shell

```bash {.change}
echo 3 >>"$EFFECTS"
```

```bash {.probe}
grep -qx 3 "$EFFECTS"
```

## Step 4: A value

```bash {.capture capture=colour}
echo green
```

## Step 5: A change, and its check

```sql {.change db=main}
insert into effect values (5);
```

```sql {.check db=main equals=1}
select count(*) from effect where step = 5;
```

## Step 6: Ask again

- [ ] Does it look right?

## Step 7: A variable

```bash {.change}
echo 7 >>"$EFFECTS"
export SHADE=dark
```

```bash {.probe}
grep -qx 7 "$EFFECTS"
```

## Step 8: Outside a transaction

```sql {.change db=main no-tx}
insert into effect values (8);
```

```sql {.probe db=main equals=t}
select exists (select from effect where step = 8);
```

## Step 9: SQL from the shell

```bash {.change db=main}
psql -qX -v ON_ERROR_STOP=1 -c 'insert into effect values (9)'
```

```sql {.probe db=main equals=t}
select exists (select from effect where step = 9);
```

## Step 10: A value of the database

```sql {.capture capture=rows db=main}
select count(*) from effect;
```

## Step 11: Ask once more

- [ ] Shall we go on?

## Step 12: What was exported

```bash {.change}
echo "12 ${SHADE:-}" >>"$EFFECTS"
```

```bash {.probe}
grep -q '^12 ' "$EFFECTS"
```

## Step 13: The last change

```sql {.change db=main}
insert into effect values (13);
```

## Step 14: The end

```sql {.check db=main equals=5}
select count(*) from effect;
```
"""

# What is in the database and in the file after the run, each once.
ROWS = ["2", "5", "8", "9", "13"]
LINES = ["3", "7", "12 dark"]
# What an attempt exported whose end nobody saw is gone with it: then step 12 has no shade.
LINES_WITHOUT_EXPORT = ["3", "7", "12 "]


class Problem(Exception):
    """A promise that was not kept."""


class Faults:
    """The file that `faults.c` shares with every process."""

    LAYOUT = struct.Struct("<qqqqq4056s32s")

    def __init__(self, path, directory):
        self.path = path
        self.directory = os.fsencode(directory)
        self.arm(0, 0)

    def arm(self, at, error, until=None, only_supervisor=False):
        """Lets it happen at call `at`, and at those up to `until`; errno 0 kills, -1 both."""
        last = at if until is None else until
        only = 1 if only_supervisor else 0
        self.write(self.LAYOUT.pack(0, at, last, error, only, self.directory, b""))

    def disarm(self):
        """Lets nothing happen any more; what happened is kept."""
        call = self.call.encode()
        self.write(self.LAYOUT.pack(self.count, 0, 0, 0, 0, self.directory, call))

    def write(self, content):
        # In place: whoever has the file in memory must not find it cut off.
        with open(self.path, "r+b" if self.path.exists() else "w+b") as file:
            file.write(content)

    @property
    def count(self):
        return self.LAYOUT.unpack(self.path.read_bytes())[0]

    @property
    def call(self):
        """The name of the call at which it happened; empty when it did not."""
        return self.LAYOUT.unpack(self.path.read_bytes())[6].rstrip(b"\0").decode()


class Stage:
    """The built programs, the interposed layer and a cluster with an empty database to copy."""

    def __init__(self, scene_type=None):
        self.scene_type = scene_type or Scene
        self.programs = self.built()
        self.temae = self.programs / "temae"
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="temae-torture-", dir="/var/tmp"))
        self.layer = self.home / "faults.so"
        source = pathlib.Path(__file__).parent / "faults.c"
        compiler = shutil.which("clang") or "cc"
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", self.layer]
            + [source, "-ldl"],
            check=True,
        )

    @staticmethod
    def built():
        """The directory of the programs; TEMAE_PROGRAMS names one where they have been built before."""
        if "TEMAE_PROGRAMS" in os.environ:
            return pathlib.Path(os.environ["TEMAE_PROGRAMS"])
        for command in (
            ["tools/packages"],
            ["swift", "build", "--product", "temae"],
            ["swift", "build", "--product", "temae-supervisor"],
        ):
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        command = ["swift", "build", "--show-bin-path"]
        shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return pathlib.Path(os.fsdecode(shown.stdout).strip())

    def __enter__(self):
        # Ended from outside, the cluster goes too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.postgres("start")
        self.url = self.postgres("url")
        self.psql(self.url, "create database point")
        self.psql(self.database("point"), self.scene_type.schema)
        self.number = 0
        self.lock = threading.Lock()
        (self.home / "runbook.md").write_text(self.scene_type.runbook)
        environment = os.environ | {"MAIN_URL": self.database("point")}
        command = [self.temae, "target", "init", "runbook.md"]
        subprocess.run(
            command, cwd=self.home, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        return self

    def __exit__(self, *_):
        self.postgres("stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def postgres(self, word):
        command = [ROOT / "tools" / "postgres", word, self.home / "cluster"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def database(self, name):
        return f"{self.url} dbname={name}"

    def psql(self, url, statement):
        command = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Problem(f"psql: {done.stderr}")
        return done.stdout.split("\n")[:-1]

    @contextlib.contextmanager
    def scene(self):
        """A run of its own: a directory and a copy of the database, gone afterwards."""
        with self.lock:
            # One at a time: a template may have no other connections.
            self.number += 1
            name = f"p{self.number}"
            self.psql(self.url, f"create database {name} template point")
        scene = self.scene_type(self, self.home / name, self.database(name))
        try:
            yield scene
        finally:
            scene.end_processes()
            self.psql(self.url, f"drop database {name} with (force)")
            shutil.rmtree(scene.place, ignore_errors=True)


class Scene:
    """One run."""

    runbook = RUNBOOK
    schema = "create table effect (step int)"
    end_status = "completed"

    def __init__(self, stage, place, url):
        self.stage, self.place, self.url = stage, place, url
        (place / "journals").mkdir(parents=True)
        (place / "runbook.md").write_text(self.runbook)
        (place / "effects").write_text("")
        self.faults = Faults(place / "faults", place / "journals")
        self.environment = os.environ | {
            "MAIN_URL": url,
            "EFFECTS": str(place / "effects"),
            "TEMAE_ALLOW_TMPFS": "1",
            # Not a name with TEMAE_ before it: those are not handed on, and the supervisor needs it.
            "FAULTS_FILE": str(place / "faults"),
            "LD_PRELOAD": str(stage.layer),
        }
        self.environment.pop("TEMAE_JOURNAL", None)
        self.said = []
        self.helped = 0

    def start(self, *words):
        """Starts temae; what it says goes to a file."""
        self.said.append(" ".join(words))
        with open(self.place / "said", "ab") as said:
            return subprocess.Popen(
                [self.stage.temae, *words],
                cwd=self.place,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    def temae(self, *words):
        """Runs temae to its end, and gives its exit code, below 0 where a signal ended it."""
        process = self.start(*words)
        try:
            return process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Problem(f"temae {' '.join(words)} does not end") from None

    def status(self):
        command = [self.stage.temae, "status", "--format", "json"]
        environment = {k: v for k, v in self.environment.items() if k != "LD_PRELOAD"}
        # Who looks may be killed too, and looks again: no answer would mean that there is no run.
        while True:
            done = subprocess.run(
                command, cwd=self.place, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode >= 0:
                break
        return json.loads(done.stdout) if done.stdout else None

    def drive(self, after_each=lambda code: None, turns=60):
        """Drives the run to its end, as a patient person would."""
        for _ in range(turns):
            code = self.temae(*self.next_words())
            after_each(code)
            state = self.status()
            if state and state["status"] == self.end_status:
                return
            if state:
                self.help(state)
        raise Problem(f"the run does not come to its end:\n{self.story()}")

    def next_words(self):
        state = self.status()
        if state is None:
            return ["run", "runbook.md", "--no-wait", "--unattended"]
        waits = state["waitsFor"]
        item = waits["subject"]
        if item in ("1/1", "6/1", "11/1") and self.phase(state, item) == "pending":
            return ["answer", item, "yes"]
        return ["resume", "--no-wait", "--unattended"]

    @staticmethod
    def phase(state, activity):
        return next((a["phase"] for a in state["activities"] if a["id"] == activity), None)

    def help(self, state):
        """What temae cannot know, a person looks up and says; what failed, a person judges."""
        for activity in state["activities"]:
            name, phase = activity["id"], activity["phase"]
            if phase == "unknown":
                word = "--done" if self.is_done(name) else "--again"
                self.temae("settle", name, word, "--reason", "looked at it")
                self.helped += 1
            elif phase == "failed" and state["status"] == "halted":
                if self.is_change(name) and self.is_done(name):
                    self.temae("settle", name, "--done", "--reason", "it took effect")
                else:
                    self.temae("answer", name, "retry")
                self.helped += 1

    @staticmethod
    def is_change(activity):
        """Whether it has an effect that can be looked up."""
        return activity.endswith("/1")

    def is_done(self, activity):
        step = activity.split("/")[0]
        lines = (self.place / "effects").read_text().split("\n")
        rows = self.stage.psql(self.url, "select step from effect")
        return step in rows or any(line.split(" ")[0] == step for line in lines)

    def head(self):
        """The last event that is durable: its number and its leaf."""
        rows = self.rows("SELECT seq, leaf FROM event ORDER BY seq DESC LIMIT 1")
        return rows[0] if rows else None

    def outcome(self):
        """Activity by activity how it ended, the values and the answers: nothing that may differ."""
        state = self.status()
        # What was found done is done. A probe is asked only where somebody did not see the end.
        probes = ("3/2", "7/2", "8/2", "9/2", "12/2")
        phases = {
            a["id"]: "succeeded" if a["phase"] == "doneByHand" else a["phase"]
            for a in state["activities"]
            if a["id"] not in probes
        }
        values = self.rows(
            """SELECT DISTINCT body ->> '$.what.name', CAST(bytes AS TEXT) FROM event JOIN payload
            ON lower(hex(id)) = body ->> '$.what.value.digest'
            WHERE type = 'value.captured' ORDER BY 1, 2"""
        )
        answers = self.rows(
            """SELECT body ->> '$.what.activity', body ->> '$.what.answer' FROM event
            WHERE type = 'item.answered' ORDER BY seq"""
        )
        return {
            "status": state["status"],
            "phases": phases,
            "values": values,
            "answers": answers,
        }

    def check(self, undisturbed=None, heads=()):
        """Every effect once, the outcome as it would have been, and the journal whole."""
        # Who looks is not part of what is hurt.
        self.faults.disarm()
        rows = self.stage.psql(self.url, "select step from effect order by step")
        if rows != ROWS:
            raise Problem(f"the database holds {rows}, not {ROWS}\n{self.story()}")
        lines = (self.place / "effects").read_text().split("\n")[:-1]
        if lines != LINES and not (lines == LINES_WITHOUT_EXPORT and self.has_lost_export()):
            raise Problem(f"the file holds {lines}, not {LINES}\n{self.story()}")
        if undisturbed is not None and self.outcome() != undisturbed:
            raise Problem(f"{self.outcome()} is not {undisturbed}\n{self.story()}")
        self.check_journal(heads)

    def check_journal(self, heads=()):
        """It verifies, holds what was durable, and has taken in what lay in the attempts' directories."""
        if self.temae("journal", "verify") != 0:
            raise Problem(f"the journal does not verify\n{self.story()}")
        # What was prepared and not begun holds nothing that was printed.
        begun = [path for path in (self.place / "journals").rglob("started") if any(path.read_bytes())]
        lost = len(self.rows("SELECT 1 FROM event WHERE type = 'attempt.lost'"))
        if len(begun) > lost:
            raise Problem(f"raw output stays in {begun}; {lost} attempts were lost\n{self.story()}")
        for number, leaf in heads:
            if self.rows("SELECT leaf FROM event WHERE seq = ?", (number,)) != [(leaf,)]:
                raise Problem(f"event {number} was durable and is not there\n{self.story()}")

    def has_lost_export(self):
        """Whether nobody saw the end of the attempt that exports."""
        return bool(
            self.rows(
                """SELECT 1 FROM event WHERE type IN ('attempt.lost', 'attempt.failed')
                AND body ->> '$.what.activity' = '7/1'"""
            )
        )

    def rows(self, query, values=()):
        """What the journal answers; nothing where there is none yet."""
        path = self.place / "journals" / "temae.sqlite"
        if not path.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as journal:
            try:
                return journal.execute(query, values).fetchall()
            except sqlite3.OperationalError:
                return []

    def story(self):
        """What temae said, for the person who looks for the reason."""
        text = (self.place / "said").read_text(errors="replace")
        return "\n".join(f"    | {line}" for line in text.split("\n")[-80:])

    def processes(self):
        """The processes that work for this run."""
        mark = os.fsencode(self.place)
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes():
                    yield int(entry.name), (entry / "comm").read_text().strip()

    def end_processes(self):
        for process, _ in list(self.processes()):
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)


def perform(jobs, work):
    """Does the work for every job, as many at once as there are processors; counts what went wrong."""
    problems = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, is_broken in enumerate(pool.map(work, jobs), 1):
            problems += bool(is_broken)
            if number % 100 == 0:
                print(f"  {number} of {len(jobs)}, {problems} broken promises", flush=True)
    return problems


def undisturbed(stage, only_supervisor=False):
    """The outcome of a run that nobody hurts, and how many calls it takes."""
    with stage.scene() as scene:
        scene.faults.arm(0, 0, only_supervisor=only_supervisor)
        scene.drive()
        count = scene.faults.count
        scene.check()
        return scene.outcome(), count


def wait_until(condition, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
