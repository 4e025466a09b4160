"""What the label of a movement says: numbers first (RIB, order, years), then words.

Words of banks and clerks part the label into runs; what remains in a run may be a name. A name after the word for a
tax office (*perception*, قباضة) is where the money passed, and one after the word for a province says where the payer
lies, which is how a commune of another region that bears the same name is told from ours.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from takwin.core.identifiers import DIGITS
from takwin.core.text import folded, search_terms
from takwin.directory.enums import Level
from takwin.treasury.statements.names import KIND_WORDS, glued, likeness, words
from takwin.treasury.statements.places import Gazetteer

RIB = re.compile(r"(?<!\d)\d(?:[ .\-]{0,2}\d){21,25}(?!\d)")
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
SHORT_YEARS = re.compile(r"(?<!\d)(20[0-4]\d)\s*[/\-+&]\s*(\d\d)(?!\d)")
ORDER = re.compile(
    r"(?:\b(?:mandats?|mdt|mand|ordre de paiement|ordre|op|o\.p)\b|امر بالادا|الامر بالادا|امر الادا|حواله|امر رقم)"
    r"[\s.:]*(?:n[°o.]?|num|numero|رقم|عدد)?[\s.:°]*(\d{1,7})(?:\s*/\s*(20\d\d)(?!\d))?"
)
ELIDED = re.compile(r"\b([dl])'")
GLUED = re.compile(r"(?<=[a-z])'(?=[a-z])")
FOR_ACCOUNT = re.compile(r"\bp\s*[/.]\s*c\b|\bpour\s+(?:le\s+)?compte\b|\bd\s*[/.]\s*o\b|لحساب|لفاىده|لفايده")


def _set(text: str) -> frozenset[str]:
    return frozenset(search_terms(text))


BREAK = "|"
NEARLY = 0.75
REVERSALS = _set(
    "annulation annul annule contrepassation contrepasse contre extourne extournement rejet rejete retour"
    " impaye rectification regularisation إلغاء الغاء ارجاع إرجاع استرجاع رفض عكس تصحيح"
)
REST = _set("solde reliquat rest reste complement restant باقي الباقي تتمة المتبقي رصيد")
PART = _set("tranche acompte avance partiel شطر الشطر قسط دفعة الدفعة تسبيق")
STRANGE = _set(
    "interets interet crediteurs debiteurs remb remboursement fournisseur subvention dotation tva "
    "commission frais agios tenue impot taxe salaire salaires paie loyer cheque especes guichet marche "
    "facture caution placement emprunt credoc don فوائد عمولة مصاريف رسوم إعانة منحة الضريبة استرداد نقدا"
    " الشباك فاتورة كراء أجور"
)
CHARGES = _set("commission frais agios timbre tva عمولة مصاريف رسوم")
SAID = (_set(
    "vir virement virements vrt virt recu recus reçu emis du de la le les des d l par par ordre no n num "
    "numero ref reference contrib contribution contributions cotisation cotis part parts quote "
    "participation formation form continue elus elu conseillers membres mandat mandats op versement vers "
    "verst paiement reglement transfert trf tr avis credit debit encaissement remise operation annee "
    "exercice ex 1ere 1er 2eme 3eme premiere deuxieme tranche avance acompte solde reliquat rest reste "
    "complement partiel titre convention conv accord programme prog budget tresor rib compte cpte iban "
    "motif objet libelle emetteur donneur beneficiaire client nom date valeur au a et en pour sur avec dh"
    " dhs mad تحويل تحويلات مساهمة المساهمة مساهمات اشتراك حصة حصه التكوين تكوين المستمر برسم سنة السنة "
    "سنتي سنوات لسنة أمر بالأداء الأداء رقم عدد وارد واردة من إلى في عن لفائدة المنتخبين منتخبين اتفاقية "
    "شراكة دفعة الدفعة شطر الشطر القسط قسط الأول الثاني أداء دفع إيداع حساب بيان بدون مبلغ لأجل المرجع "
    "لصالح الباقي تتمة"
) | REVERSALS | REST | PART | {"بالادا", "امر"}) - {"ادا", "n", "a", "l", "d", "en"} - KIND_WORDS  # fmt: skip
COMMUNE = frozenset(folded("commune communes cr cu ct com municipalite جماعه جماعة الجماعة بلديه").split()) | {
    "جماعه",
    "ج",
    "بلديه",
}
OFFICE = _set(
    "perception tresorerie tp tpr tgr recette receveur percepteur tresorier rgp قباضة القباضة خزينة "
    "الخزينة قابض القابض خازن الخازن"
)
OFFICE_WORDS = _set(
    "provinciale prefectorale communale regionale generale royaume du de الإقليمية الجماعية العامة المملكة بالمملكة"
)
LEADS = _set("province prov prefecture pref wilaya إقليم الإقليم عمالة العمالة ولاية") | {
    "باقليم",
    "بعماله",
    "لاقليم",
    "لعماله",
}
COUNCILS = _set("cp cpref provincial prefectoral provinciale إقليمي الإقليمي") | {"اقليمي"}
COUNCIL = _set("conseil cons مجلس المجلس")
COMMUNAL = _set("communal municipal جماعي الجماعي بلدي") | COMMUNE
REGIONS = _set("region reg جهة الجهة") | {"بجهه", "جهه"}


@dataclass
class Label:
    """A label taken apart. ``runs`` are the words that may be names; ``office`` those of the tax office it passed by.

    ``provinces`` are the codes of those it mentions, ``foreign`` the name of a region or province as it stands that is
    not one of ours; ``vague`` that a province is announced and not recognised.
    """

    text: str
    years: tuple[int, ...] = ()
    ribs: tuple[str, ...] = ()
    order: tuple[str, int | None] | None = None
    said: frozenset[str] = frozenset()
    runs: list[list[str]] = field(default_factory=list)
    office: list[str] = field(default_factory=list)
    provinces: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    is_council: bool = False
    is_vague: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """What it says, numbers included, however it is typed: to compare two labels."""
        return frozenset(folded(self.text.translate(DIGITS)).split()) - REVERSALS

    @property
    def is_reversal(self) -> bool:
        return bool(self.said & REVERSALS)

    @property
    def is_strange(self) -> bool:
        """It speaks of interest, a refund, a grant…: money that is nobody's share."""
        return bool(self.said & STRANGE)


