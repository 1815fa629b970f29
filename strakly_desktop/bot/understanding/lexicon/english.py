"""The words of a gym's desk in English: what each means, and the other words and spellings that mean the same.

One line a meaning, the meaning first; "," parts the words for it, which may be several words each. A new word is one
word more here. Those of the app itself stand in app_words.py, those that mean nothing in fillers.py.
"""

ENGLISH = """
member: been a member, been members,
 members, ppl, client, clients, customer, customers, people, persons, person, folks, guys, peoples
membership: memberships, subscription, subscriptions
plan: plans, package, packages, scheme, schemes, membership plan, membership plans
attendance: attendances, attendance history, visit history, visits history,
 check in history, checkin, checkins, check-in, check-ins, check in, check ins, checked in,
 footfall, visit, visits, visited, visitors, attended, turnout, present, entries
come: came, comes, coming, come in, came in, turned up, show up, showed up, shown up, been here, been,
 attend, visit us
inside: in the gym, at the gym, in gym, in our gym, inside the gym, inside gym, working out, still here,
 is here, are here, here now, here right now, occupancy, in the building, on the floor, how full,
 training, trains, in the club, still in, not checked out, did not check out, didnt check out, havent checked out,
 hasnt checked out, has not checked out, have not checked out, not yet checked out, yet to check out, not gone yet,
 not checked out yet, has not checked out yet, have not checked out yet, hasnt checked out yet, havent checked out yet
now: nw, right now, rite now, ryt now, rn, currently, at the moment, at present, presently, as of now, just
 now
revenue: rev, collection, collections, collected, income, earning, earnings, earn, earns, earned, turnover, takings,
 money, collect, cash flow, earning, amount received, sales amount
received: receive, got, get in
sale: sales, sold, sell, sells, selling, popular, best selling, bought, purchased, buy
payment: payment history, payments history,
 payments, transaction, transactions, receipt, receipts, fees received, fee received
due: owing money, owe money, owes money, money owed,
 dues, owe, owes, owed, owing, unpaid, outstanding, arrears, balance, balances, pending payment,
 pending payments, payment pending, payments pending, pending amount, pending amounts, amount pending,
 pending due, pending dues, dues pending, pending fees, pending fee, fees pending, fee pending, pending
 balance, yet to pay, still to pay, has to pay, have to pay, need to pay, needs to pay, still has to
 pay, still have to pay, still pay, not paid, not yet paid, havent paid, have not paid, hasnt paid, has
 not paid, did not pay, didnt pay, dont pay, due amount, dues amount, defaulters, defaulter,
 payment due, payments due, fees due, not cleared, remaining amount, to be paid, pendings,
 no payment, payment not done, payment not made, payment not received, not made payment, not made any payment,
 did not make payment, didnt make payment, havent made payment, hasnt made payment, not given fees, fees not given
overdue: over due, past due
pending: awaiting
price: prices, cost, costs, rate, rates, fee, fees, charge, charges, pricing, price list,
 price chart, rate chart, rates chart, fee chart, fees chart, fee structure,
 fees structure, rate card, how much is, how much are, how much does
trainer: trainers, coach, coaches, instructor, instructors, personal trainer, personal trainers
enquiry: enquiries, enquirys, inquiry, inquiries, lead, leads, prospect, prospects
branch: branches, location, locations, centre, centres, outlet, outlets
gym: club
diwali: deepawali, divali, diwaali
birthday: birthdays, bday, bdays, birth day, dob, date of birth, born
join: date of joining, joining date, join date,
 joined, joins, joining, joinings, joinee, joinees, joiner, joiners, admission, admissions, signed
 up, sign up, sign ups, signups, registered, registration, registrations, enrolled, enrolment,
 enrolments, enrollments, took admission
old: olden
oldest: earliest, longest standing, longest serving, longest, the longest
new: newest, brand new
latest: recent, most recent, newly
active: allowed in, allowed to come in, allowed to enter, allowed inside, allowed to train, allowed,
 running, current, currently active, valid
expired: did we lose, have we lost,
 not renewed, not renewed yet, did not renew, didnt renew, hasnt renewed, havent renewed, has not renewed,
 have not renewed, yet to renew, without renewal, but not renewed,
 overdue for renewal, renewal overdue, renewals overdue, overdue renewal, overdue renewals, overdue to renew,
 got over, gone over, lapsed, ended, finished, already expired, ran out, has expired, have expired, over already
inactive: nonactive, non active, discontinued
frozen: on hold
cancelled: canceled
follow up: follow ups, followup, followups, follow up calls, followup calls, callback, callbacks, call back,
 call backs, to be called, needs to be called, need to be called, call list, calling list, calls to make
contacted:
converted: convert
lost: dead
open: opened
expiring: expire, expires, expiry, expiries, ending, ends, end, renewal, renewals, due for renewal, up
 for renewal, lapse, due to renew, need to renew, needs to renew, have to renew, must renew,
 end date, expiry date, expiration date, renewal date, ending date,
 running out, run out, runs out, finish, finishes, finishing, getting over, get over, renewing, renewals
 due, renewal due, renewal is due, renewals are due,
 will end, over in, over within, get over in, get over within, gets over in, coming up for renewal, lapsing
absent: missing, not seen, stopped coming, at risk, irregular, no show, no shows, no visit, no visits,
 without a visit, without visit, absentees, absentee, not visited, not visiting, not attended, not
 attending, longest absent, absent the longest, absent longest,
 not come, not coming, not came, never come, never came, never visited, not been here, not
 been, no longer come, havent come, havent visited, no attendance, not shown up, not turned up, not
 turning up, not checked in, without any visit, not showing up
count: how many, hw many, hw mny, number of, no of, nos of, count of, total number of, total no of, how mny, howmany,
 numbers of
howmuch: how much, hw much, how mch, hw mch, howmuch
total: sum, in total, altogether, overall, grand total, total amount
list: lists, names, name list, listing, look at, have a look at, take a look at, looking at
who: whom
when: what date, which date
all: every, everyone, everybody, each and every
whole: full list, complete list, entire list, whole list, full, complete, entire, not just ten, not just
 10, not only ten, not only 10, not just first ten, not just the first ten, not just the first 10, show
 everything, all of them, list all, show all, show me all, all rows, everything, the rest, all the rest
by: per, group by, grouped by, split by, broken down by, breakdown by, break up by, breakup by
wise: wize
method: mode, modes, methods, payment mode, payment modes, payment method, payment methods, mode of
 payment, paymode, paying mode, payment type
breakdown: trend, trends, separately, separate, break up, breakup, split, mix, distribution
stats: statistics, conversion, conversions, conversion rate, conversion ratio, summary, overview, stat,
 report, analytics, ratio
hour: hours, hourly, time slot, timeslot, slot, time of day, what time
weekday: day of week, day of the week, days of the week, weekdays, week day, days of week, weekdaywise
day: days, daily, daywise, datewise, date
week: wk, wks, weeks, weekly, weak
month: months, monthly, monthwise
year: years, yearly, annual
branchwise: all branches, both branches, each branch, every branch, both the branches, all the branches,
 all our branches, all branch, both branch, each branches, every branches, all branches together,
 both branches together, combine both branches, combine all branches, all branches combined, both branches combined,
 across branches, everywhere, across all branches, all of the branches, the branches together
cash: by cash, in cash
upi: by upi, by gpay, via upi, through upi, by google pay, by phonepe, by paytm,
 gpay, google pay, phonepe, phone pe, bhim, paytm
card: cards, credit card, debit card, by card
bank transfer: by bank transfer, by bank, by neft,
 neft, imps, rtgs, banktransfer, bank transfers, net banking, netbanking, bank
not: no, dont, doesnt, do not, does not, isnt, arent, is not, are not, wasnt, werent, havent, hasnt,
 didnt, did not, never
without: with no, having no, who dont have, that dont have
except: excluding, exclude, other than, but not, leaving out, apart from, leave out, besides,
 excl
above: more than, over, greater than, exceeding, higher than, more then, greater then, bigger than,
 larger than, upwards of
atleast: at least, minimum, or more, and above, and more, not less than
below: cheaper than, less than, under, lesser than, lower than, less then, fewer than, smaller than
sofar: as of today, as on today, as of now, as on date,
 so far, till date, till now, till today, until now, all time, to date, since the beginning, since
 beginning
until: till, up till
atmost: at most, maximum, up to, upto, or less, and below, not more than
between: in between
after: later than
before: earlier than
male: males, man, men, gent, gents, boy, boys, gentlemen, mens
female: females, woman, women, womens, lady, ladies, girl, girls, ladys, womans
morning: mornings, am shift, mrng, morng, mrning
evening: evenings, pm shift, evng, evnng
afternoon: noon
compare: comparison, compared, versus, vs, v s, difference, comparing, difference between, diff, against
busiest: busy, crowded, crowd, rush, peak, most crowded, most busy, rush hour, peak hour, rush hours,
 quietest, quietest time, quietest hour, emptiest, slowest, slowest time, least busy, least crowded,
 peak hours, peak time, busiest hour, busiest time, rush time, crowd time, busiest hours
most: highest, maximum, max, biggest, best, largest, top selling, costliest, most expensive, expensive,
 better, higher, maximum number of, most of all
least: lowest, minimum, min, smallest, worst, fewest, cheapest, cheap, lesser, fewer, less, minimum number of
sort: sorted, order, ordered, arrange, arranged, sort it, ordering, sorting
descending: desc, high to low, highest first, biggest first, largest first, most first, highest to lowest, z to a, z a,
 reverse, reverse order, reverse alphabetical, reverse alphabetical order, decreasing, decreasing order,
 largest to smallest
ascending: asc, low to high, lowest first, smallest first, least first, fewest first, lowest to highest, a to z, a z,
 alphabetical, alphabetically, alphabetical order, increasing, increasing order, smallest to largest
newest first: latest first, recent first, most recent first, new first, newest on top, latest on top
oldest first: old first, earliest first, oldest on top
more: who else, anyone else, anybody else,
 show more, next page, next ten, next 10, some more, the next ten, more rows, see more, further
previous page: back page, go back a page
first:
second:
third:
fourth:
fifth:
sixth:
seventh:
eighth:
ninth:
tenth:
last one: the last one
one: the one
only: just, alone, but only
same: again the same, same thing, similarly, likewise
again: once more, repeat, refresh
details: detail, info, information, profile, record, particulars, full details, complete details, data
phone: phone no, phone number, phone numbers, mobile, mobile no, mobile number, contact, contact number,
 contact no, fone, contacts, telephone, fone no, phone nos, cell
number: no., numbr
email: e-mail, mail id, email id, mail, emails
address: addresses, where is the gym, where are we
timing: timings, opening hours, opening time, opening times, closing time, open till, open until,
 closing, opening, closes
speciality: specialty, specialities, specialist, expert, specialization, specialisation
source: sources, channel, channels, came through
interest: interested in, interested, wants, want to join, looking for
trains with: train with, training with, trained by, trains under, train under, training under, assigned
 to, under trainer, coached by
left: remaining, days left
renew: renew it, extend
renewed: renewals done, renewals made, renewed their, have renewed, has renewed, got renewed
status: statuses
freeze: pause, hold
book: schedule, reserve
delete: remove, erase, discard
send: whatsapp, sms, message, email to, mail to, remind, call, notify
mark: marking
refund: return money
refunds: refunds made, refunds given, money returned
edit: update, modify, correct
cancel: cancell
add: create, register, record, enter, save, note, note down, take down, make an entry
charge: bill, invoice
transfer: shift to, upgrade, downgrade
paid: payer, payers, pay, pays, paying, payed
settled: paid full, paid the full, pay full,
 paid in full, paid fully, fully paid, paid up, paid everything, paid it all, paid completely, full payment,
 completely paid, paid full fees, paid full amount, paid the full amount, made full payment, payment complete,
 payment completed, payments complete, payment is complete, owe nothing, owes nothing, cleared their dues,
 cleared all dues, cleared dues, no dues, without dues, nothing due, no balance, with no dues, have no dues
part paid: partial, partially, partly paid, partially paid, half paid, partial payment, partial payments, part payment,
 part payments, partial paid, paid partially, paid partly, paid half, paid a part, paid in part, paid only a part
paid nothing: not paid anything, have not paid anything, has not paid anything, havent paid anything, nothing paid,
 hasnt paid anything, did not pay anything, didnt pay anything, not paid at all, havent paid at all, never paid,
 hasnt paid at all, never paid anything, not paid a rupee, havent paid a rupee, hasnt paid a rupee
average: avg, mean, on an average
percent: percentage, %
unique: different, distinct
ending with: ends with, last digits, last 4 digits, last four digits, last 5 digits, last five digits,
 ending digits, finishing with, ending no, no ending with, no ending in, no ends with, no ends in,
 number ending with, number ending in, number ends with, number ends in, number ending, phone ending in
shift: shifts, batch, batches
today: tdy, todays, tday, 2day, tonight
yesterday: yesterdays, yest, ystrdy, yday
tomorrow: tomorrows, tmrw, tmrow, tomorow
this: current
last: previous, past, prev
next: coming, upcoming, following
ago: back
january: jan
february: feb
march: mar
april: apr
june: jun
july: jul
august: aug
september: sept, sep
october: oct
november: nov
december: dec
monday: mondays, mon
tuesday: tuesdays, tue, tues
wednesday: wednesdays, wed
thursday: thursdays, thu, thurs
friday: fridays, fri
saturday: saturdays, sat
sunday: sundays
weekend: weekends
quarter: quarters
gender: sex, gendr
fiscal: financial
amount: amounts, sum of money
rupees: rs, rs., inr, rupee, rupaye, /-
thousand: k
lakh: lakhs, lac, lacs
profit: profits, net profit, margin
expense: expenses, expenditure, spend, spending
salary: salaries, wages, payroll, staff salary
locker: lockers
2: two, couple of
3: three
4: four
5: five
6: six
7: seven
8: eight
9: nine
10: ten
12: twelve, dozen
14: fourteen
15: fifteen
20: twenty
30: thirty
pm: p.m
top: toppers
yes: yep, yess, yesss, yeah, yup, sure, confirm, confirmed, correct, save it, add it, do it, go ahead, please do, y,
 that is right
diet: diets, diet plan, diet chart
weight: bmi, body weight
age: ages, years old
target: targets, goal, goals
attrition: churn, retention
cheque: check payment
discount: discounts, offer, offers, coupon
"""
