"""Programs that translate, well or badly, as `catalog pretranslate` starts them: `programs.py WAY`.

Each reads questions from standard input; `hurt` is what a bad one is asked about.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import Any

HURT = "three"


def answer(question: dict[str, Any]) -> str:
    return json.dumps({"id": question["id"], "text": f"译文 {question['text']} 完"})


def main(way: str) -> None:
    questions = [json.loads(line) for line in sys.stdin]
    hurts = any(HURT in question.get("context", "") for question in questions)
    if hurts and way == "dies":
        sys.stderr.write("out of memory\n")
        os._exit(3)
    if hurts and way == "crashes":
        os.kill(os.getpid(), signal.SIGKILL)
    if hurts and way == "hangs":
        print(answer(questions[0]), flush=True)
        time.sleep(600)
    if hurts and way == "chatters":
        while True:
            sys.stdout.write("x" * 65536)
    nonsense = [
        "",
        "no json",
        "[]",
        '{"id": 1}',
        '{"id": true, "text": "x"}',
        '{"id": 99, "text": "x"}',
    ]
    nonsense += ['{"id": 1, "text": ""}', '{"id": 1, "text": "\\ud800"}', '{"id": 1, "text": 7}']
    nonsense += ['{"id": 1, "text": "\\u001b[31m"}', "[" * 100_000, "9" * 10_000]
    if hurts and way == "raves":
        print("\n".join(nonsense))
        sys.stdout.buffer.write(b"\xff\xfe\n")
        return
    for question in questions:
        if way == "shows":
            said = {"id": question["id"], "text": f"{question['terms']} {question['text']}"}
            print(json.dumps(said))
            continue
        if way == "strips":
            question["text"] = question["text"].replace("[", "").replace("]", "").replace("X", "")
        print(answer(question))


if __name__ == "__main__":
    main(sys.argv[1])
