"""The words of a gym's desk in Hindi, as typed in Latin letters and in Devanagari: what each means, in English.

Lines as in english.py. A word in Latin letters stands also for all its other spellings with the same sound,
 and for the
Devanagari that sounds so; English words that Hindi borrowed are written out, for they sound otherwise than they look.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HINDI = """
member: sadasya, log, logon, logo, bande, grahak, मेंबर, मेम्बर, मेंबर्स, मेम्बर्स, सदस्य, सदस्यों, लोग,
 लोगों, क्लाइंट, क्लाइंट्स, ग्राहक, कस्टमर, मेंबरों
membership: sadasyata, मेंबरशिप, मेम्बरशिप, सदस्यता, पैकेज, सब्सक्रिप्शन
plan: प्लान, प्लान्स, योजना
attendance: haziri, hajri, upasthiti, हाजिरी, हाज़िरी, हाजरी, अटेंडेंस, अटेंडन्स, उपस्थिति, चेकइन, विजिट
come: aaya, aaye, aayi, aaye the, aate, aati, aata, aaya tha, aayen, aayin, आयीं, आया, आए, आये, आई, आईं, आयी, आते,
 आती
inside: andar, gym mein, gym me, gym ke andar, अंदर, जिम में, जिम के अंदर, भीतर
now: abhi, is waqt, is samay, filhaal, अभी, इस समय, इस वक्त, फिलहाल
revenue: राजस्व, kamai, amdani, aamdani, paisa, paise, vasooli, wasooli, कलेक्शन, कमाई, आमदनी, रेवेन्यू, वसूली,
 पैसा, पैसे, आय, इनकम
received: mila, mile, mili, jama, jama hua, jama hue, मिला, मिले, जमा
sale: bikne, bikta, bikti, bikte, bika, bike, biki, bikri, becha, beche, बिके, बिका, बिकी, बिक्री, बेचे, सेल, सेल्स, सेल्ज
payment: bhugtan, पेमेंट, पेमेन्ट, भुगतान, पेमेंट्स
due: payment nahi hua, payment nahi kiya, payment nahi aaya, fees nahi di, fees nahi bhari, fees nahi aayi,
 baaki, baki, bakaya, udhaar, udhar, baaki hai, dena baaki, paisa baaki, paise baaki, payment baaki,
 fees baaki, pending paisa, बाकी, बाक़ी, बकाया, बकाये, उधार, ड्यूज, ड्यू, पैसा बाकी, पैसे बाकी, फीस
 बाकी, पेमेंट बाकी, बकाया राशि, पेंडिंग पेमेंट
overdue: ओवरड्यू
pending: पेंडिंग, lambit
price: daam, keemat, kimat, kitne ka hai, kitne ki hai, kitne ka, kitne ki, फीस, फ़ीस, दाम, कीमत, क़ीमत,
 कितने का, कितने की, रेट, प्राइस, शुल्क
trainer: ट्रेनर, ट्रेनर्स, कोच, प्रशिक्षक, sikhata, sikhati, sikhate, sikhata hai, सिखाता, सिखाती,
 सिखाते
enquiry: poochtaach, puchtach, पूछताछ, एन्क्वायरी, इंक्वायरी, इन्क्वायरी, एनक्वायरी, लीड, लीड्स
between: beech, beech mein, ke beech, बीच, के बीच
branchwise: dono branch, donon branch, sab branch, sabhi branch, saari branch, दोनों ब्रांच, सभी ब्रांच, सब ब्रांच
branch: shakha, ब्रांच, ब्राँच, शाखा
gym: जिम, क्लब
gender: ling, जेंडर, लिंग
diwali: deepavali, dipawali, दिवाली, दीवाली, दीपावली
birthday: janmdin, janamdin, जन्मदिन, बर्थडे, जन्म दिन
join: bane, bana, bani, बने, बना, बनी,
 jude, juda, judi, join hua, join hue, join kiya, जुड़ा, जुड़े, जुड़ी, जॉइन, ज्वाइन, भर्ती, दाखिला,
 एडमिशन