def read_label(text: str, places: Gazetteer) -> Label:
    """Take a label apart. Years inside a RIB or an order's number are not years of a contribution."""
    rest = folded(text.translate(DIGITS))
    label = Label(text)
    label.ribs = tuple(_ribs(rest))
    rest = RIB.sub(f" {BREAK} ", rest)
    if found := ORDER.search(rest):
        label.order = found[1], int(found[2]) if found[2] else None
        rest = f"{rest[: found.start()]} {BREAK} {rest[found.end() :]}"
    years = [int(year) for year in YEAR.findall(rest)]
    years += [2000 + int(short) for _first, short in SHORT_YEARS.findall(rest)]
    label.years = tuple(dict.fromkeys(years))
    rest = re.sub(r"[()\[\],;:]", f" {BREAK} ", FOR_ACCOUNT.sub(f" {BREAK} ", rest))
    rest = GLUED.sub("", ELIDED.sub(r"\1 ", rest))
    said = [word for part in rest.split(BREAK) for word in [*search_terms(part), BREAK]]
    label.said = frozenset(said)
    _walk(label, [word for word in said if not word.isdigit()], places)
    return label


def _ribs(text: str) -> Iterable[str]:
    for found in RIB.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        groups = re.findall(r"\d+", found[0])
        if len(digits) > 24 and (tail := "".join(groups[1:])) and len(tail) == 24:
            digits = tail
        yield digits


