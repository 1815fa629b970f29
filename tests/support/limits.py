"""How long a test waits for what always comes: only where it never does, this ends the wait.

A machine that builds three other things takes ten times as long as a quiet one for the same. No test is made quicker by
a short limit, and one that is met tells of the machine, not of the app.
"""

LAST_RESORT_S = 60