oldest: sabse purana, sabse purani, sabse pehla, sabse pehli, सबसे पुराना, सबसे पुरानी, सबसे पहला, सबसे पहली
new: naya, naye, nayi, nai, nae, नया, नए, नये, नई, नयी, न्यू
latest: haal ke, taaza, हाल के, ताजा
active: chalu, chaalu, sakriya, एक्टिव, चालू, सक्रिय, ऐक्टिव
expired: renew nahi kiya, renew nahi hua, renew nahi karaya, renewal nahi kiya,
 khatam ho gayi, khatam ho gaya, khatam ho chuki, khatam ho chuka, khatam ho gayi hai, khatm ho
 gayi, khatam hui, khatam ho chuke, khatam hue, एक्सपायर, एक्सपायर्ड, खत्म हो चुकी, खत्म हो गई, खत्म हो
 गयी, खत्म हुई, समाप्त हो गई, समाप्त, खत्म हो चुके, ख़त्म हो गई, ख़त्म हो चुकी
inactive: band, बंद, इनएक्टिव
expiring: khatam, khatm, khatam ho rahi, khatam ho rahi hai, khatam hogi, khatam hone wali, khatam hone
 wale, khatam ho rahe, khatam hoga, khatam honge, khatam hongi, renewal, खत्म, ख़त्म, खत्म हो रही, खत्म
 होगी, खत्म होने वाली, खत्म होने वाले, खत्म होगा, खत्म होंगी, खत्म हो रहे, खत्म हो जाएगी, khatam ho
 jayegi, समाप्त होगी, समाप्त हो रही, रिन्यूअल, ख़त्म होगी, ख़त्म हो रही, एक्सपायर हो रही, एक्सपायर होगी,
 एक्सपायर हो रहे, expire ho rahi, expire hogi, expire ho rahe, expire hone wale, expire hone wali,
 expire honge, एक्सपायर होने वाले, एक्सपायर होने वाली
absent: gair hazir, gairhazir, nahi aaya, nahi aaye, nahi aayi, nahi aa raha, nahi aa rahe, nahin aaya,
 nahin aaye, nahi aa rahi, nhi aaya, nhi aaye, nahi aate, na aaye, aana band, गैरहाजिर, नहीं आया, नहीं
 आए, नहीं आई, नहीं आईं, नहीं आयी, नहीं आयीं, nahi aayin, nahi aaeen, नहीं आये, नहीं आ रहा, नहीं आ रहे, नहीं आते,
 अनुपस्थित, एब्सेंट
count: kitno, kitnon, kitne, kitni, kitne log, कितने, कितनी, कितने लोग
howmuch: kitna, कितना, kitna paisa, kitne paise, kitne rupaye, कितना पैसा, कितने पैसे, कितने रुपये, कितने रुपए
total: kul, total, कुल, टोटल, कुल मिलाकर
list: suchi, लिस्ट, सूची
who: jisne, kis kis, kis, kin, kin kin, jinka, jinki, jinke, किन, किन किन, जिनका,
 जिनकी, जिनके, kaun si, kaun sa, kaun se, kon, konsa, konsi, konse, kaun, kiska, kiski, kiske, kisne, kinka,
 kisko, kinko, किसको, किन्हें,
 kinki, kinke, kaunsa, kaunse, kaunsi, jiska, jiski, jiske, jinka, jinki, जिसके, कौन सा, कौन सी, कौन से, कौन, किसका,
 किसकी, किसके, किसने, किनका, किनकी, किनके, कौनसा, कौनसे, कौनसी, जिसका, जिसकी, जिनका, जिनकी
when: kab tak, कब तक, kab, कब
all: sab, sabhi, saare, sare, saari, sabka, sabki, sabke, har, tamam, सब, सभी, सारे, सारी, सबका, सबकी,
 हर, तमाम
