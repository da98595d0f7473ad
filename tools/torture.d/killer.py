"""Kills processes of a scene at random moments."""

import contextlib
import os
import signal
import threading
import time

VICTIMS = ["temae", "temae-supervisor", "bash", "psql", "all"]


class Killer(threading.Thread):
    """Kills something of a scene after a random time, again and again."""

    def __init__(self, scene, chance):
        super().__init__(daemon=True)
        self.scene, self.chance = scene, chance
        self.heads, self.kills = [], 0
        self.is_over = False

    def run(self):
        while not self.is_over:
            time.sleep(self.chance.expovariate(4))
            wanted = self.chance.choices(VICTIMS, [5, 3, 2, 1, 2])[0]
            head = self.scene.head()
            victims = [
                process
                for process, name in self.scene.processes()
                if wanted in ("all", name) or name[:15] == wanted[:15]
            ]
            if not victims or self.is_over:
                continue
            for process in victims:
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            self.kills += 1
            if head:
                self.heads.append(head)
