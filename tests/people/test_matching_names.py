"""Which names are one name: pairs of our own, in both scripts."""

import pytest

from takwin.people.matching.compare import Level, compare
from takwin.people.matching.names import to_arabic, to_french
from takwin.people.matching.units import units_of

SAME = """
محمد العلوي = Mohamed El Alaoui
محمد العلوي = Alaoui Mohammed
محمد العلوي = محمد علوي
محمد العلوي = العلوي محمد
محمد العلوي = Mhamed Alaoui
بنعلي كريم = Karim Ben Ali
بنعلي كريم = Kareem BENALI
بن علي كريم = كريم بنعلي
كريم بنعلي = Ben-Ali Karim
فاطمة الزهراء بناني = Fatima-Zahra Bennani
فاطمة الزهراء بناني = Fatimazahra BENNANI
فاطمة الزهراء بناني = Fatima Ezzahra Bennani
فاطمة الزهراء بناني = Bennani Fatima Zohra
Fatimazahra Bennani = Fatima Zahrae Bennani
عبد الله حجي = Abdellah Hajji
عبدالله حجي = Abdallah Hajji
عبد الكريم الفاسي = Abdelkrim El Fassi
عبدالكريم الفاسي = Abdelkarim FASSI
عبد الرحيم لحلو = Abderrahim Lahlou
عبد الصمد التازي = Abdessamad Tazi
عبد العزيز بركة = Abdel Aziz Baraka
عبد اللطيف وهبي = Abdellatif Ouahbi
عبد النبي بعيوي = Abdennabi Bioui
عبد الوافي لفتيت = Abdelouafi Laftit
عبد الحق بنشماش = Abdelhak Benchamach
أيت حمو سعيد = Said Aït Hammou
ايت حمو سعيد = Saïd Ait-Hammou
أيت القاضي نبيل = Nabil Ait Lkadi
أيت باسو حدو = Haddou Ait Bassou
أولاد سالم محفوظ = Mahfoud Ouled Salem
ولد الرشيد حمدي = Hamdi Ould Errachid
أوعلي موحى = Moha Ouali
أوعلي موحى = Mouha Ou Ali
أوعسو يدير = Idir Ouassou
أمزيان إيدر = Ider Ameziane
أمغار حدو = Haddou Amrhar
أزكاغ ميمون = Mimoun Azegagh
أوشن باسو = Bassou Ouchen
يطو أوعقا = Itto Ouakka
تودة أمحزون = Touda Amahzoun
ماماس أوراغ = Mamas Ourarh
تيزيري أكزناي = Tiziri Agzenai
فاضمة أعراب = Fadma Aârab
ميمونت الخمليشي = Mimount El Khamlichi
محند الورياغلي = Mohand Ouriaghli
رحيمو القلعي = Rahimo Kalai
سيداتي الرقيبي = Sidati Rguibi
خطري الجماني = Khatri Joumani
محمد سالم البيهي = Mohamed Salem Bihi
ماء العينين الشيخ سيدي = Maelainine Sidia
امنتو الدليمي = Aminatou Dlimi
السالكة ماء العينين = Salka Maelainine
الحسن أوهمو = Lahcen Ouhammou
الحسن أوهمو = El Hassan Ouhammou
لحسن أوهمو = الحسن أوهمو
الحسين الراجي = Lhoussaine Raji
الحسين الراجي = El Houcine Erraji
لحسين الراجي = El Hossein Er-Raji
حسين صادق = Houcine Sadik
حسن صادق = Hassan Sadiq
إدريس الأزمي = Driss Azami
ادريس الازمي = Idriss El Azami
إبراهيم بوغالب = Brahim Boughaleb
ابراهيم بوغالب = Ibrahim Bourhaleb
إسماعيل العراقي = Smail Iraqi
اسماعيل العراقى = Ismail El Iraki
يحيى دحمان = Yahia Dahmane
عيسى كرم = Aïssa Karam
موسى حمداوي = Moussa Hamdaoui
مصطفى الرميد = Mustapha Ramid
مصطفى الرميد = Mostafa Rmid
نور الدين بنسودة = Noureddine Bensouda
نور الدين بنسودة = Nour Eddine Ben Souda
نور الدين بنسودة = Nordine BENSOUDA
عز الدين زروال = Azzeddine Zeroual
صلاح الدين مزوار = Salah Eddine Mezouar
جمال الدين الناجي = Jamaleddine Ennaji
محيي الدين الوزاني = Mohieddine El Ouazzani
شمس الدين السنوسي = Chamseddine Senoussi
خديجة الشرقاوي = Khadija Cherkaoui
خديجة الشرقاوي = Khadidja Charkaoui
عائشة الشنا = Aicha Chenna
عائشة القرشي = Aïcha Korchi
زينب العدوي = Zineb El Adaoui
مريم بنصالح = Meryem Bensalah
مريم بنصالح = Mariam Ben Saleh
نجاة بلقاسم = Najat Belkacem
غيثة الغريب = Ghita Rhrib
غيثة الغريب = Rita Ghrib
غزلان خيي = Ghizlane Khyi
غنية الغماري = Rhania Ghomari
كلثوم بوعياد = Keltoum Bouayad
سكينة شقور = Soukaina Chakkour
شيماء طنيبر = Chaimae Tnibar
لمياء زنيبر = Lamiae Zniber
هناء زنيبر = Hanae Zenibar
ضحى البركاني = Doha Berkani
رقية السحيمي = Rkia Shimi
نزهة الودغيري = Nezha Oudghiri
زهور القندوسي = Zhour Kandoussi
بهيجة الواعظ = Bahija Ouaid
سهام القرقوري = Siham Karkouri
يامنة كنون = Yamna Guennoun
المعطي الدحماني = Maati Eddahmani
العربي الصقلي = Larbi Skalli
العربي الصقلي = El Arbi Sqalli
التهامي الصديقي = Thami Essaddiki
التهامي الصديقي = Touhami Seddiki
الطيب الساخي = Tayeb Es-Sakhi
الهاشمي الشطيبي = Hachmi Chtibi
الجيلالي الطنجاوي = Jilali Tangaoui
بوشتى بوعزاوي = Bouchta Bouazzaoui
بوعزة اللبار = Bouazza Lebbar
بناصر الكوهن = Bennacer Kohen
ميلود فاضل = Miloud Fadhil
مبارك بنمبارك = M'barek Benmbarek
امحمد الفحصي = M'hamed Fahsi
الحاج محمد العلوي = Mohamed El Alaoui
مولاي إدريس العلوي = Driss Alaoui
السيد رشيد بلحاج = Rachid Belhadj
Moulay Ali Cherif = Ali Cherif
Lalla Meryem Idrissi = Meryem El Idrissi
N. AIT-MOUSSA = Nabil Aït Moussa
A. BOUHDI = عبد القادر بوهدي
O. ESSANHAJI = أسامة الصنهاجي
S. BERRADA = سعيد برادة
Mehdi Benhima = المهدي بنهيمة
Taha Ouahid = طه وحيد
وليد واعزيز = Oualid Ouaziz
وئام الوكيلي = Wiam El Oukili
فيصل الأعرج = Fayçal Laaraj
يوسف لعبيدي = Youssef Laabidi
إلياس العمراني = Ilyas Lamrani
بنطاطا لطفي = Lotfi Bentata
أحمد بنعبد الله = Ahmed Benabdellah
عمر الدريوش = Omar Driouch
عمر الدريوش = Amar Eddriouch
"""
DIFFERENT = """
محمد العلوي = أحمد العلوي
محمد العلوي = Mohamed El Alami
حسن بنعلي = حسين بنعلي
Hassan Benali = Houcine Benali
رشيد مرزوق = رشيدة مرزوق
Karim Ouali = Karima Ouali
عزيز البركاني = عبد العزيز البركاني
عبد الرحيم صادق = عبد الرحمان صادق
Abderrahim Sadiq = Abderrahmane Sadiq
Abdelouahed Raji = Abdelouahab Raji
سناء الصابري = هناء الصابري
علال أملال = علي أملال
نورة القرشي = نور الدين القرشي
زهرة الطنجاوي = زهور الطنجاوي
أمين البركاني = أمينة البركاني
Amine Berkani = Amina Berkani
سعيد تازي = سعاد تازي
Said Tazi = Souad Tazi
خالد برادة = خليل برادة
كريم بنجلون = كريم بنشقرون
Karim Benjelloun = Karim Benchekroun
مصطفى بنموسى = مصطفى بنعيسى
جمال الفيلالي = كمال الفيلالي
Jamal Filali = Kamal Filali
نبيل حداد = نبيلة حداد
فاطمة مرزوق = فتيحة مرزوق
يوسف أيت علي = يوسف أيت حمو
Youssef Ait Ali = Youssef Ait Addi
بوشتى الوزاني = Bouchaib Ouazzani
إدريس الحراق = أنس الحراق
حماد الزاوي = محمد الزاوي
"""