whole: puri list, poori list, pura, poora, puri, poori, sab dikhao, sabhi dikhao, saare dikhao, sab
 batao, पूरी लिस्ट, पूरी सूची, पूरी, पूरा, सब दिखाओ, सभी दिखाओ, सारे दिखाओ, सब बताओ
wise: ke hisaab se, ke hisab se, ke anusar, hisaab se, hisab se, के हिसाब से, के अनुसार, हिसाब से, वार,
 वाइज, वाइज़
method: tareeka, tarika, मोड, मेथड, तरीका, तरीके, पेमेंट मोड
hour: ghante, ghanta, ghanton, kis time, kis samay, kis waqt, kitne baje, kaunse time, घंटे, घंटा,
 घंटों, किस समय, किस वक्त, किस टाइम, कितने बजे
oclock: baje, बजे
weekday: var ke hisaab se, vaar, din of week, वार के हिसाब से, वारवार, हफ्ते के दिन, वीकडे
day: din, dino, dinon, roz, roj, rozana, tarikh, tareekh, tareek, taarikh, दिन, दिनों, रोज, रोज़, रोजाना, तारीख, डे
week: hafte, hafta, hafton, saptah, हफ्ते, हफ़्ते, हफ्ता, हफ्तों, सप्ताह
month: mahine, mahina, mahinon, maah, महीने, महीना, महीनों, माह, मंथ
fiscal: vittiya, vitiya, vitt, वित्तीय, वित्त
quarter: timahi, timaahi, तिमाही
year: saal, varsh, साल, वर्ष
cash: nakad, nagad, naqad, नकद, कैश, नगद
upi: यूपीआई, यू पी आई, गूगल पे, फोनपे, पेटीएम
card: कार्ड
bank transfer: बैंक ट्रांसफर, बैंक, ऑनलाइन
notback: nahi, nahin, nhi, naheen, mat, नहीं, नही, मत, ना
exceptback: chhod kar, chhodkar, chod kar, chodkar, chhod ke, ke alawa, ke siwa, ke bina, hata kar,
 hatakar, ke bagair, छोड़कर, छोड़ कर, के अलावा, के सिवा, के बिना, हटाकर, को छोड़कर, को छोड़ कर, ko chhod
 kar, ko chhodkar, bina, बिना, के बगैर
above: upar, oopar, ऊपर, zyada, jyada, adhik, se zyada, se jyada, se adhik, se upar, ज्यादा, ज़्यादा, अधिक,
 से ज्यादा, से
 ज़्यादा, से अधिक, से ऊपर
most: sabse bade, सबसे बड़े, sabse bada, sabse badi, sabse bara, sabse bari, सबसे बड़ा, सबसे बड़ी,
 sabse mehnga, sabse mahanga, mehnga, सबसे महंगा, महंगा, sabse zyada, sabse jyada, sabse adhik,
 सबसे ज्यादा, सबसे ज़्यादा, सबसे अधिक
below: kam, se kam, se neeche, कम, से कम, से नीचे
atleast: kam se kam, कम से कम
least: sabse chhote, sabse chote, सबसे छोटे, sabse chhota, sabse chota, sabse chhoti, sabse choti, सबसे छोटा, सबसे छोटी,
 sabse sasta, sasta, सबसे सस्ता, सस्ता, sabse kam, सबसे कम
sofar: ab tak, abhi tak, aaj tak, अब तक, अभी तक, आज तक
until: tak, तक
after: ke baad, baad, के बाद, बाद
before: se pehle, pehle, से पहले, पहले
male: purush, mard, aadmi, ladke, पुरुष, मर्द, जेंट्स, लड़के, आदमी
female: mahila, mahilaen, mahilayen, mahilaon, aurat, auraten, ladki, ladkiyan, महिला, महिलाएं, महिलाएँ,
 महिलाओं, औरत, औरतें, लेडीज, लेडीज़, लेडी, लड़कियां, लड़कियाँ, स्त्री, लड़की
