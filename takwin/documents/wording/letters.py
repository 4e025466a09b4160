"""The papers whose words an office may change: their parts, the original words, the fields they may hold.

The originals follow the usage of Moroccan administrations; a paper above supplies the value of each field.
"""

from django.utils.translation import gettext_lazy as _

from takwin.documents.wording.parts import AGREED, AMOUNTS, Field, Letter, Part
from takwin.documents.wording.states import FINANCIAL_ANNEX, FINANCIAL_YEAR, STATE_OF_TRANSFERS

ASKED = AMOUNTS | {
    "agreement": AGREED["agreement"],
    "contribution": Field(_("whose contribution"), "مساهمة جماعتكم", "la contribution de votre commune"),
    "due_on": Field(_("day it fell due"), "31 مارس 2026", "31 mars 2026"),
    "salutation": Field(_("how the addressee is called"), "السيد الرئيس", "Monsieur le Président"),
    "pay_before": Field(_("day to pay before"), "15 دجنبر 2026", "15 décembre 2026"),
}
FUNDS_REQUEST = Letter(
    "funds-request",
    _("Request for funds"),
    (
        Part(
            "opening",
            _("Opening"),
            "فعلاقة بالموضوع والمراجع المشار إليها أعلاه، وتنفيذا للالتزامات الواردة في {agreement}، "
            "المصادق عليها بموجب "
            "{deliberation}، يشرفني أن أطلب منكم العمل على تحويل المبلغ المتبقي من {contribution}، "
            "وفق البيان التالي:",
            "Suite à l’objet et aux références cités ci-dessus, et en exécution des engagements "
            "prévus par {agreement}, "
            "approuvée par {deliberation}, j’ai l’honneur de vous demander de bien vouloir faire "
            "procéder au virement du "
            "reliquat de {contribution}, selon le décompte suivant :",
        ),
        Part(
            "demand",
            _("Demand"),
            "حدد المبلغ المطلوب تحويله في {amount} ({amount_in_words}). ويتم التحويل قبل "
            "{pay_before} إلى الحساب المفتوح "
            "باسم {account_name}، مع الإشارة في بيان الأمر بالأداء إلى المرجع المبين معه حتى يتسنى "
            "احتساب المبلغ لفائدتكم:",
            "Arrêté à la somme de {amount} ({amount_in_words}). Le virement est à effectuer avant le "
            "{pay_before} au compte "
            "ouvert au nom de {account_name}, en rappelant dans l’intitulé de l’ordre de paiement la "
            "référence qui suit, "
            "afin que la somme soit portée à votre crédit :",
        ),
        Part(
            "closing",
            _("Closing"),
            "وتفضلوا، {salutation}، بقبول فائق عبارات التقدير والاحترام. والسلام.",
            "Veuillez agréer, {salutation}, l’expression de ma considération distinguée.",
        ),
    ),
    ASKED
    | {
        "deliberation": Field(
            _("deliberation that approved it"), "المقرر رقم 12/2026 بتاريخ 5 فبراير 2026",
            "la délibération n° 12/2026 du 5 février 2026",
        ),
        "account_name": Field(_("name of the account"), "جهة فاس-مكناس", "la région Fès-Meknès"),
    },
    languages=("ar",),
)  # fmt: skip
REMINDER = Letter(
    "reminder",
    _("Reminder of a request for funds"),
    (
        Part(
            "opening",
            _("Opening"),
            "فعلاقة بالموضوع المشار إليه أعلاه، وتبعا لطلب التحويل الموجه إليكم بتاريخ {first_request}، "
            "يشرفني أن أذكركم بأن "
            "{contribution} المستحقة في إطار {agreement} لم يتم تحويلها كاملة إلى حدود تاريخه، وفق البيان التالي:",
            "Suite à l’objet cité ci-dessus et à la demande de virement qui vous a été adressée le "
            "{first_request}, j’ai "
            "l’honneur de vous rappeler que {contribution}, due en exécution de {agreement}, n’a pas "
            "été entièrement "
            "virée à ce jour, selon le décompte suivant :",
        ),
        Part(
            "demand",
            _("Demand"),
            "ويبلغ ما تبقى تحويله {amount} ({amount_in_words})، وهو متأخر منذ {due_on}. لذا أطلب منكم العمل "
            "على تحويله قبل "
            "{pay_before} إلى الحساب التالي، مع موافاتنا بمراجع الأمر بالأداء:",
            "Le reliquat s’élève à {amount} ({amount_in_words}), en retard depuis le {due_on}. Je vous prie "
            "de bien vouloir "
            "le faire virer avant le {pay_before} au compte suivant, et de nous communiquer les références "
            "de l’ordre "
            "de paiement :",
        ),
        Part(
            "closing",
            _("Closing"),
            "وتفضلوا، {salutation}، بقبول فائق عبارات التقدير والاحترام. والسلام.",
            "Veuillez agréer, {salutation}, l’expression de ma considération distinguée.",
        ),
    ),
    ASKED
    | {
        "first_request": Field(_("day of the first request"), "4 ماي 2026", "4 mai 2026"),
        "rank": Field(_("number of the reminder"), "2", "2"),
    },
    languages=("ar",),
)
DELIBERATION = Letter(
    "deliberation",
    _("Model of a deliberation"),
    (
        Part(
            "grounds",
            _("Grounds"),
            "إن {council}، المجتمع في دورة {session}؛\n"
            "بناء على القانون التنظيمي المتعلق بالجماعة الترابية المعنية، الصادر بتنفيذه الظهير الشريف "
            "المؤرخ في 7 يوليوز 2015؛\n"
            "وبناء على المرسوم رقم 2.16.297 الصادر في 29 يونيو 2016 المتعلق بالتكوين المستمر لفائدة أعضاء "
            "مجالس الجماعات الترابية؛\n"
            "وبعد دراسة مشروع {agreement} والتداول بشأنه؛",
            "{council}, réuni en session de {session} ;\n"
            "Vu la loi organique relative à la collectivité territoriale concernée, promulguée le 7 "
            "juillet 2015 ;\n"
            "Vu le décret n° 2-16-297 du 29 juin 2016 relatif à la formation continue des membres des conseils ;\n"
            "Après étude du projet de {agreement} et délibération ;",
        ),
        Part(
            "decision",
            _("Decision, one article a line"),
            "يوافق المجلس على {agreement} المبرمة مع {region} وباقي الأطراف برسم {years}.\n"
            "تحدد مساهمة {body} في {amount} ({amount_in_words})، تؤدى وفق الدفعات المبينة أسفله، وتقيد في "
            "ميزانيتها.\n"
            "يفوض للرئيس التوقيع على الاتفاقية وتنفيذ هذا المقرر بعد التأشير عليه.",
            "Le conseil approuve {agreement} conclue avec {region} et les autres parties, au titre de {years}.\n"
            "La contribution de {body} est fixée à {amount} ({amount_in_words}), payable selon les tranches "
            "ci-dessous et "
            "inscrite à son budget.\n"
            "Le président est habilité à signer la convention et à exécuter la présente délibération "
            "après son visa.",
        ),
        Part(
            "vote",
            _("Result of the vote"),
            "عدد الأعضاء المزاولين: ........ عدد الحاضرين: ........ الموافقون: ........ الرافضون: ........ "
            "الممتنعون: ........",
            "Membres en exercice : ........ Présents : ........ Pour : ........ Contre : ........ "
            "Abstentions : ........",
        ),
    ),
    AMOUNTS
    | AGREED
    | {
        "council": Field(_("council that deliberates"), "مجلس جماعة عين اللوح", "le conseil de la commune d’Aïn Leuh"),
        "session": Field(_("next legal session, left open until it is called"), "فبراير 2027", "février 2027"),
    },
)
DRAFT_AGREEMENT = Letter(
    "draft-agreement",
    _("Draft agreement from its clauses"),
    (
        Part(
            "preamble",
            _("Preamble"),
            "بناء على القوانين التنظيمية المتعلقة بالجماعات الترابية؛\n"
            "وبناء على المرسوم رقم 2.16.297 الصادر في 29 يونيو 2016؛\n"
            "ورغبة من الأطراف في تنفيذ برامج التكوين المستمر لفائدة أعضاء المجالس بتراب {place}؛",
            "Vu les lois organiques relatives aux collectivités territoriales ;\n"
            "Vu le décret n° 2-16-297 du 29 juin 2016 ;\n"
            "Les parties souhaitant exécuter les programmes de formation continue des élus de {place} ;",
        ),
        Part(
            "preamble_apart",
            _("Preamble when no council is party"),
            "بناء على النصوص التشريعية والتنظيمية الجاري بها العمل؛\n"
            "ورغبة من الأطراف في التعاون في المجالات المبينة بعده بتراب {place}؛",
            "Vu les lois et règlements en vigueur ;\n"
            "Les parties souhaitant coopérer, dans {place}, aux fins exposées ci-après ;",
        ),
        Part("agreed", _("Line before the articles"), "تم الاتفاق على ما يلي:", "Il a été convenu ce qui suit :"),
        Part(
            "closing",
            _("Closing"),
            "حرر في {parties} نظائر أصلية، وتدخل حيز التنفيذ بعد التوقيع عليها من جميع الأطراف والتأشير على مقرراتها.",
            "Fait en {parties} exemplaires originaux. La convention entre en vigueur après signature par "
            "toutes les parties "
            "et visa de leurs délibérations.",
        ),
        Part(
            "closing_apart",
            _("Closing when no council is party"),
            "حرر في {parties} نظائر أصلية، وتدخل حيز التنفيذ بعد التوقيع عليها من جميع الأطراف.",
            "Fait en {parties} exemplaires originaux. La convention entre en vigueur après signature par "
            "toutes les parties.",
        ),
    ),
    {
        "agreement": AGREED["agreement"],
        "region": AGREED["region"],
        "years": AGREED["years"],
        "place": Field(_("territory of the agreement"), "إقليم إفران", "la province d’Ifrane"),
        "parties": Field(_("number of parties"), "12", "12"),
    },
)
PAYMENT_STATEMENT = Letter(
    "payment-statement",
    _("Payment statement of a body"),
    (
        Part(
            "opening",
            _("Opening"),
            "يستفاد من الحسابات الممسوكة لدى {region} أنه تم التوصل من {body}، إلى غاية {day}، في إطار الاتفاقيات "
            "المبرمة لتمويل برامج التكوين المستمر، بالمبالغ المبينة أسفله:",
            "{region} atteste que {body} a versé, au {day}, en exécution des conventions de financement de "
            "la formation "
            "continue, les sommes ci-dessous :",
        ),
        Part(
            "closing",
            _("Closing"),
            "حصر هذا البيان في مبلغ محول قدره {received} ({received_in_words})، والباقي تحويله {amount}. "
            "وسلم للإدلاء به عند الحاجة.",
            "Arrêté à la somme reçue de {received} ({received_in_words}) ; reste à virer {amount}. Délivré "
            "pour servir et "
            "valoir ce que de droit.",
        ),
    ),
    {
        "region": AGREED["region"],
        "body": AGREED["body"],
        "day": Field(_("day of the statement"), "29 نونبر 2026", "29 novembre 2026"),
        "received": Field(_("amount received, in figures"), "47.803,75 درهما", "47 803,75 dirhams"),
        "received_in_words": Field(
            _("amount received, in words"), "سبعة وأربعون ألفا وثمانمائة وثلاثة دراهم و75 سنتيما",
            "quarante-sept mille huit cent trois dirhams et 75 centimes",
        ),
        "amount": AMOUNTS["amount"],
    },
)  # fmt: skip
MINUTES = Letter(
    "minutes",
    _("Minutes of a meeting"),
    (
        Part(
            "opening",
            _("Opening"),
            "في إطار سلسلة «{series}»، انعقد يوم {when}، ب{place}، {meeting} في موضوع: {subject}{led}.",
            "Dans le cadre de la série « {series} » s’est tenu le {when}, à {place}, {meeting}, sur "
            ": {subject}{led}.",
        ),
        Part(
            "closing",
            _("Closing"),
            "وفي ختام الاجتماع رفعت الجلسة، وحرر هذا المحضر لتتبع تنفيذ ما ورد فيه من التزامات.",
            "À l’issue de la réunion, la séance est levée ; le présent procès-verbal est dressé "
            "pour le suivi des "
            "engagements qu’il contient.",
        ),
    ),
    {
        "series": Field(_("series of meetings"), "اللقاءات التواصلية للتكوين المستمر", "rencontres de la formation"),
        "meeting": Field(_("meeting by its rank"), "اللقاء التواصلي الخامس", "la cinquième rencontre"),
        "when": Field(_("day and hour"), "الخميس 19 نونبر 2026 على الساعة 10:00", "jeudi 19 novembre 2026 à 10h00"),
        "place": Field(_("where it was held"), "مقر عمالة إقليم إفران", "siège de la province d’Ifrane"),
        "subject": Field(_("subject"), "إطلاق برنامج التكوين", "lancement du programme de formation"),
        "led": Field(
            _("who presided, with its words; blank when nobody is named"), "، ترأسه السيد رئيس مجلس الجهة",
            ", présidée par le président du conseil",
        ),
    },
    languages=("ar",),
)  # fmt: skip
LETTERS = {
    one.key: one
    for one in (
        FUNDS_REQUEST, REMINDER, DRAFT_AGREEMENT, DELIBERATION, PAYMENT_STATEMENT, STATE_OF_TRANSFERS, FINANCIAL_ANNEX,
        FINANCIAL_YEAR, MINUTES,
    )
}  # fmt: skip
