"""The command line: the app (default), `tour`, `serve` (the local bot), `migrate` (a chain's database), `--version`.

Nothing heavy is imported here: the window must be painted within 350 ms of the process start.
"""

import sys
from collections.abc import Sequence

from strakly_desktop import __version__

USAGE = """\
usage: strakly-desktop [app] [--server URL] [--web-app URL] [--home DIR]
       strakly-desktop tour [--record DIR]
       strakly-desktop serve [--host 127.0.0.1] [--port 0] [--database URL] [--workers N]
       strakly-desktop migrate --database URL [--role strakly_app] [--demo]
       strakly-desktop --version

  app      open the front-desk window (the default); without --server it
           answers from a demo gym on this computer
  tour     play the demo: an answer with a table, a theme change, New Chat
  serve    run only the local assistant, for other clients; with --workers
           for a chain of gyms, over PostgreSQL
  migrate  prepare the database of a chain of gyms
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` (without the program name) asks for and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    match arguments:
        case ["--version" | "-V"]:
            print(f"strakly-desktop {__version__}")
            return 0
        case ["--help" | "-h" | "help"]:
            print(USAGE, end="")
            return 0
        case ["migrate", *rest]:
            return _of_chain("migrate", rest)
        case ["serve", *rest] if any(word.partition("=")[0] == "--workers" for word in rest):
            return _of_chain("serve", rest)
        case ["serve", *rest]:
            from strakly_desktop.bot.server.serve import main as serve

            return serve(rest)
        case ["app", *rest] | rest:
            from strakly_desktop.app.process.program.interpreter import prepare_interpreter

            prepare_interpreter()
            from strakly_desktop.app.composition.run import run

            return run(rest)


def _of_chain(command: str, arguments: Sequence[str]) -> int:
    try:
        if command == "migrate":
            from strakly_desktop.bot.chain.migrate import main as run
        else:
            from strakly_desktop.bot.chain.serve import main as run
    except ImportError as error:
        print(
            "A chain of gyms needs Linux and more packages, which are not here:"
            f' pip install "strakly-desktop[chain]" ({error})',
            file=sys.stderr,
        )
        return 1
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
