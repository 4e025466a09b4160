"""How an office may write its list: strategies over layouts, cells and encodings."""

import random
from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

Form = Literal[
    "column", "blank", "merged", "blocks", "blocks_headed", "sheets", "council", "side", "two_tables", "wide"
]
FORMS: list[Form] = [
    "column",
    "blank",
    "merged",
    "blocks",
    "blocks_headed",
    "sheets",
    "council",
    "side",
    "two_tables",
    "wide",
]
HEADINGS = {
    "index": ("ر.ت", "N°"), "place": ("الجماعة", "Commune"), "sex": ("الجنس", "Sexe"), "cin": ("رقم ب.ت.و", "C.I.N"), "phone": ("الهاتف", "Tél."),
    "birth": ("تاريخ الازدياد", "Date de naissance"), "office": ("الصفة", "Fonction"), "email": ("البريد الإلكتروني", "E-mail"), "party": ("الانتماء السياسي", "Parti"),
    "notes": ("ملاحظات", "Observations"), "signature": ("التوقيع", "Signature"), "salary": ("الأجرة", "Salaire"),
    "name_ar": ("الاسم الكامل", "Nom en arabe"), "name_fr": ("الاسم باللاتينية", "Nom et prénom"), "family_ar": ("الاسم العائلي", "Nom"), "given_ar": ("الاسم الشخصي", "Prénom"),
    "family_fr": ("الاسم العائلي", "Nom"), "given_fr": ("الاسم الشخصي", "Prénom"),
}  # fmt: skip
TITLES = {"m": ("السيد ", "M. "), "f": ("السيدة ", "Mme ")}


@dataclass(frozen=True)
class Layout:
    """How an office writes its list."""

    seed: int
    form: Form
    header: Literal["ar", "fr", "both", "two_rows", "none", "numbered"]
    names: Literal["ar", "fr", "both", "one_cell", "split_ar", "split_fr", "titled", "with_office"]
    extras: frozenset[str]
    file: Literal["grid", "xlsx", "csv"]
    encoding: Literal["utf-8", "utf-8-sig", "cp1256", "utf-16"]
    delimiter: Literal[";", ",", "\t"]
    swapped: bool
    totals: bool
    footer: bool
    blank_rows: bool
    repeated_header: bool
    titles: bool


LAYOUTS = st.builds(
    Layout,
    seed=st.integers(0, 2**32), form=st.sampled_from(FORMS), header=st.sampled_from(["ar", "fr", "both", "two_rows", "none", "numbered"]),
    names=st.sampled_from(["ar", "fr", "both", "one_cell", "split_ar", "split_fr", "titled", "with_office"]),
    extras=st.frozensets(st.sampled_from(["index", "sex", "cin", "phone", "birth", "office", "email", "party", "notes", "signature", "salary"])),
    file=st.sampled_from(["grid"] * 14 + ["csv"] * 5 + ["xlsx"]), encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1256", "utf-16"]), delimiter=st.sampled_from([";", ",", "\t"]),
    swapped=st.booleans(), totals=st.booleans(), footer=st.booleans(), blank_rows=st.booleans(), repeated_header=st.booleans(), titles=st.booleans(),
)  # fmt: skip


def random_layout(rng: random.Random) -> Layout:
    """A layout drawn without hypothesis, for the long trial."""
    drawn = {
        name: rng.random() < 0.5 for name in ("swapped", "totals", "footer", "blank_rows", "repeated_header", "titles")
    }
    return Layout(
        seed=rng.randrange(2**32), form=rng.choice(FORMS), header=rng.choice(["ar", "fr", "both", "two_rows", "none", "numbered"]),
        names=rng.choice(["ar", "fr", "both", "one_cell", "split_ar", "split_fr", "titled", "with_office"]),
        extras=frozenset(e for e in ["index", "sex", "cin", "phone", "birth", "office", "email", "party", "notes", "signature", "salary"] if rng.random() < 0.6),
        file=rng.choice(["grid"] * 14 + ["csv"] * 5 + ["xlsx"]), encoding=rng.choice(["utf-8", "utf-8-sig", "cp1256", "utf-16"]), delimiter=rng.choice([";", ",", "\t"]),
        **drawn,
    )  # fmt: skip
