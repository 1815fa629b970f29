"""A process that streams answers into a store and tells what it showed and what it was told is on disk.

    python tests/support/store_writer.py FILE NAME TURNS TOKENS SECONDS_PER_TOKEN SECONDS_PER_SAVE

`WriterProcess` starts one from a test; `check_after_kill` says what must be true of the file when it was killed.
"""

# ruff: noqa: T201

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore

SHOWN_IS_SAFE_AFTER_S = 1.0


def text_of(name: str, tokens: int) -> str:
    """The first `tokens` of an answer: each says where it stands, so that a gap shows."""
    return "".join(f"{name}.{index} " for index in range(tokens))


async def stream(path: Path, name: str, turns: int, tokens: int, token_s: float, save_s: float) -> None:
    """Ask and answer, in one conversation."""
    store = await ConversationStore.open(path)
    print("open", flush=True)
    for number in range(turns):
        now = datetime.now().astimezone()
        summary = ConversationSummary(f"c-{name}", f"Conversation {name}", now, now)
        question = Message(f"q-{name}-{number}", Role.USER, f"Question {name} {number}", now)
        answer = Message(f"a-{name}-{number}", Role.ASSISTANT, "", now, MessageState.STREAMING)
        await store.begin_turn(summary, question, answer)
        print("begun", number, flush=True)
        saved, saved_at = 0, monotonic()
        for shown in range(1, tokens + 1):
            print("shown", number, shown, monotonic(), flush=True)
            await asyncio.sleep(token_s)
            if monotonic() - saved_at >= save_s:
                growth = text_of(name, shown)[len(text_of(name, saved)) :]
                await store.append_answer(answer.id, growth)
                saved, saved_at = shown, monotonic()
                print("saved", number, saved, flush=True)
        whole = replace(answer, text=text_of(name, tokens), state=MessageState.COMPLETE)
        await store.finish_answer(summary.id, whole, None)
        print("finished", number, flush=True)
    await store.aclose()


@dataclass(slots=True)
class Told:
    """What a writer said of one turn: tokens on disk, tokens shown and when, whether it is over."""

    saved: int = 0
    shown: list[tuple[int, float]] = field(default_factory=list)
    finished: bool = False


class WriterProcess:
    """A running writer. `turns` fills while its output is read."""

    def __init__(
        self, path: Path, name: str, turns: int, tokens: int, token_s: float = 0.002, save_s: float = 0.02
    ) -> None:
        self.name = name
        self.tokens = tokens
        self.turns: dict[int, Told] = {}
        self.killed_at = 0.0
        arguments = (path, name, turns, tokens, token_s, save_s)
        self._process = subprocess.Popen(
            [sys.executable, __file__, *map(str, arguments)], stdout=subprocess.PIPE, text=True
        )

    def read_until(self, word: str) -> None:
        """Read its output up to the first line that begins with `word`."""
        while not self._read_line().startswith(word):
            pass

    def kill(self) -> None:
        """End it as `kill -9` does, and take in all that it had said."""
        self.killed_at = monotonic()
        self._process.kill()
        self._finish()

    def wait(self) -> int:
        """Read it to its end. Its exit code."""
        return self._finish()

    def _finish(self) -> int:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._take(line)
        self._process.stdout.close()
        return self._process.wait()

    def _read_line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the writer has ended"
        self._take(line)
        return line

    def _take(self, line: str) -> None:
        if not line.endswith("\n"):
            return  # Cut by the kill.
        match line.split():
            case ["begun", number]:
                self.turns[int(number)] = Told()
            case ["shown", number, tokens, at]:
                self.turns[int(number)].shown.append((int(tokens), float(at)))
            case ["saved", number, tokens]:
                self.turns[int(number)].saved = int(tokens)
            case ["finished", number]:
                self.turns[int(number)].finished = True


def integrity(path: Path) -> list[str]:
    """What SQLite finds wrong with the file; the index of words is checked against its texts too."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        faults += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
        for index in ("title_words", "message_words"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    return faults


async def check_after_kill(path: Path, writer: WriterProcess) -> tuple[int, float]:
    """Open the file again and hold it against what the killed `writer` had told.

    Returns:
        How many tokens shown were lost, and for how many seconds the oldest of them had been on screen.

    Raises:
        AssertionError: something is missing, or a part looks whole.
    """
    assert integrity(path) == []
    store = await ConversationStore.open(path)
    assert store.set_aside is None
    messages = {message.id: message for message in await store.all_messages(f"c-{writer.name}")}
    await store.aclose()
    lost, oldest = 0, 0.0
    for number, told in writer.turns.items():
        assert messages[f"q-{writer.name}-{number}"].text == f"Question {writer.name} {number}"
        answer = messages[f"a-{writer.name}-{number}"]
        whole = text_of(writer.name, writer.tokens)
        kept = len(answer.text.split())
        assert whole.startswith(answer.text), "a gap in the answer"
        assert kept >= told.saved, "less than the store had said is on disk"
        if answer.state is MessageState.COMPLETE:
            assert answer.text == whole
        else:
            assert answer.state is MessageState.INTERRUPTED
            assert not told.finished
        ages = [writer.killed_at - at for tokens, at in told.shown if tokens > kept]
        assert max(ages, default=0.0) <= SHOWN_IS_SAFE_AFTER_S, "something shown for over a second is lost"
        lost += len(ages)
        oldest = max(oldest, *ages, 0.0)
    return lost, oldest


if __name__ == "__main__":
    file, name, turns, tokens, token_s, save_s = sys.argv[1:]
    asyncio.run(stream(Path(file), name, int(turns), int(tokens), float(token_s), float(save_s)))
