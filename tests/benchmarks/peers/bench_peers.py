"""What a token costs in web pages that render markdown, beside the app: CPU of all processes, on the same streams.

    .venv/bin/python tests/benchmarks/peers/bench_peers.py [--runs 3]

Needs Chromium and npm, which fetches the peers at the versions of `package.json` into a folder that is gone afterwards.
Outside of all tests. The first answer of a page warms it up and is not counted. What all processes have spent counts
until 0.2 s after the last frame, whose end the page tells before it is painted. It is the scheduler's count: that of
`ps` goes in steps of 10 ms, of which a whole answer at full speed takes four.
"""

# ruff: noqa: T201

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from time import sleep
from typing import Final

import psutil

HERE: Final = Path(__file__).parent
BENCHMARKS: Final = HERE.parent
SERVER: Final = HERE.parents[1] / "support" / "token_server.py"
PEERS: Final = ("streaming-markdown", "streamdown")
STREAMS: Final = {"stream-400": (400, 5_000), "stream-full": (0, 5_000)}
LATE_S: Final = 0.2
CHROMIUM: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--window-size=1000,760",
)


def built(peer: str, folder: Path) -> Path:
    """A folder with the page of a peer, ready to be served."""
    for file in HERE.glob("*.*s*"):
        shutil.copy(file, folder)
    shutil.copy(HERE / "index.html", folder)
    if not (folder / "node_modules").exists():
        command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=folder, check=True)
    bundle = ["npx", "esbuild", f"{peer}.js", "--bundle", "--minify", "--format=esm", "--log-level=error"]
    define = '--define:process.env.NODE_ENV="production"'
    subprocess.run([*bundle, define, "--outfile=page.js", "--allow-overwrite"], cwd=folder, check=True)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Iterator[str]]]:
    """The address of a token server with these files, and the lines that it says."""
    command = [sys.executable, str(SERVER), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stdin is not None
        yield server.stdout.readline().strip(), map(str.strip, server.stdout)
        server.stdin.close()


def spent(process: psutil.Process) -> float:
    """CPU seconds of the threads of a process and of all that it has started."""
    nanoseconds = 0
    for one in (process, *process.children(recursive=True)):
        for task in Path(f"/proc/{one.pid}/task").glob("*/schedstat"):
            with suppress(OSError):
                nanoseconds += int(task.read_text().split()[0])
    return nanoseconds / 1e9


def in_chromium(folder: Path, rate: int, tokens: int) -> float:
    """Microseconds a token, in a browser of its own."""
    with tempfile.TemporaryDirectory() as profile, served(folder) as (url, lines):
        address = f"{url}/?ask=500+0&ask={tokens}+{rate}"
        command = ["chromium", *CHROMIUM, f"--user-data-dir={profile}", "--remote-debugging-port=0", address]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process, start = psutil.Process(browser.pid), 0.0
            for line in lines:
                if line == "begun-1":
                    start = spent(process)
                elif line == "done-1":
                    sleep(LATE_S)
                    return (spent(process) - start) / tokens * 1e6
        finally:
            for child in psutil.Process(browser.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    child.kill()
            browser.kill()
            browser.wait()
    raise RuntimeError("The page has not come to its end.")


def of_the_app(name: str) -> float:
    """The same of the app, by its own benchmark."""
    sys.path.insert(0, str(BENCHMARKS))
    from bench_cost import HERE as ROOT
    from bench_cost import probe

    command = [sys.executable, str(SERVER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        (microseconds,) = probe(name, "new", server.stdout.readline().strip(), ROOT).values()
        server.communicate()
    return microseconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        found: dict[tuple[str, str], list[float]] = {}
        for peer in PEERS:
            page = built(peer, Path(folder))
            for _ in range(runs):
                for name, (rate, tokens) in STREAMS.items():
                    found.setdefault((name, peer), []).append(in_chromium(page, rate, tokens))
                    found.setdefault((name, "app"), []).append(of_the_app(name))
        print(f"microseconds of CPU a token, medians of {runs} runs\n{'':<14}{'app':>8}", end="")
        print("".join(f"{peer:>22}{'app against it':>16}" for peer in PEERS))
        for name in STREAMS:
            ours = median(found[name, "app"])
            cells = [f"{name:<14}{ours:8.0f}"]
            for peer in PEERS:
                theirs = median(found[name, peer])
                cells.append(f"{theirs:22.0f}{ours / theirs:15.2f}x")
            print("".join(cells), flush=True)


if __name__ == "__main__":
    main()
