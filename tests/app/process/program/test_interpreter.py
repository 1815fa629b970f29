"""What the app's interpreter does not do, which it would do by itself."""

import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import trustme


def after(script: str) -> dict[str, object]:
    """What `script` said of an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True)
    said: dict[str, object] = json.loads(done.stdout)
    return said


def test_importing_reads_no_sources_and_collects_no_garbage() -> None:
    said = after(
        "import json, linecache, gc\n"
        "from strakly_desktop.app.process.program.interpreter import prepare_interpreter\n"
        "prepare_interpreter()\n"
        "collections = gc.get_stats()[0]['collections']\n"
        "import strakly_desktop.ui.window.main_window\n"
        "print(json.dumps({'imported': strakly_desktop.ui.window.main_window.MainWindow.__name__,"
        " 'sources': sorted(linecache.cache),"
        " 'collected': gc.get_stats()[0]['collections'] - collections}))"
    )
    assert said == {"imported": "MainWindow", "sources": [], "collected": 0}


def test_the_sources_would_be_read_without_it() -> None:
    """When this fails, PySide has mended it, and the module can go."""
    said = after(
        "import json, linecache, PySide6.QtCore\n"
        "import strakly_desktop.conversation.model\n"
        "print(json.dumps({'sources': len(linecache.cache)}))"
    )
    assert said["sources"]


def test_asyncio_comes_without_tls_and_pyside_without_what_writes_its_stubs() -> None:
    said = after(
        "import builtins, json, sys\n"
        "plain = builtins.compile\n"
        "from strakly_desktop.app.process.program.interpreter import import_asyncio, prepare_interpreter\n"
        "prepare_interpreter()\n"
        "import_asyncio()\n"
        "import asyncio.sslproto\n"
        "from PySide6.QtCore import QObject\n"
        "try: QObject().setObjectName(5)\n"
        "except TypeError as error: wrong = str(error)\n"
        "stubs = sys.modules['shibokensupport.signature.lib.pyi_generator']\n"
        "print(json.dumps({'tls': 'ssl' in sys.modules or asyncio.sslproto.ssl is not None,"
        " 'later': __import__('ssl').__name__, 'writes': hasattr(stubs, 'generate_pyi'),"
        " 'explains': 'setObjectName(int)' in wrong, 'compile': builtins.compile is plain}))"
    )
    assert said == {"tls": False, "later": "ssl", "writes": False, "explains": True, "compile": True}


def test_a_thread_that_works_gives_way_to_the_window_soon() -> None:
    said = after(
        "import json, sys\n"
        "from strakly_desktop.app.process.program.interpreter import prepare_interpreter\n"
        "prepare_interpreter()\n"
        "print(json.dumps({'seconds': sys.getswitchinterval()}))"
    )
    assert said == {"seconds": 0.001}


def test_pyside_would_import_it() -> None:
    """When this fails, PySide has mended it, and what leaves it out can go."""
    said = after(
        "import json, sys, PySide6.QtCore\n"
        "stubs = sys.modules['shibokensupport.signature.lib.pyi_generator']\n"
        "print(json.dumps({'writes': hasattr(stubs, 'generate_pyi')}))"
    )
    assert said == {"writes": True}


ASK_SAFELY = """
import sys
from strakly_desktop.app.process.program.interpreter import import_asyncio, prepare_interpreter
prepare_interpreter()
import_asyncio()
import asyncio.sslproto
from strakly_desktop.client.bot_client import BotClient

async def ask():
    client = BotClient(sys.argv[1], lambda: None)
    print((await client.health()).failure.name, "ssl" in sys.modules, asyncio.sslproto.ssl)
    await client.aclose()

asyncio.run(ask())
"""


def test_a_server_is_asked_by_https_all_the_same(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            connection, _ = listener.accept()
            with connection, context.wrap_socket(connection, server_side=True) as safe:
                safe.recv(65_536)
                safe.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

        server = threading.Thread(target=refuse)
        server.start()
        done = subprocess.run(
            [sys.executable, "-c", ASK_SAFELY, f"https://127.0.0.1:{listener.getsockname()[1]}"],
            env={**os.environ, "SSL_CERT_FILE": str(tmp_path / "authority.pem")},
            capture_output=True,
            text=True,
            check=True,
        )
        server.join()
    assert done.stdout == "NOT_FOUND True None\n"