def pairs(table: str) -> list[tuple[str, str]]:
    return [(one, other) for line in table.strip().splitlines() for one, _, other in [line.partition(" = ")]]


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_two_spellings_of_one_name_agree(one: str, other: str) -> None:
    found = compare(units_of(one), units_of(other))
    assert found.agrees, found
    assert found.agrees == compare(units_of(other), units_of(one)).agrees


@pytest.mark.parametrize(("one", "other"), pairs(DIFFERENT))
def test_two_names_that_both_exist_are_not_one(one: str, other: str) -> None:
    found = compare(units_of(one), units_of(other))
    assert not found.agrees or found.near


def test_there_are_enough_pairs_to_mean_something() -> None:
    assert len(pairs(SAME)) + len(pairs(DIFFERENT)) >= 150


def test_a_single_letter_agrees_less_than_the_name() -> None:
    found = compare(units_of("N. Ait Moussa"), units_of("Nabil Ait Moussa"))
    assert Level.INITIAL in [level for level, _ in found.parts]


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("محمد العلوي", "Mohamed Alaoui"),
        ("فاطمة الزهراء بنعلي", "Fatima Zahra Benali"),
        ("عبد الرحيم أيت حمو", "Abderrahim Ait Hammou"),
    ],
)
def test_a_known_name_is_written_in_latin_letters_with_full_confidence(arabic: str, latin: str) -> None:
    assert to_french(arabic) == (latin, 1.0)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Mohamed EL ALAOUI", "محمد العلوي"),
        ("Fatima-Zahra Ben Ali", "فاطمة الزهراء بنعلي"),
        ("Abdellah Hajji", "عبد الله حجي"),
    ],
)
def test_a_known_name_is_written_in_arabic_letters_with_full_confidence(latin: str, arabic: str) -> None:
    assert to_arabic(latin) == (arabic, 1.0)


def test_a_name_nobody_listed_is_spelt_by_rule_and_says_so() -> None:
    written = to_arabic("Rachida Tazerouti")
    assert written.name == "رشيدة تازروتي"
    assert written.confidence == 0.75
    assert to_french("").confidence == 0.0
