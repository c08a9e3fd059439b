"""The rows of bindings/wpcap: frames, pings and TCP, against plain C on libpcap and the kernel."""
import os
import re
import shutil
import statistics
import time

import network

SIZES = (60, 1514)
SEND_FRAMES = 20000
# What each ring holds, and the first of them, which are not timed: under Wine a thread has read
# 4 MiB ahead.
FILL = (30000, 3000)
WINE_FILL = (100000, 55000)
LOSS_FRAMES = 400000  # in a second
PINGS = 100
PING_SPACING_S = 0.005
TCP_BYTES = 400 * 1000 * 1000
TCP_PORT = 5001
STACK_ADDRESS = "198.51.100.3"


class Bench:
    """What the measurements share: the table, the network, how Wherry's program is started."""

    def __init__(self, table, net, target, rounds, paths, say):
        self.table, self.net, self.target, self.rounds = table, net, target, rounds
        self.plain_path, self.ours, self.environment = paths
        self.say = say

    def wherry(self, *words, before=()):
        return self.net.start("ours", [*before, *self.ours, *words], self.environment)

    def plain(self, side, *words, before=()):
        return self.net.start(side, [*before, self.plain_path, *words])

    def add(self, what, ratios, linux_aim, windows_aim=None):
        self.table.add(what, self.target, ratios,
                       linux_aim if self.target == "linux" else windows_aim or linux_aim)

    def kinds(self):
        return ("packet", "pcap") if self.target == "linux" else ("pcap",)


def measure_send(bench):
    """On the same processor, since two threads of a core, or two cores, are not always alike."""
    pin = ("taskset", "-c", max(os.sched_getaffinity(0)))
    for size in SIZES:
        with bench.plain("plain", "send", "p1", size, before=pin) as plain:
            for kind in bench.kinds():
                with bench.wherry("send", kind, "o1", size, before=pin) as ours:
                    pairs = [(plain.turn(SEND_FRAMES, 0)[0], ours.turn(SEND_FRAMES, 0)[0])
                             for _ in range(2 * bench.rounds)]
                bench.add(f"send, {kind} / libpcap, {size} bytes",
                          [theirs / mine for theirs, mine in pairs],
                          -1.3 if kind == "packet" else -0.95)


def drained(program, traffic, fill):
    """ns per frame of a ring that was filled before; None when it did not hold them all."""
    traffic.turn(fill[0], 0)
    time.sleep(0.02)  # libpcap's blocks are handed over a little late
    ns, received = program.turn(*fill)
    return ns if received == fill[0] else None


def compare_receive(bench, kind, mode, title):
    fill = FILL if bench.target == "linux" else WINE_FILL
    pairs = []
    with bench.plain("near", "traffic", "p0", 60) as to_plain, \
            bench.plain("near", "traffic", "o0", 60) as to_ours, \
            bench.plain("plain", "receive", "p1", *mode) as plain, \
            bench.wherry("receive", kind, "o1") as ours:
        for _ in range(2 * bench.rounds):
            pairs.append((drained(plain, to_plain, FILL), drained(ours, to_ours, fill)))
    ratios = [mine / theirs for theirs, mine in pairs if theirs and mine]
    if ratios:
        bench.add(f"receive, {kind} / {title}", ratios, 1.1)
    else:
        bench.table.skip(f"receive, {kind}", bench.target, "no ring held a burst of frames")


def measure_receive(bench):
    if bench.target == "linux":
        compare_receive(bench, "packet", [], "pcap_dispatch")
        compare_receive(bench, "pcap", ["immediate"], "pcap_dispatch, immediate")
    else:
        compare_receive(bench, "pcap", [], "pcap_dispatch")
    with bench.net.merging("ours", "o1"):
        compare_receive(bench, "capture", [], "pcap_dispatch")


def measure_loss(bench):
    """400,000 frames in a second, or as fast as this machine sends them, to a device as the system
    makes it."""
    with bench.net.merging("ours", "o1"), \
            bench.plain("near", "traffic", "o0", 60) as traffic:
        for kind in (*bench.kinds(), "capture"):
            lost, rates = [], []
            for _ in range(max(1, bench.rounds // 4)):
                with bench.wherry("receive", kind, "o1") as ours:
                    ours.tell(LOSS_FRAMES, 0)
                    rates.append(1e6 / traffic.turn(LOSS_FRAMES, LOSS_FRAMES)[0])
                    lost.append(LOSS_FRAMES - ours.told()[1])
            bench.add(f"frames lost of 400,000, {kind}", lost, 0)
        bench.add("frames sent for it per ms", rates, None)


def milliseconds(net, address):
    """The median round trip of the kernel's ping."""
    said = net.run("near", ["ping", "-n", "-c", PINGS, "-i", PING_SPACING_S, "-W", 2, address])
    return statistics.median(float(text) for text in re.findall(r"time=([\d.]+) ms", said))


def measure_stack(bench):
    for kind in bench.kinds():
        ours = bench.wherry("stack", kind, "o1", f"{STACK_ADDRESS}/24")
        try:
            if shutil.which("ping"):
                pings = [(milliseconds(bench.net, "198.51.100.2"),
                          milliseconds(bench.net, STACK_ADDRESS)) for _ in range(bench.rounds)]
                bench.add(f"ping, {kind}, ms", [mine for _, mine in pings], 0.12, 0.8)
                bench.add(f"ping, {kind} / kernel", [mine / theirs for theirs, mine in pings], None)
            else:
                bench.table.skip("ping", bench.target, "ping is not installed")
            measure_tcp(bench, kind)
        finally:
            try:  # a connection to the port beside it ends the stack
                with bench.plain("near", "client", STACK_ADDRESS, TCP_PORT + 1) as client:
                    client.tell(0, 0)
                    ours.process.wait(timeout=10)
            finally:
                ours.end()


def measure_tcp(bench, kind):
    directions = {"receive": (TCP_BYTES, 0), "send": (0, TCP_BYTES)}
    with bench.plain("near", "client", "192.0.2.2", TCP_PORT) as plain, \
            bench.plain("near", "client", STACK_ADDRESS, TCP_PORT) as ours:
        for name, numbers in directions.items():
            pairs = [(plain.turn(*numbers)[0], ours.turn(*numbers)[0])
                     for _ in range(max(2, bench.rounds // 2))]
            aims = (-0.6, -0.5) if name == "receive" else (None, None)
            bench.add(f"TCP {name}, {kind} / kernel", [theirs / mine for theirs, mine in pairs],
                      *aims)
            bench.add(f"TCP {name}, {kind}, Gbit/s", [8 / mine for _, mine in pairs], None)


def measure(bench):
    server = bench.plain("plain", "server", TCP_PORT)
    try:
        for part in (measure_send, measure_receive, measure_loss, measure_stack):
            bench.say(f"wpcap, {bench.target}: {part.__name__[8:]}")
            part(bench)
    finally:
        server.process.kill()
        server.process.wait()
