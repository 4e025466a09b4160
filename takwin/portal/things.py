"""The name, in words, of each kind of thing that the journal tells of: the portal knows them all, being above them."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.core.keys import key_of
from takwin.journal.models import Entry

THINGS: dict[str, Promise] = {
    "accounts.User": gettext_lazy("account"),
    "agreements.Agreement": gettext_lazy("agreement"),
    "agreements.Instalment": gettext_lazy("contribution"),
    "agreements.Party": gettext_lazy("party to an agreement"),
    "agreements.Project": gettext_lazy("project"),
    "attendance.Case": gettext_lazy("doubt on presence"),
    "attendance.Device": gettext_lazy("phone of a trainer"),
    "attendance.Register": gettext_lazy("attendance register"),
    "attendance.RegisterHalfDay": gettext_lazy("half-day"),
    "attendance.SheetPhoto": gettext_lazy("photo of a sheet"),
    "catalogue.Topic": gettext_lazy("topic"),
    "catalogue.Trainer": gettext_lazy("trainer"),
    "certificates.Bundle": gettext_lazy("bundle of certificates"),
    "certificates.Certificate": gettext_lazy("certificate"),
    "core.Job": gettext_lazy("work asked for"),
    "directory.Body": gettext_lazy("body"),
    "directory.Holiday": gettext_lazy("holiday"),
    "directory.Parameter": gettext_lazy("parameter"),
    "directory.Place": gettext_lazy("place"),
    "directory.Room": gettext_lazy("room"),
    "directory.Sitting": gettext_lazy("sitting"),
    "documents.Act": gettext_lazy("official act"),
    "documents.ImportBatch": gettext_lazy("import of a list"),
    "documents.ImportLayout": gettext_lazy("layout of lists"),
    "documents.Observation": gettext_lazy("observation on a row"),
    "documents.Paper": gettext_lazy("paper"),
    "documents.ReturnedForm": gettext_lazy("form sent back"),
    "documents.SealCertificate": gettext_lazy("certificate that seals papers"),
    "documents.SigningKey": gettext_lazy("signing key"),
    "documents.StoredFile": gettext_lazy("file"),
    "journal.Entry": gettext_lazy("line of the journal"),
    "letters.Letter": gettext_lazy("letter"),
    "letters.PersonalLink": gettext_lazy("personal link"),
    "meetings.Meeting": gettext_lazy("meeting"),
    "meetings.Obligation": gettext_lazy("promise"),
    "meetings.Series": gettext_lazy("series of meetings"),
    "people.Candidate": gettext_lazy("pair of persons"),
    "people.FileRequest": gettext_lazy("request for one’s file"),
    "people.Mandate": gettext_lazy("mandate"),
    "people.Merge": gettext_lazy("merge"),
    "people.MergeCase": gettext_lazy("row left by a merge"),
    "people.Office": gettext_lazy("office"),
    "people.Person": gettext_lazy("person"),
    "people.Rectification": gettext_lazy("correction asked for"),
    "people.RetentionRun": gettext_lazy("look at what is past its time"),
    "programmes.Action": gettext_lazy("training action"),
    "programmes.ElsewhereDay": gettext_lazy("days received elsewhere"),
    "programmes.Plan": gettext_lazy("master plan"),
    "programmes.Programme": gettext_lazy("programme"),
    "rights.Appointment": gettext_lazy("role"),
    "surveys.PaperCopy": gettext_lazy("questionnaire on paper"),
    "surveys.Questionnaire": gettext_lazy("questionnaire"),
    "surveys.Round": gettext_lazy("opinions asked for"),
    "training.Candidate": gettext_lazy("candidate to train others"),
    "training.Cohort": gettext_lazy("cohort of future trainers"),
    "training.Enrolment": gettext_lazy("enrolment"),
    "training.Improvement": gettext_lazy("improvement action"),
    "training.TrainingSession": gettext_lazy("session"),
    "treasury.AccountLine": gettext_lazy("account line"),
    "treasury.BankLine": gettext_lazy("line of a bank statement"),
    "treasury.BankStatement": gettext_lazy("bank statement"),
    "treasury.Expense": gettext_lazy("expense"),
    "treasury.FinancialYear": gettext_lazy("financial year"),
    "treasury.FundsRequest": gettext_lazy("funds request"),
    "treasury.PaymentOrder": gettext_lazy("payment order"),
    "treasury.Remittance": gettext_lazy("remittance of the tax"),
    "treasury.RequestBatch": gettext_lazy("letters printed together"),
    "treasury.Statement": gettext_lazy("official state of transfers"),
}


def thing_of(entry: Entry) -> str:
    """What an entry is about, in words, with its number; a kind that has no name here keeps its own."""
    label, _sep, number = entry.target.rpartition(":")
    name = THINGS.get(label)
    return _("%(thing)s no. %(number)s") % {"thing": name, "number": number} if name else entry.target


def _model_of(entry: Entry) -> type[Model] | None:
    try:
        return apps.get_model(entry.target.partition(":")[0])
    except (LookupError, ValueError):  # a kind of thing of former days
        return None


PAGES_OF_ONE = {"documents.ImportBatch"}  # read by whoever sent it, and by nobody else


def leads_to(entry: Entry) -> str:
    """The address that leads from an entry to the page of its thing; empty for kinds that have no page of their own."""
    model = _model_of(entry)
    has_page = hasattr(model, "get_absolute_url") and model is not None and model._meta.label not in PAGES_OF_ONE
    return reverse("portal:entry", args=[entry.pk]) if has_page else ""


def page_of(entry: Entry) -> str:
    """The page of what an entry is about, which checks by itself who may read it; empty once the thing is gone."""
    model, key = _model_of(entry), entry.target.rpartition(":")[2]
    thing: Any = model._base_manager.filter(pk=key_of(key) or 0).first() if model else None
    return str(thing.get_absolute_url()) if hasattr(thing, "get_absolute_url") else ""