morning: subah, savere, सुबह, मॉर्निंग, सवेरे
evening: shaam, sham, शाम, इवनिंग
afternoon: dopahar, दोपहर
night: raat, रात
compare: kampeyar, कम्पेयर, tulna, mukable, mukabale, muqable, farak, fark, तुलना, कंपेयर, मुकाबले, फर्क, अंतर, antar,
 तुलना करो, banam, बनाम
busiest: bheed, bhid, भीड़, रश, पीक
sort: lagao, kram, kram se, laga do, क्रम, क्रम से, लगाओ, लगा दो, सॉर्ट
descending: ulta, ulte kram, ulta kram, ghatte kram, zyada se kam, jyada se kam, bade se chhota, उल्टा, उल्टे क्रम, घटते क्रम,
 ज्यादा से कम
ascending: badhte kram, kam se zyada, kam se jyada, chhote se bada, बढ़ते क्रम, कम से ज्यादा
newest first: naye pehle, नए पहले
oldest first: purane pehle, पुराने पहले
amount: rakam, rashi, राशि, रकम
more: aur dikhao, aage, agla page, aage dikhao, aur batao, baaki dikhao, और दिखाओ, आगे, आगे दिखाओ, और
 बताओ, अगला पेज
first: pehla, pehli, pahla, pahli, पहला, पहली
second: doosra, dusra, doosri, dusri, doosre, दूसरा, दूसरी, दूसरे
third: teesra, tisra, teesri, teesre, तीसरा, तीसरी, तीसरे
fourth: chautha, chauthi, chauthe, चौथा, चौथी, चौथे
fifth: paanchva, paanchve, पांचवां, पाँचवाँ, पांचवा, पांचवें, पाँचवें
only: sirf, bas, keval, सिर्फ, सिर्फ़, बस, केवल
same: bhi, wahi, vahi, usi, isi, भी, वही, उसी, इसी
again: phir se, dobara, फिर से, दोबारा
his: uska, uski, uske, iska, iski, iske, unka, unki, unke, inka, inki, inke, use, unhe, उसका, उसकी,
 उसके, इसका, इसकी, इसके, उनका, उनकी, उनके, इनका, इनकी, इनके
details: jaankari, jankari, hal, डिटेल, डिटेल्स, जानकारी, विवरण, प्रोफाइल
phone: फोन, फ़ोन, फोन नंबर, फ़ोन नंबर, मोबाइल, मोबाइल नंबर, संपर्क, phone number
number: नंबर, नम्बर, sankhya, संख्या
email: ईमेल
address: pata kya, pata, पता
timing: band hota, band hoti, band hone, बंद होता, बंद होने, samay, khulta, khulne, band hone, टाइमिंग, समय,
 खुलता, खुलने
speciality: visheshata, विशेषज्ञ
source: zariya, zariye, स्रोत
interest: chahiye, chahta, chahti, ke liye, चाहिए, के लिए, चाहता, चाहती
ending with: aakhri chaar ank, aakhri char ank, aakhri ank, aakhri digit, आखिरी चार अंक, आखिरी तीन अंक,
 आखिरी पांच अंक, आखिरी अंक, par khatam hota, pe khatam hota, par khatam, pe khatam, par khatam hota hai, पर खत्म होता,
 पर खत्म, से खत्म होता, पर ख़त्म होता, पर समाप्त
times: baar, बार
renewed: renew kiya, renew hua, renew hui, renew hue, renew karaya, renew karwaya, रिन्यू किया, रिन्यू
 हुआ, रिन्यू हुई, रिन्यू कराया
renew: रिन्यू, नवीनीकरण, badhao, बढ़ाओ
freeze: rok do, roko, फ्रीज, फ़्रीज, रोक दो, फ्रीज़
book: बुक
delete: hata do, hatao, mita do, nikal do, डिलीट, हटा दो, हटाओ, मिटा दो, निकाल दो
send: bhejo, bhej do, भेजो, भेज दो, मैसेज
cancel: radd, रद्द, कैंसिल
add: save karo, save kar do, सेव करो, सेव कर दो, सेव, likho, likh lo, likh do, jodo, jod do, darj, dalo, daal do,
 लिखो, लिख लो, लिख दो, जोड़ो, जोड़ दो,
 दर्ज, डालो, add karo, ऐड
