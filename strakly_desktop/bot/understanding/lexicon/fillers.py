"""Words that say nothing a figure could depend on, and words that are no slips of others."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _words("""
    n both
    the a an is are was were am be been being of for in on at to from it its this's that those these them
    they their our my your us we i me you he she his her him hers please plz pls kindly tell show give see
    display get let know want need would could can should shall will may might do does did done has have had
    having if so ok okay well hey hi hello sir madam maam ji and or with which what whose who's what's whats
    hows how who whos there then also too as any some per's than since within during through into about
    regarding related out off very much many quick quickly just kind exactly  check find's
    bring say ask think all's one's ones 's want's like me's ours yours today's list's happening happened
    happen got get's use using used put set turn switch change it's i'd i'm ive id's got's far yet still
    already ever rupees hundred's dear bhai yaar boss bro - – numbers value figure figures result results
    entry item items row rows table stand stands time times went go goes going work works day's side based
    basis according such each its' anything something anybody anyone somebody someone id right kept keep
    asked asking answer question reply thanx thx make made making where here called doing business take
    takes taking took teaches teach train trained hold's named name goodmorning thank thanks we'd lets among
    but gives given giving gave brings brought bringing generates generated
""")
"""Words without a limit in them."""

NO_SLIPS = _words("""
    begins beginning starts starting stars states about above account actual after afternoon again along
    alright among autumn battery behind being below better bill breakfast bring brother capital certificate
    charger chest cleaner cleaning coffee color computer could country cricket dinner doctor doing during
    early eight ended ending enough equipment evening every family father fight first flight football found
    friend friends front gift given going google great group gst guest heard heavy home hotel hours house
    injury insurance interest internet invoice joiners joinings joke jokes juice keyboard kind king laptop
    large later latest leads least level light lights loan local login long lower lunch machine machines
    manager managers match matter medical might mind minister morning mother mouse mouth movie movies music
    never news night nobody other owing owner owners pain paint parking password peace phase photo photos
    picture pictures place plane plant plate please poem point president price prices print prize protein
    quick quite reach read reads ready right ring round school score screen sending seven shake shakes share
    sharp shift shop shower shown since sing sister sixth small smell song songs sorry space spell spend
    spending sport sports spring start state still stone stopped store stories story street strong stuff
    summer supplement supplements taken taking tax thank their there these thing things think third those
    three throw ticket tickets tired towel towels trade train trains travel treadmill trust under until
    upper using usual voucher waiting water weather website weigh weight where whether while whole whose
    wifi wind winter women wonder world would write written wrong wrote young connection lock pin reload restart version
    combine combined combining older john johns jons jain jains
""")
"""One slip away from a word of the desk ("write" from "white"), but meant as they are."""
