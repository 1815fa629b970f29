"""Parts a question from the wish beside it: "his dues and open his page", "revenue today and mark her present".

Neither may be lost: the page is opened under the answer, and a change that cannot be made is refused under it.
"""

from datetime import date

from strakly_desktop.bot.understanding.commands.appwishes import app_request
from strakly_desktop.bot.understanding.commands.changes import refused_wish
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.question.one_client import clients_in
from strakly_desktop.bot.understanding.question.parts import Names, part_of, pieces_of
from strakly_desktop.bot.understanding.question.pronouns import OF_ONE, speaks_of_somebody
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, Request

_SURE = 95


def page_beside(
    message: str, names: Names, today: date, pointed: Request | None
) -> tuple[str, Request] | None:
    """What a message asks beside a client's page, and the page; None where it does not ask for both.

    `pointed`: the client of whom was spoken before.
    """
    pieces = [(piece, part_of(piece, names, today)[0]) for piece in pieces_of(message)]
    pages = [piece for piece, sentence in pieces if _is_a_page(piece, sentence)]
    rest = [(piece, sentence) for piece, sentence in pieces if piece not in pages]
    people = {
        named["ids"][0]: (sentence.words[place].typed, named)
        for _, sentence in pieces
        for place, named in clients_in(sentence)
    }
    if len(pages) != 1 or not rest or len(people) > 1 or not (people or pointed):
        return None
    asked = " and ".join(piece.strip() for piece, _ in rest)
    if people:
        ((typed, named),) = people.values()
        page = Request(Intent.NAVIGATE, name=typed)
        if named["total"] == 1 and named["likeness"] >= _SURE:
            page = Request(Intent.NAVIGATE, path=f"/clients/{named['ids'][0]}")
        if not any(any(clients_in(sentence)) for _, sentence in rest):
            if not any(sentence.has(*OF_ONE) for _, sentence in rest):
                return None  # "Open Asha Rao's page and the revenue": that is no question about her.
            asked = f"{typed} {asked}"
    else:
        if pointed is None or pointed.person_id is None:
            return None
        page = Request(Intent.NAVIGATE, path=f"/clients/{pointed.person_id}")
        if not all(speaks_of_somebody(sentence) or sentence.has(*OF_ONE) for _, sentence in rest):
            return None
    return asked, page


def page_of(message: str, sentence: Sentence, one: Request | None) -> Request | None:
    """The page of the client of whom was spoken: "open his page"; None where another page is meant."""
    if one is None or one.intent not in ABOUT_ONE or one.person_id is None or any(clients_in(sentence)):
        return None
    is_alone = not set(sentence.meanings) - {FILLER, "page", "go to", "open", "his"}
    return (
        Request(Intent.NAVIGATE, path=f"/clients/{one.person_id}")
        if is_alone and _is_a_page(message, sentence)
        else None
    )


def _is_a_page(piece: str, sentence: Sentence) -> bool:
    """Whether a part wishes for a client's page, whom it may only point at."""
    wish = app_request(sentence, piece)
    if isinstance(wish, Request):
        return wish.intent is Intent.NAVIGATE and wish.path is None
    return wish is not None and sentence.has("page") and sentence.has("go to", "open")


def asked_beside_a_change(message: str, names: Names, today: date) -> tuple[str, list[str]] | None:
    """What a message asks beside changes that nobody here can make, and their refusals; None where it asks nothing."""
    pieces = [(piece, part_of(piece, names, today)) for piece in pieces_of(message)]
    refusals = [(part[0], said) for piece, part in pieces if (said := refused_wish(part[0], piece))]
    kept = [(piece, part) for piece, part in pieces if refused_wish(part[0], piece) is None]
    if not refusals or not kept or any(part[2] is None for _, part in kept):
        return None
    if any(any(clients_in(sentence)) for sentence, _ in refusals) and any(
        speaks_of_somebody(part[0]) for _, part in kept
    ):
        return None  # "Renew Asha Rao and tell me her dues": whose was said in the wish.
    return " and ".join(piece.strip() for piece, _ in kept), [said for _, said in refusals]
