"""What the app does with its process and its computer.

All that it changes for the whole process, so that nobody has to look for it elsewhere:

- `builtins.__import__` is Python's own again (interpreter): PySide's reads the source of every module.
- `gc` never collects by itself (interpreter, garbage_collection): a timer of the GUI thread does, as an object of
  Qt must not die in another thread; what start-up made is frozen, as it stays.
- `sys.modules` refuses click and socksio while the HTTP stack is imported (optional_imports): httpx and httpcore
  import them where they are installed, 10 MB that nothing here uses. And ssl while asyncio is (interpreter): it has no
  TLS of its own here, anyio does that; OpenSSL comes with the HTTP stack, after the first paint.
- A thread that works in Python gives way to the window's after 1 ms, not 5 (interpreter).
- `builtins.compile` takes PySide's own sources from what an earlier start compiled, and finds nothing in its writer of
  type stubs, while PySide is imported (pyside_sources).
- `EnumType._create_` makes the enumerations of PySide at once, and others as ever (enumerations).
- `sys.excepthook`, `sys.unraisablehook`, `threading.excepthook`, the loop's exception handler and Qt's message
  handler end in the log and in one notice (bug_report); `faulthandler` writes crashes into a file.
- glibc gives unused memory back after a long answer, when the page was written anew and while a PDF is made (memory):
  it would keep some 40 MB.
- SIGINT and SIGTERM close the window, by a descriptor that wakes the loop (termination).
- The event loop puts a step off while another runs (event_loop); its threads are begun one by one (background).
- In the environment: QT_NO_GUI_THREADPOOL is set where nobody set it (interpreter), as filling in threads costs
  more than it saves; XDG_ACTIVATION_TOKEN is taken over from a second start (single_instance).
"""
