"""Which proxy is used for which address, by the variables of a real office, good ones and bad ones."""

import json
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.client.proxying.no_proxy import NoProxy, is_loopback
from strakly_desktop.client.proxying.proxies import Proxy, UnusableProxy, choose_proxy, parse_proxy

HTTP, HTTPS = httpx.URL("http://bot.gym.example/chat"), httpx.URL("https://bot.gym.example/chat")
A, B, C, D = "http://a:1", "http://b:2", "http://c:3", "http://d:4"
FAULTS = json.loads((Path(__file__).parent / "unusable_proxies.json").read_text("utf-8"))


def place(url: httpx.URL, **environment: str) -> str | None:
    proxy = choose_proxy(url, environment).proxy
    return None if proxy is None else proxy.place


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://proxy.example:3128", Proxy("http", "proxy.example", 3128)),
        ("proxy.example:3128", Proxy("http", "proxy.example", 3128)),
        ("HTTP://PROXY.example:3128/", Proxy("http", "proxy.example", 3128)),
        ("proxy", Proxy("http", "proxy", 80)),
        ("https://proxy:8443/path?query#x", Proxy("https", "proxy", 8443)),
        ("https://proxy", Proxy("https", "proxy", 443)),
        ("socks://127.0.0.1:1080/", Proxy("socks5", "127.0.0.1", 1080)),
        ("socks5://proxy", Proxy("socks5", "proxy", 1080)),
        ("socks5h://proxy:9", Proxy("socks5", "proxy", 9)),
        ("http://[fd00::1]:8080", Proxy("http", "fd00::1", 8080)),
        ("[::1]:8080", Proxy("http", "::1", 8080)),
        ("http://büro.example:8080", Proxy("http", "xn--bro-hoa.example", 8080)),
        (
            "http://desk:p%40ss%20w%C3%B6rd@proxy:1",
            Proxy("http", "proxy", 1, (b"desk", "p@ss wörd".encode())),
        ),
        ("http://desk:a@b/c?d#e:f@proxy:1", Proxy("http", "proxy", 1, (b"desk", b"a@b/c?d#e:f"))),
        ("desk:100%@proxy:1", Proxy("http", "proxy", 1, (b"desk", b"100%"))),
        ("http://desk:\udcff@proxy:1", Proxy("http", "proxy", 1, (b"desk", b"\xff"))),
        ("http://desk@proxy:1", Proxy("http", "proxy", 1, (b"desk", b""))),
    ],
)
def test_what_a_proxy_is_written_as(value: str, expected: Proxy) -> None:
    assert parse_proxy(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "gopher://proxy:70", "socks4://proxy:1080", "file:///etc/hosts", "http://", "http://:8080", "://proxy",
        "http://proxy:99999", "http://proxy:0", "http://proxy:-1", "http://proxy:80a", "proxy:" + "9" * 5000,
        "http://[::1:8080", "::1", "http://[no address]:80", "http://pro xy:80", "http://pro%zzxy", "http://\n",
        "http://desk:hunter2@", "socks5://desk:" + "hunter2" * 60 + "@proxy",
    ],
)  # fmt: skip
def test_what_is_no_proxy_is_told_without_its_password(value: str) -> None:
    with pytest.raises(UnusableProxy) as caught:
        parse_proxy(value)
    assert str(caught.value).endswith(".") and "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__ is (
        caught.value.__context__ is not None
    )


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40) | st.from_regex(
    r"([a-z0-9+.-]{1,8}://)?[^/]{0,9}(:[^/]{0,9})?@?[\[\]0-9a-fé%:.-]{0,20}(:[0-9]{0,7})?[/?#]?.{0,5}",
    fullmatch=True,
)


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_of_the_environment_stops_a_request(proxy: str, without: str) -> None:
    choice = choose_proxy(HTTP, {"http_proxy": proxy, "NO_PROXY": without})
    assert choice.proxy is None or (choice.proxy.host and 0 < choice.proxy.port < 65_536)
    if choice.proxy is not None:
        httpx.URL(f"http://{choice.proxy.place}/")
    for host in ("10.1.2.3", "fd00::1", "gym.example"):
        NoProxy(without).covers(host, 80)


def test_a_proxy_does_not_show_its_password() -> None:
    proxy = parse_proxy("http://desk:hunter2@proxy:1")
    assert "hunter2" not in repr(proxy) + str(proxy) + proxy.place


@pytest.mark.parametrize(
    ("url", "environment", "expected"),
    [
        (HTTP, {"http_proxy": A, "HTTP_PROXY": B, "all_proxy": C, "ALL_PROXY": D}, "a:1"),
        (HTTP, {"HTTP_PROXY": B, "all_proxy": C}, "b:2"),
        (HTTP, {"HTTP_PROXY": B, "REQUEST_METHOD": "GET", "ALL_PROXY": D}, "d:4"),
        (HTTP, {"https_proxy": A}, None),
        (HTTPS, {"http_proxy": A}, None),
        (HTTPS, {"https_proxy": A, "HTTPS_PROXY": B, "all_proxy": C}, "a:1"),
        (HTTPS, {"HTTPS_PROXY": B, "all_proxy": C}, "b:2"),
        (HTTPS, {"all_proxy": C, "ALL_PROXY": D}, "c:3"),
        (HTTPS, {"ALL_PROXY": D}, "d:4"),
        (HTTPS, {"https_proxy": "", "HTTPS_PROXY": " ", "ALL_PROXY": f" {D} "}, "d:4"),
        (HTTPS, {"https_proxy": "gopher://x", "HTTPS_PROXY": "http://b:99999", "ALL_PROXY": D}, "d:4"),
        (HTTPS, {"ALL_PROXY": D, "NO_PROXY": "*"}, None),
        (HTTPS, {"ALL_PROXY": D, "no_proxy": "other.example", "NO_PROXY": "*"}, "d:4"),
        (HTTPS, {"ALL_PROXY": D, "no_proxy": "", "NO_PROXY": "*"}, None),
    ],
)
def test_the_order_is_that_of_curl(url: httpx.URL, environment: dict[str, str], expected: str | None) -> None:
    assert place(url, **environment) == expected


