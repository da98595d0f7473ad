"""Measures the built temae on journals that tools/bench has written, and judges by its targets.

The commands of a row run alternately, so that what else the machine does meets all of them; the median
of the rounds counts. A time is what somebody waits, by the clock; beside it stands the time of the
processor (user and system), which is more where two threads work. On a machine that does other work as
well the clock is unfair to those that want two cores: what is told there is an upper bound.
"""
import os
import statistics
import subprocess
import sys
import time

PAIRS = 5
temae, place = sys.argv[1:]


def measure(command):
    """Seconds by the clock and of the processor, and the peak of memory in MiB, of a command that must
    succeed."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=place)
    _, status, usage = os.wait4(process.pid, 0)
    waited = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"bench: {' '.join(command)} failed")
    return waited, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(*commands):
    """For each command the medians of what `measure` gives; one after the other in each round."""
    rounds = [[measure(command) for command in commands] for _ in range(PAIRS)]
    return [
        tuple(statistics.median(values) for values in zip(*(round[index] for round in rounds)))
        for index in range(len(commands))
    ]


def journal(name):
    return os.path.join(place, f"{name}.sqlite")


def read(name, *words):
    return [temae, *words, "--journal", journal(name)]


failed = False


def row(what, value, target, holds):
    global failed
    failed = failed or not holds
    verdict = "held" if holds else "MISSED"
    print(f"{what:<58} {value:>26} {target:>14}  {verdict}")


def against(base, found):
    return f"{found[0]:.2f} s = {found[0] / base[0]:.2f} x {base[0]:.2f} s"


def processor(base, found):
    """The same by the time of the processor, for which there is no target."""
    print(
        f"{'  of the processor':<58} "
        f"{f'{found[1]:.2f} s = {found[1] / base[1]:.2f} x {base[1]:.2f} s':>26}"
    )


floor = os.path.join(place, "floor")
(base, verify, tenth) = medians(
    [floor, journal("large")],
    read("large", "journal", "verify"),
    read("long", "journal", "verify"),
)
row(
    "journal verify: every leaf, link, payload, state",
    against(base, verify),
    "2 x the floor",
    verify[0] <= 2 * base[0],
)
processor(base, verify)
growth = verify[2] / tenth[2]
row(
    "  its memory, against a tenth of the events in one run",
    f"{verify[2]:.0f} MiB = {growth:.2f} x",
    "1.5 x",
    growth <= 1.5,
)
(base, verify, replay) = medians(
    [floor, journal("long")],
    read("long", "journal", "verify"),
    read("long", "replay", "--verify"),
)
print(f"{'journal verify, a tenth of the events in one run':<58} {against(base, verify):>26}")
processor(base, verify)
print(f"{'replay --verify of that run':<58} {against(base, replay):>26}")
(small, large) = medians(read("small", "status", "night-1"), read("large", "status", "night-1"))
more = (large[0] - small[0]) * 1000
row(
    "status of one run, against a journal that has only it",
    f"{large[0] * 1000:.0f} ms, {more:+.0f} ms",
    "+50 ms",
    more <= 50,
)
(page,) = medians(read("page", "timeline", "--format", "html"))
row("HTML timeline of 10,000 entries", f"{page[0] * 1000:.0f} ms", "1000 ms", page[0] < 1)
(version,) = medians([temae, "--version"])
row("start: temae --version", f"{version[0] * 1000:.0f} ms", "100 ms", version[0] < 0.1)
sys.exit(1 if failed else 0)
