"""Answers that need no look-up: greetings, thanks, who I am, what I can do, and that I did not understand.

Here the offline assistant says what it is; answers with figures in them do not repeat it.
"""

import re

from strakly_desktop.bot.understanding.leftovers import questions_instead
from strakly_desktop.bot.understanding.limits.dues import ASK_WHICH, TWO_MEANINGS

_ABOUT = (
    "I'm the **offline Strakly assistant**: I run on this computer, without internet and without a large"
    " language "
    "model, so I understand plain questions about the gym and look the answers up in its records."
)
_CAN = """\
**What you can ask me**

| About | For example |
|---|---|
| Clients | How many clients? Find Priya. Which clients have not come for 14 days? |
| Memberships | Which memberships expire this week? Active memberships. Who renewed this month? |
| Attendance | Who checked in today? Attendance this week by day. Who is in the gym now? |
| Money | Revenue this month. Compare revenue this month with last month. Sales by plan. Who still has to pay? |
| Team and enquiries | List trainers. Show new enquiries. Which enquiries should I call? Add a new enquiry |
| Charts | Chart of revenue by month |
| Its looks | Dark theme with a purple accent. Undo the theme. Larger text |
| Paper and files | Print this. Copy this. Export the dues to Excel. Export as PDF |
| The app | Switch to Lake Road. Find Asha in this chat. New chat. Open the settings. Open the attendance page. \
How do I lock the screen? |

A table is exported as Excel, CSV or TSV, a conversation as PDF, HTML, Markdown or JSON. Themes are dark, light and \
system; accents green, blue, purple, red, orange, teal, pink, black and white. What I may not do in the app (lock, \
sign in, delete a conversation), I tell you how to do.

> **Tip:** You can go on from an answer: "list them", "and last month?", "details of the second one".
"""
_STARTERS = ("Who checked in today?", "Which memberships expire this week?", "Revenue this month")

NOT_UNDERSTOOD = (
    "Sorry, I did not understand that, and I'd rather not guess. As the offline assistant I can look up"
    " clients, "
    "memberships, attendance, payments, trainers, enquiries and branches, change the theme and open a"
    " page.\n\n"
    'Try "How many clients?", "Revenue this month" or "help".'
)
_GREETING = "I'm the offline Strakly assistant. What would you like to know about the gym?"

_SIGN_OUT = (
    "I can't sign you out, and nothing was changed: choose **Sign out** in the window's menu. To keep this window from "
    "others for a while, press **Ctrl+L**."
)

_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), answer)
    for pattern, answer in (
        (r"(?:who|what) are you\b|are you (?:a |an )?(?:bot|ai|human|real|robot|person|online|offline)|what"
         r" is your name"
         r"|(?:aap|tum) ka?un (?:ho|hai|hain)?|which model|are you chatgpt", _ABOUT + " " + 'Ask "help" to'
                                                                                            ' see what I'
                                                                                            ' can do.'),
        (r"^(?:please |can you |could you |i need |i want |show )?(?:help|help me|menu|(?:a |the )?(?:list of |all )?"
         r"commands|examples|features)(?: please)?$|what (?:all |else )?can (?:you|u|i) (?:do|ask|help)"
         r"|^what are your (?:commands|features)|^how does (?:this|it) work|^\u092e\u0926\u0926"
         r"|\u0915\u094d\u092f\u093e \u0915\u0930 \u0938\u0915\u0924"
         r"|how (?:can|do) (?:you|i) (?:help|use)|what do you (?:do|know)|madad|kya kar sakte",
         _ABOUT + "\n\n" + _CAN),
        (r"^(?:namaste|namaskar|ram ram|kaise ho|kya haal|sat sri akal|salaam|pranam)\b.*",
         "Namaste! " + _GREETING),
        (r"^good (?:morning|afternoon|evening)\b.*", "Hello! " + _GREETING),
        (r"^(?:hi+|hello+|hey+|hiya|yo|howdy|greetings)(?: there| strakly| bot| assistant| again)?$",
         "Hello! " + _GREETING),
        (r"^(?:hi |hello |hey )?how are you\b.*", "All well here, thank you. " + _GREETING),
        (r"^(?:(?:ok|okay|great|super|perfect|cool|nice|got it) )*(?:thanks?(?: you)?|thx|ty|dhanyavaad"
         r"|shukriya)\b.*",
         "You're welcome. Anything else about the gym?"),
        (r"^(?:ok|okay|great|super|perfect|cool|nice|good|alright|got it|fine|acha|theek hai|thik hai)$",
         "Good. Anything else about the gym?"),
        (r"^(?:(?:please|pls|plz) )?(?:(?:can|could) you )?"
         r"(?:log|sign) ?(?:me |us |my account |myself )?(?:out|off)\b(?! of| in)"
         r"|^(?:how (?:do|can) i |i want to )(?:log|sign) ?(?:out|off)"
         r"|^(?:mujhe |\u092e\u0941\u091d\u0947 )?(?:\u0932\u0949\u0917|\u0932\u094b\u0917|\u0938\u093e\u0907\u0928)"
         r" ?(?:\u0906\u0909\u091f|\u0911\u092b)"
         r"|^mujhe (?:log|sign) ?out", _SIGN_OUT),
        (r"^(?:bye|goodbye|see you|good ?night|that is all|alvida)\b.*", "Goodbye, and a good day at the"
                                                                         " desk."),
    )
)  # fmt: skip


def small_talk(text: str) -> str | None:
    """The answer to `text` (plain form) when it is small talk, else None."""
    return next((answer for pattern, answer in _SAID if pattern.search(text)), None)


def questions_after(answer: str) -> tuple[str, ...]:
    """What to offer after an answer that needed no look-up: the usual questions after small talk, what a word may
    mean where it was unclear, else nothing.
    """
    if answer == TWO_MEANINGS:
        return ASK_WHICH
    if instead := questions_instead(answer):
        return instead
    known = answer == NOT_UNDERSTOOD or any(answer == said for _, said in _SAID if said != _SIGN_OUT)
    return _STARTERS if known else ()
