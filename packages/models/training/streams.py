"""Blocks of records that Node processes write: in order, and read ahead of the training."""
import itertools
import json
import queue
import subprocess
import threading

import numpy as np

# Blocks that wait for the training.
AHEAD = 8


class Streams:
    """Block after block, bytes [count, record], from number `first` on. Each of `workers` processes makes every so-many-th, so their number
    changes nothing but the speed. With `headed` each process says a line of JSON first, which is `header`."""

    def __init__(self, script, options, count, record, first=0, workers=1, headed=False):
        command = ["npx", "tsx", "--conditions=@espalier/source", script, *options, "--stride", str(workers)]
        start = lambda at: subprocess.Popen([*command, "--first", str(at)], stdout=subprocess.PIPE)
        self.count, self.record = count, record
        self.processes = [start(first + i) for i in range(workers)]
        headers = [json.loads(process.stdout.readline()) for process in self.processes if headed]
        self.header = headers[0] if headed else None
        self.blocks = queue.Queue(AHEAD)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for process in itertools.cycle(self.processes):
            self.blocks.put(process.stdout.read(self.count * self.record))

    def __next__(self):
        data = self.blocks.get()
        if len(data) < self.count * self.record:
            raise RuntimeError(f"a stream of examples ended early: {len(data)} bytes of {self.count * self.record}")
        return np.frombuffer(data, np.uint8).reshape(self.count, self.record)

    def close(self):
        for process in self.processes:
            process.kill()
