"""The `serve` command: runs the local bot on a loopback port until it is told to stop.

    strakly-desktop serve [--host 127.0.0.1] [--port 0] [--database URL] [--json-ready] [--exit-with-stdin]

Once it listens it prints its URL and a ready demo token. With `--json-ready` that is ONE line of JSON on
standard output, and nothing else is ever printed there, so that the app which started it as a child can read it:

    {"url": "http://127.0.0.1:40123", "token": "<JWT>", "gym_id": 1, "gym_name": "Iron Temple Fitness"}

With `--exit-with-stdin` the end of standard input ends the server: the app holds the other end of that pipe,
so the operating system itself closes it when the app dies, `kill -9` included. Nothing has to be polled.
The exit code is 0 after SIGTERM, SIGINT or the end of standard input, 1 when it could not start (the reason is
on standard error), 2 for wrong arguments. `JWT_SECRET` is the shared secret of the tokens; unset, a random one.
"""
