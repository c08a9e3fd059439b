"""docs/CORPUS.md: the results of a whole run; the same results give the same text."""
import re
from collections import Counter

from table import REASONS

COSTS = "## What it costs\n"
LABELS = {"x86_64-linux-gnu": "linux64", "x86_64-w64-mingw32": "win64", "i686-w64-mingw32": "win32"}

INTRODUCTION = """# The corpus

Public headers of Debian 12's development packages, each bound by Wherry for every target it makes
sense for. The binding is then compiled by the target's gcc, and for Linux by clang too, with
`-Wall -Wextra -Werror`: so each of its assertions about prototypes, layouts and values held.
`tests/corpus/run` does it and writes this file; [table.py](../tests/corpus/table.py) is the list.

*Functions* are those that Wherry bound, of all that the library's own headers declare: its ledger
names the rest. The run asks gcc as well (`-aux-info`), and names a function that gcc knows from the
same headers and that is neither bound nor in the ledger: it is *lost*. *Macros left* are macros
that are no constants.

"""


def share(bound, skipped):
    return f"{100 * bound / (bound + skipped):.1f} %" if bound + skipped else "–"


def totals(results):
    outcomes = [outcome for result in results for outcome in result.outcomes]
    bound = sum(outcome.functions for outcome in outcomes)
    skipped = sum(outcome.skipped_functions for outcome in outcomes)
    lost = sum(len(outcome.lost) for outcome in outcomes)
    return bound, skipped, lost


def summary(results):
    good = [result for result in results if not result.failures]
    headers = sum(len(result.row.headers.split()) for result in results)
    bound, skipped, lost = totals(results)
    yield (f"{len(good)} of {len(results)} bindings of {headers} headers were bound and compiled; "
           f"{bound} of {bound + skipped} functions are bound ({share(bound, skipped)}), "
           f"{lost} are lost.")


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join(" --- " if i < 3 else " ---: " for i in range(len(head))) + "|"
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"


def result_rows(results):
    for result in results:
        stages = ", ".join(dict.fromkeys(stage for stage, _ in result.failures))
        verdict = f"fails: {stages}" if stages else "ok"
        head = [" ".join(f"`{name}`" for name in result.row.headers.split()), result.row.package]
        for outcome in result.outcomes:
            public = outcome.functions + outcome.skipped_functions
            yield [*head, LABELS[outcome.target], f"{outcome.functions} / {public}",
                   share(outcome.functions, outcome.skipped_functions), len(outcome.lost),
                   outcome.records, outcome.enums, outcome.constants, outcome.skipped_macros,
                   verdict]
        if not result.outcomes:
            yield [*head, "", "", "", "", "", "", "", "", verdict]


def reason_rows(results):
    counts = Counter()
    for result in results:
        counts.update(result.reasons)
    for (kind, reason), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield [kind, f"it {reason}", REASONS.get((kind, reason), "**not explained**"), count]


def unexplained(results):
    return sorted({(kind, reason) for result in results for kind, reason in result.reasons
                   if (kind, reason) not in REASONS})


def without_paths(line, top):
    return re.sub(r"\S*/(?=[\w.+-]+\.h\b)", "", line.replace(str(top), "."))


def failures(results, top):
    for result in results:
        for stage, text in result.failures:
            lines = [line for line in text.splitlines() if "error" in line] or text.splitlines()
            yield f"- **{result.row.name}**, {stage} ({len(lines)} lines):"
            yield from (f"  `{without_paths(line, top)[:160]}`" for line in lines[:3])


def lost(results):
    """What gcc declares and Wherry knows nothing of, wrapped to the width of the house."""
    for result in results:
        for outcome in result.outcomes:
            if outcome.lost:
                names = outcome.lost[:8] + (["…"] if len(outcome.lost) > 8 else [])
                yield (f"- {result.row.name}, {LABELS[outcome.target]}, {len(outcome.lost)}:\n"
                       f"  {' '.join(f'`{name}`' for name in names)}")


def cost_rows(results):
    for result in results:
        if result.clang_s:
            yield [result.row.name, len(result.row.targets), "", f"{result.bind_s:.2f}",
                   f"{result.clang_s:.2f}", f"{result.bind_s / result.clang_s:.1f}"]


def costs(results):
    ratios = sorted(result.bind_s / result.clang_s for result in results if result.clang_s)
    yield ("Seconds for `wherry bind`, with all its outputs, and for `clang -fsyntax-only` on the "
           "same headers,\nfor all targets of the row together; the best of three. "
           "`tests/corpus/run --times` measures.\n")
    yield f"The median of the ratios is {ratios[len(ratios) // 2]:.1f}.\n"
    yield from table(["binding", "targets", "", "wherry", "clang", "ratio"], cost_rows(results))


def sections(results, top):
    yield from summary(results)
    yield ""
    yield from table(["headers", "package", "target", "functions", "share", "lost", "records",
                      "enums", "constants", "macros left", "result"], result_rows(results))
    for title, lines in [
            ("Why something is not bound", table(["what", "reason", "what it means", "count"],
                                                  reason_rows(results))),
            ("What fails", failures(results, top)),
            ("What is lost", lost(results))]:
        yield f"\n## {title}\n"
        yield from list(lines) or ["Nothing."]


def write(path, results, top, timed):
    """Times change at every run: those of the last measurement stay until the next one."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    text = INTRODUCTION + "\n".join(sections(results, top)) + "\n"
    if timed:
        text += f"\n{COSTS}\n" + "\n".join(costs(results)) + "\n"
    elif COSTS in old:
        text += f"\n{COSTS}" + old.split(COSTS, 1)[1]
    path.write_text(text, encoding="utf-8")
