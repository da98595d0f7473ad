"""Measures the built temae on journals that tools/bench has written, and judges by its targets.

Each pair of commands runs alternately, so that what else the machine does meets both; the median of
the pairs counts. Times are of the processor (user and system): what else runs on the same core makes
nobody slower by them. On a machine with nothing else to do they are what somebody waits, for each of
these commands works on one thread.
"""
import os
import statistics
import subprocess
import sys

PAIRS = 5
temae, place = sys.argv[1:]


def measure(command):
    """Seconds of the processor, and the peak of memory in MiB, of a command that must succeed."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=place)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"bench: {' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


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


floor = os.path.join(place, "floor")
(base, verify, tenth) = medians(
    [floor, journal("large")],
    read("large", "journal", "verify"),
    read("long", "journal", "verify"),
)
ratio = verify[0] / base[0]
row(
    "journal verify: every leaf, link, payload, state",
    f"{verify[0]:.2f} s = {ratio:.2f} x {base[0]:.2f} s",
    "2 x the floor",
    ratio <= 2,
)
growth = verify[1] / tenth[1]
row(
    "  its memory, against a tenth of the events in one run",
    f"{verify[1]:.0f} MiB = {growth:.2f} x",
    "1.5 x",
    growth <= 1.5,
)
(base, replay) = medians([floor, journal("long")], read("long", "replay", "--verify"))
print(
    f"{'replay --verify of a run of a tenth of the events':<58} "
    f"{f'{replay[0]:.2f} s = {replay[0] / base[0]:.2f} x {base[0]:.2f} s':>26}"
)
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