edit: badlo, badal do, badal, badal ke, badal kar, बदलो, बदल दो, बदल, बदल कर, बदलकर, बदल के
refund: wapas karo paise, रिफंड
mark: lagao haziri
settled: payment pura, payment poora, pura payment, poora payment, payment pura ho gaya,
 payment poora ho gaya, pura paisa diya,
 poora paisa diya,
 pure paise diye, poore paise diye, पेमेंट पूरा, पूरा पेमेंट, पूरी पेमेंट,
 पेमेंट पूरा हो गया, पूरा पैसा दिया, पूरे पैसे दिए
paid nothing: kuch nahi diya, kuch bhi nahi diya, ek paisa nahi diya, ek rupaya nahi diya, ek bhi paisa nahi diya,
 कुछ नहीं दिया,
 कुछ भी नहीं दिया, एक पैसा नहीं दिया, एक भी पैसा नहीं दिया, एक रुपया नहीं दिया
paid: diya, diye, di, bhara, bhari, chukaya, chukayi, दिया, दिए, दी, भरा, भरी, चुकाया, चुकाई
average: ausat, औसत
today: aj, aaj, aaj ka, aaj ki, aaj ke, आज, आज का, आज की, आज के
kal: kal, kal ka, kal ki, kal ke, कल, कल का, कल की, कल के
parso: parson, parso, परसों
last: pichle, pichla, pichli, gaye, guzre, bite, पिछले, पिछला, पिछली, बीते, गत
final: aakhri, akhri, aakhiri, antim, आखिरी, आख़िरी, अंतिम
next: agle, agla, agli, aane wale, अगले, अगला, अगली, आने वाले
this: is, iss, इस
january: जनवरी, janvari
february: फरवरी, फ़रवरी, farvari
march: मार्च
april: अप्रैल
may: मई
june: जून
july: जुलाई, julai
august: अगस्त, agast
september: सितंबर, सितम्बर, sitambar
october: अक्टूबर, अक्तूबर, aktubar
november: नवंबर, नवम्बर, navambar
december: दिसंबर, दिसम्बर, disambar
monday: somvar, somwar, सोमवार
tuesday: mangalvar, mangalwar, मंगलवार
wednesday: budhvar, budhwar, बुधवार
thursday: guruvar, guruwar, brihaspativar, गुरुवार, बृहस्पतिवार
friday: shukravar, shukrawar, शुक्रवार
saturday: shanivar, shaniwar, शनिवार
sunday: ravivar, raviwar, itwar, रविवार, इतवार
rupees: rupaye, rupay, rupiya, रुपये, रुपए, रुपया, रु
thousand: hazar, hajar, हजार, हज़ार
lakh: लाख
2: दो
yes: haan, han, ji haan, haan ji, हाँ, हां, जी हाँ, जी हां, हां जी, हाँ जी
3: teen, तीन
4: chaar, चार
5: paanch, panch, पांच, पाँच
6: chhah, छह, छः
7: saat, सात
8: aath, आठ
9: nau, नौ
10: दस
15: pandrah, पंद्रह, पन्द्रह
20: bees, बीस
30: tees, तीस
dark: डार्क, kala, काला, गहरा
light: लाइट, हल्का, हल्के
theme: थीम, rang roop
accent: एक्सेंट
undo: wapas, wapis, wapas karo, wapas kar do, vapas, vapas karo, pehle jaisa, वापस, वापिस, पहले जैसा
print: प्रिंट, chhapo, छापो, प्रिंटआउट
export: एक्सेल, एक्सपोर्ट, excel mein, excel me
copy: कॉपी, nakal, copy kar
new chat: nayi chat, nai chat, nayi baat, naya chat, नई चैट, नया चैट, नयी चैट
settings: सेटिंग, सेटिंग्स
find: dhundo, dhoondo, khojo, ढूंढो, ढूँढो, खोजो
larger text: bada karo text, bada karo, bada kar do, बड़ा करो, बड़ा कर दो,
 bade akshar, bada font, akshar bade, akshar bada, font bada, text bada, likhai badi, font size badhao,
 text size badhao, font badhao, बड़े अक्षर, अक्षर बड़े, फॉन्ट बड़ा, फ़ॉन्ट बड़ा, टेक्स्ट बड़ा, लिखाई बड़ी, बड़ा फॉन्ट
