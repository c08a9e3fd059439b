"""Runs sections of the README as they stand.

usage: readme_test.py README INSTALL-PREFIX WORK-FOLDER

Of the sections below: a fenced block with a file name is that file; a `sh` block is run; a
`text` block ends what the blocks before it, since the last such block, printed on standard output.
"""

import os
import re
import shutil
import subprocess
import sys

SECTIONS = ("Five minutes", "Frames, devices and a stack in your program")


def section(text, title):
    return re.search(rf"^## {title}$(.*?)^## ", text, re.M | re.S).group(1)


def main():
    readme, prefix, work = sys.argv[1:]
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    environment = dict(os.environ, WHERRY=prefix, PATH=f"{prefix}/bin:{os.environ['PATH']}")
    with open(readme, encoding="utf-8") as file:
        readme_text = file.read()
    text = "".join(section(readme_text, title) for title in SECTIONS)
    printed = ""
    for kind, name, body in re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", text, re.M | re.S):
        if name:
            with open(os.path.join(work, name), "w", encoding="utf-8") as file:
                file.write(body)
        elif kind == "sh":
            result = subprocess.run(["bash", "-euo", "pipefail", "-c", body], cwd=work,
                                    env=environment, text=True, stdout=subprocess.PIPE, check=False)
            if result.returncode:
                sys.exit(f"exit status {result.returncode} of:\n{body}{result.stdout}")
            printed += result.stdout
        elif kind == "text":
            if not printed.endswith(body):
                sys.exit(f"the README says:\n{body}but it prints:\n{printed}")
            printed = ""
    print("what the README shows is true")


main()
