"""Network namespaces joined by virtual Ethernet cables, and programs in them that take turns.

    near ----- plain   192.0.2.1 and .2; what Wherry is held against
      `------- ours    198.51.100.1 and .2; Wherry's programs, with the stack at .3

A namespace lives as long as the process that holds it, and that ends with us."""
import contextlib
import os
import shutil
import subprocess

CABLES = {"plain": ("192.0.2", "p"), "ours": ("198.51.100", "o")}
TOOLS = ("unshare", "nsenter", "taskset", "ip", "ethtool")
# Frames of the wire's size with complete checksums, as between two machines.
OFFLOADS = ["tso", "off", "gso", "off", "gro", "off", "tx", "off", "rx", "off"]


SKIPPED = 77  # as for CTest; wherry-wine where no Wine can run the program


class Unavailable(Exception):
    """A program cannot run on this machine."""


def hindrance():
    """Why there can be no network, or None."""
    for tool in TOOLS:
        if not shutil.which(tool):
            return f"{tool} is not installed"
    if os.geteuid() != 0:
        return "network namespaces and packet sockets need root"
    if subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True).returncode:
        return "this system does not permit network namespaces"
    return None


class Program:
    """One that says "ready", and then a line of numbers for each line that it is told."""

    def __init__(self, words, environment=None):
        self.words = [str(word) for word in words]
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env={**os.environ, **(environment or {})})
        self.heard(["ready"])

    def heard(self, wanted=None):
        line = self.process.stdout.readline().split()
        if line and wanted in (None, line):
            return line
        if line:
            self.process.kill()
        said = self.process.communicate()[1].strip()
        if self.process.returncode == SKIPPED:
            raise Unavailable(said.splitlines()[-1])
        raise OSError(f"{' '.join(self.words[-5:])}: {said}")

    def tell(self, *numbers):
        print(*numbers, file=self.process.stdin, flush=True)

    def told(self):
        return [float(word) for word in self.heard()]

    def turn(self, *numbers):
        self.tell(*numbers)
        return self.told()

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


class Network:
    """The namespaces: `with Network() as network: network.start("ours", [...])`."""

    def __init__(self):
        self.holders = {}

    def __enter__(self):
        try:
            for side in ("near", *CABLES):
                self.hold(side)
            for side, (prefix, letter) in CABLES.items():
                self.join(side, prefix, letter)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for holder in self.holders.values():
            holder.stdin.close()
            holder.wait()

    def hold(self, side):
        holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo held; exec cat"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.holders[side] = holder
        holder.stdout.readline()
        # No neighbour discovery: the cables shall carry what is measured only.
        self.run(side, ["sh", "-c", "for each in all default; do "
                        "echo 1 >/proc/sys/net/ipv6/conf/$each/disable_ipv6; done"])

    def join(self, side, prefix, letter):
        ends = {"near": f"{letter}0", side: f"{letter}1"}
        self.run("near", ["ip", "link", "add", ends["near"], "type", "veth", "peer", "name",
                          ends[side], "netns", str(self.holders[side].pid)])
        for number, (where, name) in enumerate(ends.items(), 1):
            self.run(where, ["ethtool", "-K", name, *OFFLOADS])
            self.run(where, ["ip", "addr", "add", f"{prefix}.{number}/24", "dev", name])
            self.run(where, ["ip", "link", "set", name, "up"])

    @contextlib.contextmanager
    def merging(self, side, name):
        """A device that merges segments, as they do by default."""
        self.run(side, ["ethtool", "-K", name, "gro", "on"])
        try:
            yield
        finally:
            self.run(side, ["ethtool", "-K", name, "gro", "off"])

    def within(self, side, words):
        return ["nsenter", f"--net=/proc/{self.holders[side].pid}/ns/net", *map(str, words)]

    def run(self, side, words):
        result = subprocess.run(self.within(side, words), check=False, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode:
            raise OSError(f"{' '.join(map(str, words))}: {result.stdout.strip()}")
        return result.stdout

    def start(self, side, words, environment=None):
        return Program(self.within(side, words), environment)
