"""What the classification says, in words people read: purposes, durations, names of registers and columns.

Models declare purposes in plain English (``core.personal``), below any catalogue of translations; this table brings
them to the readers' languages. A test asks that nothing declared is missing here.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from takwin.core.personal import Keep

Words = str | Promise

KEEPS: dict[Keep, Words] = {
    Keep.ACCOUNT: _("until one year after the account is closed"),
    Keep.MANDATE: _("until five years after the end of the person’s last office"),
    Keep.ACCOUNTING: _("ten years after the closing of the year (accounting evidence)"),
    Keep.PERMANENT: _("kept for good (archives law 69-99: proof of a right or of a public act)"),
    Keep.SHORT: _("ninety days"),
}

PURPOSES = frozenset({
    gettext_noop("take one answer a person"),
    gettext_noop("know when a trainer may be asked"),
    gettext_noop("know why a trainer cannot come"),
    gettext_noop("say why an order was given up or put right"),
    gettext_noop("order a mission and pay its allowances"),
    gettext_noop("say why a closed year was opened again"),
    gettext_noop("give back what a form changed"),
    gettext_noop("tell one phone of a person from another"),
    gettext_noop("prove what a telephone handed over"),
    gettext_noop("find who came uninvited"),
    gettext_noop("explain how a doubt on presence was settled"),
    gettext_noop("say who certified the account"),
    gettext_noop("correct a list before it is recorded"),
    gettext_noop("follow what was promised"),
    gettext_noop("give back what an import changed"),
    gettext_noop("keep the minutes of a public meeting"),
    gettext_noop("keep the sentence that bears the promise"),
    gettext_noop("keep what was to be discussed"),
    gettext_noop("look at a list before it is recorded"),
    gettext_noop("say in which capacity"),
    gettext_noop("say in which capacity one came"),
    gettext_noop("say who chaired a public act"),
    gettext_noop("say who signed a public act"),
    gettext_noop("say who sits in a committee"),
    gettext_noop("say who was invited to a public meeting and in which capacity"),
    gettext_noop("say who wrote the minutes"),
    gettext_noop("show how a list was understood"),
    gettext_noop("tell the press"),
    gettext_noop("tell why it is held as kept"),
    gettext_noop("know who attended and sign papers"),
    gettext_noop("sort lists"),
    gettext_noop("find the person"),
    gettext_noop("address the person and count women and men"),
    gettext_noop("tell two persons of one name apart"),
    gettext_noop("convene"),
    gettext_noop("tell who is who; print the last signs on the sheet; declare the tax withheld"),
    gettext_noop("answer a request for correction"),
    gettext_noop("show what was corrected at the person’s request"),
    gettext_noop("explain why a correction was refused"),
    gettext_noop("say why two persons may be one"),
    gettext_noop("log in"),
    gettext_noop("unused, kept by Django"),
    gettext_noop("show who acted"),
    gettext_noop("recover the account"),
    gettext_noop("find the account"),
    gettext_noop("find the proof again"),
    gettext_noop("print again what was issued"),
    gettext_noop("let the person in"),
    gettext_noop("explain a correction"),
    gettext_noop("say whom the certificate is for"),
    gettext_noop("explain a revocation"),
    gettext_noop("find the certificate"),
    gettext_noop("excuse an absence"),
    gettext_noop("explain a withdrawal"),
    gettext_noop("explain an observation"),
    gettext_noop("explain a seat given beyond the last"),
    gettext_noop("prove the days received"),
    gettext_noop("recognise the payer"),
    gettext_noop("give back what a merge changed"),
    gettext_noop("say what was decided of a row left by a merge"),
    gettext_noop("find the account by its number"),
    gettext_noop("list accounts in order"),
    gettext_noop("know what the person did in public office"),
    gettext_noop("know who was present, and what is owed to whom"),
    gettext_noop("prove that the person was convened"),
    gettext_noop("prove what the person has earned"),
    gettext_noop("answer the person in the time the law gives"),
    gettext_noop("choose who teaches"),
    gettext_noop("open what the person may do in Takwin"),
    gettext_noop("show who was shown the numbers of the person"),
    gettext_noop("fill seats and keep the waiting list"),
})  # fmt: skip

REGISTERS: dict[str, Words] = {
    "accounts.User": _("Accounts"),
    "people.Person": _("Persons"),
    "people.IdentityDocument": _("Identity documents"),
    "people.Rectification": _("Corrections asked for"),
    "people.Candidate": _("Pairs of persons who may be one"),
    "people.MovedRow": _("Merges that can be undone"),
    "people.MergeCase": _("Rows left by a merge"),
    "people.Office": _("Offices held"),
    "people.FileRequest": _("Requests for one’s file"),
    "documents.StoredFile": _("Files received"),
    "documents.Paper": _("Official papers"),
    "documents.SealCertificate": _("Certificates that seal papers"),
    "letters.PersonalLink": _("Personal links"),
    "attendance.Mark": _("Marks of presence"),
    "certificates.Certificate": _("Certificates"),
    "training.Enrolment": _("Enrolments in sessions"),
    "programmes.ElsewhereDay": _("Days received elsewhere"),
    "agreements.Step": _("Paths of agreements"),
    "treasury.AccountLine": _("Lines of the account"),
    "treasury.BankLine": _("Lines of bank statements"),
    "treasury.Expense": _("Expenses"),
    "treasury.Mission": _("Mission orders"),
    "treasury.FinancialYear": _("Financial years"),
    "treasury.Certification": _("Certified states"),
    "documents.ImportBatch": _("Lists received"),
    "documents.ImportRow": _("Rows of lists received"),
    "documents.ImportTrace": _("What a list has changed"),
    "documents.ReturnedForm": _("Forms sent back"),
    "surveys.Voice": _("Opinions asked"),
    "attendance.Device": _("Phones of trainers"),
    "attendance.Received": _("Marks received from phones"),
    "attendance.Case": _("Marks to be decided"),
    "catalogue.Accreditation": _("Accreditations of trainers"),
    "catalogue.Availability": _("Days on which trainers are free"),
    "meetings.Meeting": _("Meetings"),
    "meetings.Invitation": _("Invitations to meetings"),
    "meetings.Minutes": _("Minutes of meetings"),
    "meetings.Obligation": _("Undertakings given in meetings"),
    "meetings.AgendaItem": _("Items of agendas"),
    "training.Candidate": _("Candidates to train others"),
    "training.Observation": _("Observations of candidates"),
    "training.TrainerInvitation": _("Invitations to trainers"),
}

COLUMNS: dict[str, Words] = {
    "sort_ar": _("place in Arabic lists"),
    "sort_fr": _("place in French lists"),
    "search_text": _("words by which one is found"),
    "name": _("name"),
    "name_ar": _("name in Arabic"),
    "name_fr": _("name in French"),
    "username": _("user name"),
    "password": _("password (its digest)"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "facts": _("what the paper prints"),
    "code_digest": _("digest of the code"),
    "reasons": _("reasons of the likeness"),
    "before": _("before"),
    "after": _("after"),
    "label": _("label"),
    "email": _("e-mail"),
    "search_contact": _("addresses by which one is found"),
    "fixes": _("what was corrected by hand"),
    "understood": _("how the columns were understood"),
    "data": _("what the row says"),
    "rows": _("rows before and after"),
    "has_answered": _("has answered"),
    "said": _("what was marked"),
    "who": _("whom it is about"),
    "holder": _("holder of the certificate"),
}


def register_of(model: type[models.Model]) -> Words:
    return REGISTERS.get(model._meta.label) or model._meta.verbose_name_plural or model._meta.label


def column_of(model: type[models.Model], name: str) -> Words:
    """The column as people call it: our word for it, else the one its forms bear."""
    return COLUMNS.get(name) or model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
