"""What a person types as an address becomes the addresses of both servers, or is no address."""

import pytest

from strakly_desktop.account.addresses import servers_at
from strakly_desktop.account.session import Servers


@pytest.mark.parametrize(
    ("typed", "bot", "backend"),
    [
        ("gym.example", "https://gym.example", "https://gym.example/api"),
        ("  https://gym.example/ ", "https://gym.example", "https://gym.example/api"),
        ("https://gym.example/api", "https://gym.example", "https://gym.example/api"),
        (
            "https://gym.example/strakly/api/",
            "https://gym.example/strakly",
            "https://gym.example/strakly/api",
        ),
        ("http://10.0.0.5:3000", "http://10.0.0.5:3000", "http://10.0.0.5:3000/api"),
        ("127.0.0.1:3000", "http://127.0.0.1:3000", "http://127.0.0.1:3000/api"),
        ("localhost", "http://localhost", "http://localhost/api"),
        ("[::1]:3000", "http://[::1]:3000", "http://[::1]:3000/api"),
        ("localhost.gym.example", "https://localhost.gym.example", "https://localhost.gym.example/api"),
        ("gym.example?x=1", "https://gym.example", "https://gym.example/api"),
    ],
)
def test_one_address_is_enough(typed: str, bot: str, backend: str) -> None:
    assert servers_at(typed) == Servers(bot, backend)


def test_the_assistant_may_live_elsewhere() -> None:
    found = servers_at("api.gym.example", " https://bot.gym.example/ ")
    assert found == Servers("https://bot.gym.example", "https://api.gym.example/api")


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "ftp://gym.example", "https://", "asha@gym.example", "https://a:b@gym.example", "my gym",
     "http://x:99999", "https://gym.example:0", "file:///etc/passwd", "https://gym.example\\@evil.example",
     "https://gym.example\\api", "javascript:alert(1)", "//gym.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        servers_at(typed)
