"""What is taught, under which axis: the words of the plan, its topics and what surrounds them."""

from typing import NamedTuple


class TopicFacts(NamedTuple):
    """A topic of the catalogue, with the number of its axis in the plan."""

    code: str
    ar: str
    fr: str
    axis: int


AXES = (
    ("الحكامة والإطار القانوني والمؤسساتي", "Gouvernance et cadre juridique et institutionnel"),
    ("المالية والجبايات والافتحاص", "Finances, fiscalité et audit"),
    ("التخطيط والتعمير والبيئة", "Planification, urbanisme et environnement"),
    ("التحول الرقمي والمشاركة المواطنة", "Transition numérique et participation citoyenne"),
)
TOPICS = (
    TopicFacts("T01", "الإطار القانوني والمؤسساتي للجماعات الترابية",
               "Cadre juridique et institutionnel des collectivités territoriales", 1),
    TopicFacts("T02", "آليات تجويد الحكامة بالجماعات الترابية",
               "Améliorer la gouvernance des collectivités territoriales", 1),
    TopicFacts("T03", "برنامج عمل الجماعة: الإطار القانوني، السياق والأبعاد",
               "Programme d’action de la commune : cadre, contexte et portée", 3),
    TopicFacts("T04", "التحول الرقمي ورقمنة المساطر الإدارية",
               "Transition numérique et dématérialisation des procédures", 4),
    TopicFacts("T05", "المنظومة المندمجة لمداخيل ونفقات الجماعات الترابية",
               "Gestion intégrée des recettes et dépenses des collectivités", 2),
    TopicFacts("T06", "الافتحاص الداخلي ومراقبة التدبير بالجماعات الترابية",
               "Audit interne et contrôle de gestion des collectivités", 2),
    TopicFacts("T07", "مقاربة النوع في بلورة وتنزيل السياسات العمومية الترابية",
               "Approche genre dans les politiques publiques territoriales", 1),
    TopicFacts("T08", "آليات المشاركة المدنية والمواطنة",
               "Mécanismes de participation civile et citoyenne", 4),
    TopicFacts("T09", "إعداد التراب وتهيئة المجال", "Aménagement du territoire", 3),
    TopicFacts("T10", "التخطيط الترابي وتدبير المشاريع", "Planification territoriale et gestion de projets", 3),
    TopicFacts("T11", "تدبير التعمير والبيئة والتنقل بالجماعات الترابية",
               "Urbanisme, environnement et mobilité des communes", 3),
    TopicFacts("T12", "إعداد وتنفيذ ميزانية الجماعات الترابية",
               "Préparation et exécution du budget des collectivités", 2),
)  # fmt: skip
LESSONS = (
    "عرض تأطيري ومفاهيم أساسية",
    "دراسة حالات وتبادل التجارب",
    "ورشة تطبيقية في مجموعات",
    "تقديم أعمال الورشات وخلاصات",
)


class BodyFacts(NamedTuple):
    """A university, a chamber, a foundation: real offices, invented figures."""

    key: str
    kind: str
    ar: str
    fr: str
    province: str  # code of its seat


INSTITUTIONS = (
    BodyFacts("usmba", "university", "جامعة سيدي محمد بن عبد الله", "Université Sidi Mohamed Ben Abdellah", "03.231"),
    BodyFacts("umi", "university", "جامعة مولاي إسماعيل", "Université Moulay Ismaïl", "03.061"),
    BodyFacts("aui", "university", "جامعة الأخوين", "Université Al Akhawayn", "03.271"),
    BodyFacts("ccis", "institution", "غرفة التجارة والصناعة والخدمات لجهة فاس-مكناس",
              "Chambre de commerce, d’industrie et de services de Fès-Meknès", "03.231"),
    BodyFacts("agri", "institution", "الغرفة الفلاحية لجهة فاس-مكناس", "Chambre d’agriculture de Fès-Meknès", "03.061"),
    BodyFacts("foundation", "foundation", "مؤسسة سايس لدعم قدرات الجماعات",
              "Fondation Saïss pour l’appui aux communes", "03.231"),
    BodyFacts("experts", "company", "مكتب زلاغ للدراسات والتكوين", "Cabinet Zalagh études et formation", "03.231"),
)  # fmt: skip
# The university of each province; the others go to the first.
UNIVERSITY_OF = {"03.061": "umi", "03.171": "umi", "03.271": "aui"}
