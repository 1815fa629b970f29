"""Nothing that a model writes loads, connects or runs: streamed, painted, copied, hovered or printed."""

import asyncio
import base64
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPdfWriter, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser, QWidget
from support.desk import OpenDesk
from support.notices import press_notice
from support.scripted_server import Reply, ScriptedServer, scripted_server, sse
from support.watched_file import WatchedFile

from strakly_desktop.theme import resources
from strakly_desktop.theme.theme import ThemeMode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="watches the file with inotify")

OpenAt = Callable[..., OpenDesk]
MAGENTA = QColor(255, 0, 255)

# {trap}: a listener that must see no connection. {file}: a magenta picture that nobody may open. {data}: the same.
HOSTILE = {
    "markdown image": "![a]({trap}/a.png) ![b]({file}) ![c](file://{file}) ![d]({data} \"t\") ![e](qrc:/a.png)\n",
    "reference image": "![r][1] and ![1]\n\n[1]: {trap}/r.png\n[2]: {file}\n",
    "image in a link": "[![x]({trap}/x.png)](https://example.com)\n",
    "image in a table": "| a | b |\n|---|---|\n| ![x]({trap}/x) | <img src='{file}'> |\n| 1 | ![]({data}) |\n",
    "html image": "<img src='{trap}/i.png'><IMG SRC={file}><img src=file://{file}><img src='{data}'>\n",
    "html picture": "<picture><source srcset='{trap}/p'><img srcset='{trap}/q 2x'></picture>\n",
    "style": "<style>@import url({trap}/c.css); body {{ background: url({trap}/b.png) #ff00ff }}</style>\n\ntext\n",
    "inline style": "<p style=\"background:#ff00ff url('{trap}/s.png')\">x</p><div style='color:#f0f'>y</div>\n",
    "body": "<body background='{trap}/bg.png' bgcolor='#ff00ff'><table background='{file}'><tr><td>1</table>\n",
    "stylesheet": "<link rel=stylesheet href='{trap}/l.css'><link rel=icon href='{file}'>\n",
    "frames": "<iframe src='{trap}/f'></iframe><frame src='{trap}/g'><object data='{file}'><embed src='{trap}'>\n",
    "media": "<video src='{trap}/v' poster='{trap}/p' autoplay></video><audio src='{file}' autoplay></audio>\n",
    "svg": "<svg><image href='{trap}/v.png'/><use href='{trap}/u.svg#x'/></svg><svg onload=alert(1)>\n",
    "script": "<script src='{trap}/s.js'></script><script>fetch('{trap}')</script><a onclick=x()>z</a>\n",
    "refresh": "<meta http-equiv=refresh content='0;url={trap}/m'><base href='{trap}/'>[r](i.png) <img src=x.png>\n",
    "form": "<form action='{trap}'><input type=image src='{trap}/t.png'><button formaction='{trap}'>b</form>\n",
    "font": "<font face='x' src='{trap}'>f</font><span style='font-family:url({file})'>g</span>\n",
    "list": "<ul style='list-style-image:url({file})'><li>x</li></ul>\n\n- <img src='{file}'>\n",
    "fence": "```html\n<img src='{trap}/fence.png'>\n```\n",
    "unclosed": "<img src='{trap}/never\n\n<a href='{file}\n\n![open]({trap}/o\n",
}  # fmt: skip

UNSAFE_LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)",
    "file:///etc/passwd", "data:text/html,<b>x</b>", "qrc:/x", "vbscript:x", "ftp://host/x", "smb://host/x",
    "//evil.example", "/\\evil.example", "\\\\evil\\share", "strakly://run", "mailto:a@b.example", "tel:1",
    "https://bank.example@evil.example/", "https://user:pw@evil.example/", "http:evil.example", "https:///x",
    "https://exa\u202emple.com/", "https://example.com/\u2066gpj.exe", "/clients\u202e/5", "https://ex\u200bample.com",
]  # fmt: skip


@contextmanager
def audited() -> Iterator[list[tuple[str, str]]]:
    """What Python itself opens or connects to inside the block, but for its own code and the package's files."""
    seen: list[tuple[str, str]] = []
    _listeners.append(lambda name, place: seen.append((name, place)))
    try:
        yield seen
    finally:
        _listeners.pop()