@pytest.mark.parametrize("environment", FAULTS, ids=str)
def test_one_unusable_entry_stops_nothing(environment: dict[str, str]) -> None:
    expected = {
        "socks://127.0.0.1:1080/": "127.0.0.1:1080",
        "socks5://127.0.0.1:1080": "127.0.0.1:3128",
    }.get(environment.get("ALL_PROXY", ""))
    assert place(HTTP, **environment) == expected
    assert place(HTTP, **{"all_proxy": A, **environment}) in ("a:1", "127.0.0.1:3128", None)


def test_what_is_left_out_is_told_by_its_variable_alone() -> None:
    choice = choose_proxy(
        HTTP,
        {
            "http_proxy": "http://desk:hunter2@proxy:99999",
            "ALL_PROXY": "gopher://desk:hunter2@proxy",
            "NO_PROXY": "10.0.0.0/99,[::1,fine.example",
        },
    )
    assert choice.proxy is None
    assert [problem.partition(":")[0] for problem in choice.problems] == [
        "NO_PROXY",
        "http_proxy",
        "ALL_PROXY",
    ]
    assert "hunter2" not in str(choice) and "desk" not in str(choice)


@pytest.mark.parametrize(
    ("entries", "host", "port", "covered"),
    [
        ("gym.example", "gym.example", 443, True),
        ("gym.example", "bot.gym.example", 443, True),
        ("gym.example", "mygym.example", 443, False),
        (".gym.example", "gym.example", 443, True),
        (".gym.example", "bot.gym.example", 443, True),
        ("*.gym.example", "bot.gym.example", 443, True),
        ("*.gym.example", "mygym.example", 443, False),
        ("GYM.Example.", "bot.gym.example", 443, True),
        ("gym.example", "BOT.gym.example.", 443, True),
        ("other, gym.example ,x", "gym.example", 443, True),
        ("other gym.example", "gym.example", 443, True),
        ("gym.example:8443", "gym.example", 8443, True),
        ("gym.example:8443", "gym.example", 443, False),
        ("https://gym.example/", "gym.example", 443, True),
        ("*", "anything.example", 443, True),
        ("a,*", "anything.example", 443, True),
        ("**", "anything.example", 443, False),
        (",, ,", "gym.example", 443, False),
        ("10.0.0.0/8", "10.200.1.1", 80, True),
        ("10.0.0.0/8", "11.0.0.1", 80, False),
        ("10.1.2.3/8", "10.200.1.1", 80, True),
        ("10.0.0.0/255.0.0.0", "10.200.1.1", 80, True),
        ("0.0.0.0/0", "203.0.113.9", 80, True),
        ("192.168.1.7", "192.168.1.7", 80, True),
        ("192.168.1.7", "192.168.1.70", 80, False),
        ("192.168.1.7:81", "192.168.1.7", 80, False),
        ("168.1.7", "192.168.1.7", 80, False),
        ("10.0.0.0/8", "10.example", 80, False),
        ("fd00::/8", "fd00::9", 80, True),
        ("[fd00::9]", "fd00::9", 80, True),
        ("[fd00::9]:81", "fd00::9", 81, True),
        ("[fd00::9]:81", "fd00::9", 80, False),
        ("[fd00::]/8", "[fdff::1]", 80, True),
        ("FD00:0:0::9", "fd00::9", 80, True),
        ("fe80::1%eth0", "fe80::1", 80, True),
        ("10.0.0.0/8", "::ffff:10.1.1.1", 80, True),
    ],
)
def test_no_proxy_is_read_as_people_write_it(entries: str, host: str, port: int, covered: bool) -> None:
    assert NoProxy(entries).covers(host, port) is covered


@pytest.mark.parametrize("entry", ["10.0.0.0/99", "[::1", "fd00::/200", "a/b", "gym.example:port"])
def test_entries_that_mean_nothing_are_counted_and_harm_no_other(entry: str) -> None:
    rules = NoProxy(f"{entry},gym.example")
    assert rules.unreadable == [entry]
    assert rules.covers("gym.example", 80) and not rules.covers("other.example", 80)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST.", "bot.localhost", "127.0.0.1", "127.200.3.4", "127.1", "0x7f.1", "2130706433",
        "::1", "[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "0.0.0.0", "::",
    ],
)  # fmt: skip
def test_this_computer_is_never_reached_through_a_proxy(host: str) -> None:
    assert is_loopback(host)
    written = f"[{host}]" if ":" in host and "[" not in host else host
    assert place(httpx.URL(f"https://{written}:8000/"), ALL_PROXY=A, NO_PROXY="other.example") is None


@pytest.mark.parametrize("host", ["128.0.0.1", "localhost.example", "mylocalhost", "10.0.0.1", "fd00::1", ""])
def test_other_computers_are(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("entry", ["straße.example", "xn--strae-oqa.example", ".example"])
@pytest.mark.parametrize("written", ["straße.example", "xn--strae-oqa.example"])
def test_a_name_that_is_not_ascii_is_spared_in_both_of_its_spellings(entry: str, written: str) -> None:
    assert place(httpx.URL(f"https://{written}/"), ALL_PROXY=A, NO_PROXY=entry) is None
