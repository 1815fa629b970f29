"""Threads beside the window."""

import threading

from strakly_desktop.app.process.background import worker_threads


def test_a_thread_begins_only_when_no_other_is_free() -> None:
    before = threading.active_count()
    with worker_threads() as threads:
        assert threading.active_count() == before
        for number in range(5):
            assert threads.submit(abs, number).result() == number
        assert threading.active_count() <= before + 2
        both_run = threading.Barrier(2)
        waiting = [threads.submit(both_run.wait) for _ in range(2)]
        assert {waiting[0].result(), waiting[1].result()} == {0, 1}