_listeners: list[Callable[[str, str], None]] = []
_OWN = [
    *{sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")},
    str(Path(sys.modules["strakly_desktop"].__path__[0])),
    str(resources.icons().parent),
]
_WATCHED = {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.posix_spawn", "os.system"}


def _audit(name: str, arguments: tuple[Any, ...]) -> None:
    if _listeners and name in _WATCHED:
        place = str(arguments[1] if name == "socket.connect" else arguments[0])
        if name != "open" or not place.startswith(tuple(_OWN)):
            _listeners[-1](name, place)


sys.addaudithook(_audit)  # For good: a hook cannot be taken back.


@asynccontextmanager
async def trap() -> Any:
    """A listener and the list of connections that it got."""
    caught: list[str] = []

    def catch(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caught.append(str(writer.get_extra_info("peername")))
        writer.close()

    server = await asyncio.start_server(catch, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", caught
    finally:
        server.close()


@pytest.fixture
def picture(tmp_path: Path) -> Iterator[WatchedFile]:
    """A magenta picture; watched from when it is complete."""
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(MAGENTA)
    path = tmp_path / "decoy.png"
    assert image.save(str(path))
    watched = WatchedFile(path)
    yield watched
    watched.close()


def magenta_pixels(image: QImage) -> int:
    small = image.convertToFormat(QImage.Format.Format_RGB32)
    return sum(
        small.pixelColor(x, y) == MAGENTA
        for x in range(0, small.width(), 4)
        for y in range(0, small.height(), 4)
    )


def links_of(document: QTextDocument) -> dict[str, int]:
    """The address of each link of a document and a position inside it."""
    found: dict[str, int] = {}
    block = document.begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            format_ = fragments.fragment().charFormat()
            assert not format_.isImageFormat(), "an image in the document"
            if format_.isAnchor() and format_.anchorHref():
                found.setdefault(format_.anchorHref(), fragments.fragment().position())
            fragments += 1
        block = block.next()
    return found


def point_of(desk: OpenDesk, position: int) -> QPoint:
    transcript = desk.house.transcript
    cursor = QTextCursor(transcript.document())
    cursor.setPosition(position + 1)
    transcript.ensureCursorVisible()
    return transcript.cursorRect(cursor).center() + QPoint(1, 0)


async def show(desk: OpenDesk, server: ScriptedServer, text: str) -> None:
    """Let an answer stream in, in pieces that cut every tag and address."""
    pieces = [{"token": text[start : start + 7]} for start in range(0, len(text), 7)]
    halves = [pieces[: len(pieces) // 2], pieces[len(pieces) // 2 :]]
    first, second = (sse({"conversation_id": "c"}, *halves[0]), sse(*halves[1], "[DONE]"))
    server.replies.append(Reply([first, second]))
    await desk.ask("show it")
    assert len(desk.house.session.messages[-1].text) == len(text)


def loading_parts(html: str) -> list[str]:
    """What would make whoever this HTML is pasted into load or run something."""
    found: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend([tag] if tag in _LOADING_TAGS else [])
            for name, value in attrs:
                unsafe = name.startswith("on") or name in _LOADING_ATTRIBUTES or "url(" in (value or "")
                if unsafe or (name == "href" and not (value or "").startswith(("http:", "https:", "/"))):
                    found.append(f"{tag} {name}={value}")

    Parser().feed(html)
    return found


_LOADING_TAGS = {
    "img",
    "iframe",
    "frame",
    "script",
    "link",
    "object",
    "embed",
    "svg",
    "video",
    "audio",
    "base",
    "form",
}
_LOADING_ATTRIBUTES = {"src", "srcset", "background", "data", "poster", "action"}


def use_in_every_way(desk: OpenDesk, directory: Path) -> None:
    """Paint, select, copy, hover and print what is shown."""
    transcript = desk.house.transcript
    desk.house.window.grab()
    for position in links_of(transcript.document()).values():
        QTest.mouseMove(transcript.viewport(), point_of(desk, position))
    transcript.selectAll()
    mime = transcript.createMimeDataFromSelection()
    assert loading_parts(mime.html()) == []
    pasted = QTextBrowser()
    pasted.insertFromMimeData(mime)
    pasted.grab()
    transcript.print_(QPdfWriter(str(directory / "page.pdf")))


def test_the_traps_would_snap(qapp: Any, picture: WatchedFile, run: Any) -> None:
    """What this file relies on: Qt's own browser is caught by the picture, a connection by trap and audit."""

    async def scenario() -> None:
        plain = QTextBrowser()
        plain.setHtml(f"<img src='{picture.path}'>")
        assert magenta_pixels(plain.grab().toImage()) > 0
        assert picture.was_opened()
        assert not picture.was_opened()
        async with trap() as (url, caught):
            with audited() as seen:
                _, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
                picture.path.read_bytes()
                writer.close()
            while not caught:  # noqa: ASYNC110 - accepted a moment later, by the same loop
                await asyncio.sleep(0.001)
        assert {name for name, _ in seen} >= {"socket.connect", "open"}

    run(scenario())


def test_no_part_of_an_answer_loads_anything(
    desk_at: OpenAt, run: Any, picture: WatchedFile, tmp_path: Path
) -> None:
    data = f"data:image/png;base64,{base64.b64encode(picture.path.read_bytes()).decode()}"
    assert picture.was_opened()

    async def scenario() -> None:
        async with trap() as (url, caught), scripted_server() as server:
            desk = desk_at(server.url)
            names = {"trap": url, "file": str(picture.path), "data": data}
            await show(
                desk, server, "# Warm\n\n| a |\n|---|\n| `b` |\n\n```python\nx = 1\n```\n\n- [c](/clients)\n"
            )
            use_in_every_way(desk, tmp_path)
            page = tmp_path / "page.pdf"
            for name, text in HOSTILE.items():
                with audited() as seen:
                    await show(desk, server, text.format(**names))
                    use_in_every_way(desk, tmp_path)
                assert not picture.was_opened(), name
                assert magenta_pixels(desk.house.window.grab().toImage()) == 0, name
                told = [event for event in seen if server.url.rpartition(":")[2] not in event[1]]
                assert [event for event in told if Path(event[1]) != page] == [], name
            desk.house.themes.set_mode(ThemeMode.DARK)
            desk.house.window.grab()
            assert not picture.was_opened()
            assert caught == []
            assert len(server.requests) == len(HOSTILE) + 1
            assert desk.opened_urls == []

    run(scenario())


def test_the_view_hands_out_no_resource(desk_at: OpenAt, qloop: Any, picture: WatchedFile) -> None:
    transcript = desk_at("http://127.0.0.1:1", connect=False).house.transcript
    kinds = QTextDocument.ResourceType
    for kind in (kinds.ImageResource, kinds.StyleSheetResource, kinds.HtmlResource, kinds.MarkdownResource):
        for name in (str(picture.path), f"file://{picture.path}", "qrc:/x", ":/qt-project.org/styles/x.png"):
            assert transcript.document().resource(kind.value, name) is None
    transcript.setSource(f"file://{picture.path}")
    assert not picture.was_opened()


@pytest.mark.parametrize("href", UNSAFE_LINKS)
def test_an_unsafe_address_is_no_link(desk_at: OpenAt, run: Any, href: str) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = desk_at(server.url)
            forms = (
                f'[a]({href}) [b](<{href}>) <a href="{href}">c</a> <{href}> [d][x]\n\n{href}\n\n[x]: {href}\n'
            )
            await show(desk, server, f"{forms}\n[good](/clients/5)\n")
            links = links_of(desk.house.transcript.document())
            assert "/clients/5" in links
            # What a disguised address holds may be a link by itself: then it is a plain one, and says so.
            for link in links.keys() - {"/clients/5"}:
                assert link.isascii(), link
                assert link.startswith(("https://e", "http://e")), link
                assert "@" not in link
                assert link in desk.shown, "the link is what the reader reads"

    run(scenario())


@pytest.mark.parametrize("href", [link for link in UNSAFE_LINKS if link.isascii()])
def test_an_unsafe_address_is_not_opened_even_if_it_were_clicked(
    desk_at: OpenAt, qloop: Any, href: str
) -> None:
    desk = desk_at("http://127.0.0.1:1", connect=False)
    desk.house.transcript.link_activated.emit(href)
    assert desk.opened_urls == []
    action = desk.house.window.notices._rows["link"].notice.action
    if action is not None:
        action.run()
    assert [url for url in desk.opened_urls if url] == []


@pytest.mark.parametrize(
    ("href", "opened"),
    [
        ("/clients/5", "https://app.strakly.example/clients/5"),
        ("/clients?name=Asha%20Rao&x=%26", "https://app.strakly.example/clients?name=Asha%20Rao&x=%26"),
        ("/clients?name=%E0%A4%B0", "https://app.strakly.example/clients?name=%E0%A4%B0"),
    ],
)
def test_a_page_of_the_web_app_opens_as_it_was_written(
    desk_at: OpenAt, run: Any, href: str, opened: str
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = desk_at(server.url)
            await show(desk, server, f"[the page]({href})\n")
            position = links_of(desk.house.transcript.document())[href]
            desk.house.window.grab()
            viewport = desk.house.transcript.viewport()
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point_of(desk, position))
            assert desk.opened_urls == [opened]

    run(scenario())


def test_another_site_is_named_before_it_opens(desk_at: OpenAt, run: Any) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = desk_at(server.url)
            await show(desk, server, "[strakly.example](https://evil.example/a%20b?c=%26)\n")
            address = "https://evil.example/a%20b?c=%26"
            position = links_of(desk.house.transcript.document())[address]
            desk.house.window.grab()
            viewport = desk.house.transcript.viewport()
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point_of(desk, position))
            assert desk.opened_urls == []
            assert desk.notices == ["link"]
            texts = [child.accessibleName() for child in desk.house.window.notices.findChildren(QWidget)]
            assert any("evil.example" in text for text in texts)
            press_notice(desk.house.window.notices, "link")
            assert desk.opened_urls == [address]

    run(scenario())
