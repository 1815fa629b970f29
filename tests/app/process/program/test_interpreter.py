"""What the app's interpreter does not do, which it would do by itself."""

import json
import subprocess
import sys


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
        "before = set(linecache.cache)\n"
        "collections = gc.get_stats()[0]['collections']\n"
        "import strakly_desktop.ui.window.main_window\n"
        "print(json.dumps({'imported': strakly_desktop.ui.window.main_window.MainWindow.__name__,"
        " 'sources': sorted(set(linecache.cache) - before),"
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
        "from strakly_desktop.app.process.program.interpreter import prepare_interpreter\n"
        "prepare_interpreter()\n"
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


def test_pyside_would_import_it() -> None:
    """When this fails, PySide has mended it, and what leaves it out can go."""
    said = after(
        "import json, sys, PySide6.QtCore\n"
        "stubs = sys.modules['shibokensupport.signature.lib.pyi_generator']\n"
        "print(json.dumps({'writes': hasattr(stubs, 'generate_pyi')}))"
    )
    assert said == {"writes": True}
