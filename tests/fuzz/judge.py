"""One run of the generator in a folder of its own, and what is wrong with it."""
import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path

TIME_LIMIT_S = 60
CONTAINED_LIMIT_S = 20  # after which the generator itself ends a hang
RSS_LIMIT_MB = 3000
OWN_FRAMES_MAX = 40
SANITIZER = re.compile(rb"ERROR: (Address|Leak)Sanitizer|runtime error:|AddressSanitizer:|"
                       rb"hard rss limit|Assertion .* failed|_FORTIFY|stack smashing")
MESSAGE = re.compile(rb"^(?:wherry|.+?(?::\d+:\d+)?): error: \S", re.M)
CONTAINED = re.compile(rb"wherry: error: libclang (crashed|did not end)|: error: libclang crashed")
# Of another language; what its declarations mean after it, nobody can say.
REDEFINED = re.compile(rb"#\s*define\s+(int|struct|static|const|sizeof|__auto_type|typedef)\b")
HERE = Path(__file__).resolve().parent


def environment(leaks, more="handle_segv=0:handle_abort=0:handle_sigfpe=0"):
    """Leaks inside libclang and LLVM are theirs."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "UBSAN_OPTIONS": "print_stacktrace=1",
            "LSAN_OPTIONS": f"suppressions={HERE / 'leaks.txt'}:print_suppressions=0",
            "ASAN_OPTIONS": f"{more}:detect_leaks={leaks:d}:hard_rss_limit_mb={RSS_LIMIT_MB}"}


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


def run(words, folder, environ=None, limit_s=TIME_LIMIT_S):
    """Its own session, so that what it leaves behind can be ended with it."""
    with subprocess.Popen(words, cwd=folder, env=environ,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          start_new_session=True) as process:
        try:
            out, err = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            return Result("hang", out, err)
    return Result(process.returncode, out, err)


def contents(folder):
    return {path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


def crashed_in_libclang(words, folder):
    """The same run again, with the sanitizer's stack: does libclang stand above our frames?"""
    result = run(words, folder, environment(False, "handle_segv=1:handle_abort=1:handle_sigfpe=1"))
    frames = re.findall(rb"^\s+#\d+ 0x\w+ .*$", result.err, re.M)
    if sum(b"/gen/" in frame for frame in frames) > OWN_FRAMES_MAX:
        return False  # our own recursion
    for frame in frames:
        if re.search(rb"libclang|libLLVM|clang_\w+", frame):
            return True
        if b"/gen/" in frame:
            return False
    return b"libclang crashed while reading" in result.err or not frames


def compile_fault(case, folder):
    """What gcc says of the binding, if it says nothing of the header before the runtime's."""
    gcc = ["gcc", "-std=gnu11", "-w", "-fsyntax-only", "-I", "."]
    gcc.append(f"-I{case.runtime}")
    header = run([*gcc, "-x", "c", "-include", "api.h", "-include", "wherry/binding.h",
                  "/dev/null"], folder)
    binding = folder / "out/api_binding.c"
    if header.status or not binding.exists() or REDEFINED.search(case.files["api.h"]):
        return None
    result = run([*gcc, "out/api_binding.c"], folder)
    errors = [line for line in result.err.splitlines() if b"error:" in line]
    if not case.verified:  # clang was believed
        errors = [line for line in errors if b"static assertion failed" not in line]
    return None if result.status == 0 or not errors else \
        "the binding does not compile: " + errors[0].decode(errors="replace")[:300]


def fault_of(case, folder, result, before):
    """What is wrong, in words; "contained" for what libclang did; None."""
    if result.status == "hang":
        return f"did not end within {TIME_LIMIT_S} s"
    if SANITIZER.search(result.err):
        return "sanitizer: " + SANITIZER.search(result.err).group().decode()
    if result.status not in (0, 1, 2):
        return f"exit status {result.status}"
    if result.status and contents(folder) != before:
        changed = sorted(str(path) for path in set(contents(folder).items()) ^ set(before.items()))
        return f"failed, and left files: {changed[:3]}"
    if result.status and not MESSAGE.search(result.err):
        return "failed without a message"
    if CONTAINED.search(result.err):
        if b"did not end" in result.err or crashed_in_libclang(case.words, folder):
            return "contained"
        return "crashed in the generator"
    believes_clang = not case.verified and b"--include" in case.words  # of its own headers, too
    if result.status == 0 and case.compiled and not believes_clang:
        return compile_fault(case, folder)
    return None


def judge(case):
    """The result and the fault; the folder is gone."""
    with tempfile.TemporaryDirectory(prefix="wherry-fuzz-") as name:
        folder = Path(name)
        for path, data in case.files.items():
            (folder / path).write_bytes(data)
        before = contents(folder)
        try:
            result = run(case.words, folder, environment(case.leaks))
        except ValueError as error:  # a NUL in an argument: nobody can pass it
            return Result(2, b"", str(error).encode()), None
        return result, fault_of(case, folder, result, before)
