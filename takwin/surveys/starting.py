"""The questions a new questionnaire starts from: short, one tap each, to keep or to change."""

from typing import NamedTuple

from takwin.surveys.enums import Kind, Purpose


class Asked(NamedTuple):
    """A question as it is written, before it is a row. ``options`` are pairs (Arabic, French); ``right`` is the place
    of the right one, from 0."""

    kind: str
    text_ar: str
    text_fr: str
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    right: int | None = None


STARTING: dict[str, tuple[Asked, ...]] = {
    Purpose.EVALUATION: (
        Asked(Kind.FACES, "كيف وجدتم الدورة في مجملها؟", "Comment avez-vous trouvé la session dans l’ensemble ?"),
        Asked(Kind.FACES, "هل كان الشرح واضحا؟", "Les explications étaient-elles claires ?"),
        Asked(Kind.FACES, "هل يفيدكم ما تعلمتموه في مهامكم؟", "Ce que vous avez appris sert-il dans votre charge ?"),
        Asked(Kind.FACES, "كيف وجدتم القاعة والاستقبال؟", "Comment avez-vous trouvé la salle et l’accueil ?"),
        Asked(Kind.YES_NO, "هل توصون زملاءكم بهذه الدورة؟", "Recommanderiez-vous cette session à vos collègues ?"),
        Asked(Kind.TEXT, "ما الذي ينبغي تحسينه؟", "Que faut-il améliorer ?", required=False),
    ),
    Purpose.FOLLOW_UP: (
        Asked(
            Kind.YES_NO, "هل طبقتم شيئا مما تعلمتموه؟", "Avez-vous appliqué quelque chose de ce que vous avez appris ?"
        ),
        Asked(Kind.FACES, "ما مدى أثر الدورة في عملكم؟", "Quel effet la session a-t-elle eu sur votre travail ?"),
        Asked(
            Kind.CHOICE, "ما الذي حال دون التطبيق؟", "Qu’est-ce qui a empêché de l’appliquer ?", False,
            (("الوقت", "le temps"), ("الإمكانيات", "les moyens"), ("لا شيء", "rien"), ("أمر آخر", "autre chose")),
        ),
        Asked(Kind.TEXT, "أي تكوين تحتاجون إليه الآن؟", "De quelle formation avez-vous besoin maintenant ?", False),
    ),
    Purpose.COUNCIL: (
        Asked(Kind.YES_NO, "هل تغير شيء في عمل المجلس؟", "Quelque chose a-t-il changé dans le travail du conseil ?"),
        Asked(Kind.FACES, "كيف ترون أثر الدورة؟", "Comment voyez-vous l’effet de la session ?"),
        Asked(
            Kind.CHOICE, "أين ترون الأثر أكثر؟", "Où le voyez-vous le plus ?", False,
            (
                ("المداولات", "les délibérations"), ("تتبع المالية", "le suivi des finances"),
                ("خدمة المرتفقين", "le service aux usagers"), ("لا أثر", "nulle part"),
            ),
        ),
        Asked(Kind.TEXT, "ما الذي يحتاج إليه المجلس الآن؟", "De quoi le conseil a-t-il besoin maintenant ?", False),
    ),
    Purpose.TEST: (
        Asked(
            Kind.CHOICE, "من يؤشر على ميزانية الجماعة؟", "Qui vise le budget de la commune ?", True,
            (("العامل", "le gouverneur"), ("رئيس الجهة", "le président de la région"), ("القابض", "le percepteur")), 0,
        ),
    ),
}  # fmt: skip