def _walk(label: Label, said: Sequence[str], places: Gazetteer) -> None:
    """Go through the words once, setting aside tax offices, provinces and regions, and keeping runs of names."""
    run: list[str] = []
    label.runs = [run]
    n = 0
    while n < len(said):
        word = said[n]
        if word in OFFICE:
            n = _office(label, said, n + 1, places)
            label.runs.append(run := [])
        elif word in COUNCILS or (word in COUNCIL and not _is_communal(said, n + 1)):
            label.is_council = True
            label.runs.append(run := [])
            n += 1
            if word not in COUNCIL or (n < len(said) and said[n] in COUNCILS | LEADS):
                n += n < len(said) and said[n] in COUNCILS | LEADS
                label.runs.append(run := _without_particle(said, n, places))
                n += len(run)
        elif word in LEADS or word in REGIONS:
            n = _lead(label, said, n, places)
            label.runs.append(run := [])
        elif word == BREAK or word in SAID or word in COMMUNE or word in STRANGE or word in COUNCIL:
            label.runs.append(run := [])
            n += 1
        else:
            if word not in KIND_WORDS:
                run.append(word)
            n += 1
    label.runs = [run for run in label.runs if run]


def _is_communal(said: Sequence[str], n: int) -> bool:
    return n < len(said) and said[n] in COMMUNAL


def _without_particle(said: Sequence[str], n: int, places: Gazetteer) -> list[str]:
    """The name after *conseil provincial*, its first word without the particle that Arabic glues to it (لتازة)."""
    run = []
    while n < len(said) and said[n] not in SAID and said[n] != BREAK and said[n] not in LEADS:
        run.append(said[n])
        n += 1
    if run:
        run[0] = _bare(run, places)
    return run


def _bare(run: list[str], places: Gazetteer) -> str:
    first = run[0]
    forms = (
        [first, first[1:], first[2:]]
        if first.startswith("لل")
        else [first, first[1:]]
        if first[:1] in "لب"
        else [first]
    )
    for size in range(len(run), 0, -1):
        for form in forms:
            if form and places.called(" ".join([form, *run[1:size]]), Level.PROVINCE):
                return form
    return first


def _office(label: Label, said: Sequence[str], n: int, places: Gazetteer) -> int:
    """The town of a tax office: as many of the next words as make a known place, at least one."""
    while n < len(said) and (said[n] in OFFICE_WORDS or said[n] in OFFICE or said[n] in KIND_WORDS):
        n += 1
    size = next((s for s in range(4, 0, -1) if _known(said[n : n + s], s, places)), 0)
    if not size and n < len(said) and said[n] not in SAID and said[n] != BREAK:
        size = 1
    name = " ".join(said[n : n + size])
    if size:
        label.office.append(name)
        label.provinces += [place.code for place in places.called(name, Level.PROVINCE)]
    return n + size


def _known(window: Sequence[str], size: int, places: Gazetteer) -> bool:
    return len(window) == size and BREAK not in window and bool(places.called(" ".join(window)))


def _lead(label: Label, said: Sequence[str], n: int, places: Gazetteer) -> int:
    """What follows the word for a province or a region."""
    level = Level.REGION if said[n] in REGIONS else Level.PROVINCE
    n += 1
    while n < len(said) and (said[n] in LEADS or said[n] in KIND_WORDS):
        n += 1
    for size in range(5, 0, -1):
        window = said[n : n + size]
        if len(window) == size and BREAK not in window and (found := places.called(" ".join(window), level)):
            (label.regions if level == Level.REGION else label.provinces).extend(place.code for place in found)
            return n + size
    label.is_vague = level == Level.PROVINCE
    if label.is_vague and (meant := _nearly_province(said[n : n + 3], places)):
        label.provinces.append(meant)
    return n


def _nearly_province(window: Sequence[str], places: Gazetteer) -> str:
    """The code of the one province whose name is nearly what follows: letters are lost between encodings."""
    for size in range(len(window), 0, -1):
        name = glued(window[:size])
        scores = {
            place.code: max(likeness(name, glued(words(own))) for own in place.names)
            for place in places.by_code.values()
            if place.level == Level.PROVINCE
        }
        best = max(scores, key=lambda code: scores[code], default="")
        if best and scores[best] >= NEARLY and list(scores.values()).count(scores[best]) == 1:
            return best
    return ""


def windows(label: Label) -> Iterable[tuple[tuple[str, ...], int]]:
    """Every group of words that may be a name, with how many words of its run it leaves aside."""
    for run in label.runs:
        for start in range(len(run)):
            for end in range(len(run), start, -1):
                if end - start <= 6:
                    yield tuple(run[start:end]), len(run) - (end - start)
