"""The words that matter to reading a message, as plain lists: a new word is one word more here."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GYM_WORDS = _words("""
    accent active activity address admission analytics april attendance attended august balance
    birthday blue branch branches busiest cancel cancelled capacity change chart check checked
    checkin client clients coach coaches collected collection colour contact customer customers dark
    dashboard december details discontinued dues earned earnings email ended ending enquiries
    enquiry expire expired expires expiring expiry february female follow frozen gym hello help
    hours inactive income invoice january joined latest lead leads light list longest march member
    members membership memberships month monthly navigate november number october offers open
    opening orange outstanding overdue owed paid payment payments pending people percent period
    phone pink plan plans popular profile profit purple quarter recent red renew renewal report
    revenue sales search september settings should show staff statistics stats status suggest
    summary switch teal thanks theme today tomorrow total trainer trainers turnover unpaid visit
    visited visitors visits week weekly which year yellow yesterday
""")
"""The gym's own words: typos in them are repaired, and none of them is a name."""

EVERYDAY_WORDS = _words("""
    evening afternoon joiners joinings
    about above actual after again along alright among behind being below better bring chest could
    doing during early eight ended ending enough every first found front given going great group
    guest heard heavy hours house large later latest leads least level local lower lunch matter
    might morning mouth never night nobody other owing peace phase place plane plant plate please
    price prices quick quite reach ready right round sending seven share sharp shift shown since
    sixth small sorry space spend spending start state states still stopped stuff taken taking thank
    their there these thing things think third those three throw tired trade train trust under until
    upper using usual waiting weather weigh weight where while whole whose women wonder would wrong
    young
""")
"""One slip away from a word of the gym's ("these" from "theme"), but meant as they are."""

NO_NAMES = _words("""
    a about add address again all also am an and any are as ask asked asking at be been book bring
    by call called can card check could create created current customer data detail details did do
    does done else end ended ends enquire enquiring enter ever fetch find finish for from full gave
    get give go going had hai has have having he her here hey hi him his how i id if in info
    information inside interested is it its join joined joining just ka kaise ke ki kindly know last
    left like locate log look lookup madam make may me mobile mr mrs ms much my name named names
    need new no not note now of off ok on one or our out over owe owes package page particulars
    person please plz pull record register run runs said say see she sir some someone still
    subscription taking tell than thank that the their them then there they this to try type up us
    valid walk walked want wants was we were what when where which who whom whose will with would
    yes you your
""")
"""Words that stand around a name and are no part of it."""