smaller text: chhota karo, chhota kar do, chota karo, छोटा करो, छोटा कर दो,
 chhote akshar, akshar chhote, font chhota, text chhota, chhota font, likhai chhoti, छोटे अक्षर, अक्षर छोटे,
 फॉन्ट छोटा, फ़ॉन्ट छोटा, टेक्स्ट छोटा, लिखाई छोटी
normal text: akshar normal, font normal, text normal, अक्षर सामान्य, फॉन्ट नॉर्मल, अक्षर नॉर्मल, टेक्स्ट नॉर्मल
page: पेज
go to: kholo, khol do, खोलो, खोल दो, ओपन
green: hara, हरा
blue: neela, नीला
red: laal, लाल
pink: gulabi, गुलाबी
profit: munafa, मुनाफा, मुनाफ़ा, लाभ
expense: kharcha, kharch, खर्च, खर्चा
salary: tankhwah, vetan, सैलरी, वेतन, तनख्वाह
age: umar, उम्र
weight: vajan, wazan, वजन
"""

HINDI_FILLERS = _words("""
    ab dono donon अब दोनों उस h he hn hein walo walon valon unke unka unki वालों वालो उनके उनका उनकी
    kiya kiye kari diya gaya liya liye rahega sab kuchh tarah wajah matlab ka ki ke ko mein me mai se ne par
    pe hai hain hain? tha thi the ho hua hui hue hote hota hoti hogi hoga honge gayi gaye raha rahi rahe kar
    karo karna karke kya kyun kaise kripya zara jara batao bata bataiye batana bataye dikhao dikha dikhaiye
    dikhana dikhaye do de dena dijiye dedo chahiye mujhe mera meri mere hamare hamara hamari humare hum apne
    apna apni aap tum yeh ye woh wo vo yah wala wale wali waale waala waali aur ya toh to paas jo jis kuch
    koi nikalo nikaal shuru bolo ji sahab bhaiya didi bhai yaar jaldi bilkul lo sakte sakta hona hone karte
    chuke chuki chuka unme inme unmein inmein unmen inmen उनमें इनमें aise aisi baare bare baray ऐसे ऐसी बारे
    karta rakho likha naam taraf kaun ek kahan rup roop itna itne bhaiyya aa chal chala kaa kee log किया किए
    लिया रहेगा तरह का की के को में मे से ने पर पे है हैं था थी थे हो हुआ हुई हुए होते होता होती होगी होगा
    होंगे गया गई गए गयी गये रहा रही रहे कर करो करना करके क्या क्यों कैसे कृपया जरा ज़रा बताओ बता बताइए
    बताइये बताना बताएं दिखाओ दिखा दिखाइए दिखाना दिखाएं दो दे देना दीजिए मुझे मेरा मेरी मेरे हमारे हमारा
    हमारी हम अपने अपना अपनी आप तुम यह ये वह वो वाला वाले वाली और या तो लिए पास जो जिस कुछ कोई निकालो शुरू
    बोलो जी साहब भैया दीदी भाई यार जल्दी बिल्कुल लो सकते होना होने करते नाम चुकी चुका चुके आ चल एक कहाँ कहां
    तरफ टाइम दर्शाओ जाएगी जाएगा
""")
"""Words of Hindi without a limit in them."""
