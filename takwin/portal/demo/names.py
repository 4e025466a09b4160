"""Invented people: names in both scripts, cards and phones that are valid in form and nobody's.

First and last names are common ones drawn at random: any likeness to a person is chance. Cards begin with ``ZX``,
which no office issues; phones are of the first ten thousand of the range 0600, and run in order.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from takwin.people.enums import Sex

CARD_PREFIX = "ZX"
PHONE_PREFIX = "+21260000"


class Name(NamedTuple):
    """One name in Arabic and in Latin letters."""

    ar: str
    fr: str


def _read(text: str) -> list[Name]:
    pairs = (pair.strip().split(" ", 1) for pair in text.replace("\n", "|").split("|") if pair.strip())
    return [Name(ar.replace("_", " "), fr.strip()) for ar, fr in pairs]


FEMALE = _read("""
فاطمة Fatima | خديجة Khadija | عائشة Aïcha | زينب Zineb | مريم Meryem | نعيمة Naïma | سعيدة Saïda | رشيدة Rachida
حليمة Halima | لطيفة Latifa | نادية Nadia | سميرة Samira | حنان Hanane | كريمة Karima | أمينة Amina | جميلة Jamila
سعاد Souad | بشرى Bouchra | نزهة Nezha | فوزية Fouzia | مليكة Malika | هند Hind | سلمى Salma | إيمان Imane
أسماء Asmae | لبنى Loubna | وفاء Wafae | سناء Sanae | غزلان Ghizlane | حفيظة Hafida | ثريا Touria | زهرة Zahra
ربيعة Rabia | فتيحة Fatiha | نجاة Najat | صباح Sabah | إلهام Ilham | دنيا Dounia | هاجر Hajar | ابتسام Ibtissam
رجاء Rajae | سهام Siham | عزيزة Aziza | يامنة Yamna | تورية Toria | مينة Mina | نوال Naoual | شيماء Chaimae
""")
MALE = _read("""
محمد Mohammed | أحمد Ahmed | عبد_الله Abdellah | يوسف Youssef | حسن Hassan | الحسين El Houssine | إدريس Driss
عمر Omar | علي Ali | إبراهيم Brahim | رشيد Rachid | سعيد Saïd | خالد Khalid | كريم Karim | عبد_الرحيم Abderrahim
عبد_العزيز Abdelaziz | عبد_الكريم Abdelkrim | مصطفى Mustapha | نور_الدين Noureddine | جمال Jamal | حميد Hamid
عزيز Aziz | فؤاد Fouad | هشام Hicham | ياسين Yassine | أنس Anas | طارق Tarik | منير Mounir | بوشعيب Bouchaïb
ميمون Mimoun | موحى Moha | لحسن Lahcen | سليمان Slimane | عبد_السلام Abdeslam | عبد_القادر Abdelkader | التهامي Thami
العربي Larbi | الجيلالي Jilali | المختار Mokhtar | عبد_المجيد Abdelmajid | زكرياء Zakaria | أيوب Ayoub | رضوان Redouane
محسن Mohcine | سمير Samir | توفيق Taoufik | عادل Adil | نبيل Nabil | الطيب Taïb | بناصر Bennacer | حدو Haddou
""")
FAMILY = _read("""
بوعزاوي Bouazzaoui | العلمي El Alami | بنجلون Benjelloun | الإدريسي El Idrissi | أمزيان Amziane | أوعلي Ouali
الفيلالي El Filali | السرغيني Serghini | بنموسى Benmoussa | التازي Tazi | الوزاني Ouazzani | البقالي Bakkali
الشرقاوي Cherkaoui | بوزيان Bouziane | أيت_حمو Aït Hammou | أيت_باسو Aït Bassou | بنعلي Benali | الحمداوي Hamdaoui
المرابط Morabit | الغرباوي Gharbaoui | الزياني Ziani | الصنهاجي Sanhaji | البوزيدي Bouzidi | الناصري Naciri
بنشقرون Benchekroun | العمراني El Amrani | اليعقوبي Yacoubi | الهلالي Hilali | المنصوري Mansouri | السباعي Sebaï
الكتاني Kettani | الرحماني Rahmani | أوحدو Ouhaddou | أوموح Oumouh | أعراب Aârab | أزناك Aznag | بوجمعة Boujemaa
بنطالب Bentaleb | الدرقاوي Derkaoui | السعدي Saadi | الخمليشي Khamlichi | الجناتي Jennati | الورياغلي Ouriaghli
البرنوصي Bernoussi | التسولي Tsouli | الحياني Hayani | المكناسي Meknassi | الزرهوني Zerhouni | اللمطي Lamti
الصفريوي Sefrioui | الغياتي Ghiati | المغراوي Meghraoui | البرانصي Bransi | المطيري Mtiri | السلاسي Slassi
القندوسي Kandoussi | بوهلال Bouhlal | بنحدو Benhaddou | بنسعيد Bensaïd | بنعيسى Benaïssa | بوشتى Bouchta
حمومي Hammoumi | شكري Choukri | فاضيلي Fadili | قاسمي Kacimi | كنوني Kannouni | لعروسي Laaroussi | مفتاح Meftah
نعيمي Naïmi | وردي Ouardi | ياسيني Yassini | عدناني Adnani | غازي Ghazi | طاهري Tahiri | ضريف Drif
صابري Sabri | شهبي Chahbi | سليماني Slimani | زروال Zeroual | راشدي Rachidi | دحماني Dahmani | خلوق Khallouk
حجي Hajji | جبوري Jebbouri | توزاني Touzani | بركة Barka | أشهبار Achahbar | إزم Izem | أمغار Amghar
أوشن Ouchen | أزلماط Azelmat | أيت_لحسن Aït Lahcen | أيت_عدي Aït Addi | بوطاهر Boutahar | بودشيش Boudchich
عكي Akki | معتصم Mouatassim | منتصر Mountassir | مسعودي Messaoudi | مرزوقي Marzouki | لمريني Lamrini
كرومي Karroumi | قدوري Kaddouri | فرحات Ferhat | غنام Ghannam | عزوزي Azzouzi | ظريف Zarif | طالبي Talbi
صديق Seddik | شعيبي Chouaïbi | سحنون Sahnoun | زاهر Zaher | رزوقي Rezzouki | ديداني Didani | خياري Khiari
حداد Haddad | جوهري Jaouhari | ثابت Tabit | توفيقي Toufiki | بلحاج Belhaj | إسماعيلي Ismaïli | أكنول Aknoul
""")  # fmt: skip


class Identity(NamedTuple):
    """Who an invented person is."""

    name: Name
    sex: Sex
    birth_year: int
    card: str
    phone: str


def identities(rng: Random, *, women: float = 0.27) -> Iterator[Identity]:
    """Invented people without end, ``women`` of them women. Namesakes happen, as in life; cards and phones are
    each given once."""
    number = 0
    while True:
        number += 1
        sex = Sex.FEMALE if rng.random() < women else Sex.MALE
        first, last = rng.choice(FEMALE if sex == Sex.FEMALE else MALE), rng.choice(FAMILY)
        yield Identity(
            name=Name(f"{first.ar} {last.ar}", f"{first.fr} {last.fr}"),
            sex=sex,
            birth_year=rng.randint(1956, 1997),
            card=f"{CARD_PREFIX}{100000 + number}",
            phone=f"{PHONE_PREFIX}{number:04}",
        )
