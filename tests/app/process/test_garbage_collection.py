"""Garbage is collected by the GUI thread's timer, and by no other thread."""

import gc
import threading
import weakref
from typing import Any

import pytest

from strakly_desktop.app.process.garbage_collection import GarbageCollection

pytestmark = pytest.mark.usefixtures("qapp")


class Node:
    """Something that only a collection of cycles frees."""

    def __init__(self) -> None:
        self.itself = self


def make_garbage(count: int) -> "weakref.ref[Node]":
    first = weakref.ref(Node())
    for _ in range(count):
        Node()
    return first


@pytest.fixture
def collection() -> Any:
    collection = GarbageCollection()
    collection.start()
    return collection


def test_a_worker_thread_collects_nothing(collection: GarbageCollection) -> None:
    gc.collect()
    first = make_garbage(10)
    worker = threading.Thread(target=make_garbage, args=(50_000,))
    worker.start()
    worker.join()
    assert first() is not None


def test_the_timer_collects_what_is_due(collection: GarbageCollection) -> None:
    first = make_garbage(gc.get_threshold()[0] + 100)
    collection.collect_due()
    assert first() is None


def test_nothing_is_done_when_nothing_is_due(collection: GarbageCollection) -> None:
    gc.collect()
    first = make_garbage(1)
    collection.collect_due()
    assert first() is not None
