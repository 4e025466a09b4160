"""Kinds of acts, papers and batches."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    DELIBERATION = "deliberation", _("deliberation")
    DECISION = "decision", _("decision")
    MINUTES = "minutes", _("minutes")
    VISA = "visa", _("visa")
    RECORD = "record", _("record")


class PaperKind(models.TextChoices):
    """Official papers Takwin prints; each has its template and its number series."""

    CONVOCATION = "convocation", _("convocation")
    GOVERNOR_LETTER = "governor_letter", _("letter to the governor")
    NOTICE = "notice", _("notice")
    ABSENCE_LETTER = "absence_letter", _("letter on absences")
    ATTENDANCE_SHEET = "attendance_sheet", _("attendance sheet")
    CERTIFICATE = "certificate", _("certificate of participation")
    FUNDS_REQUEST = "funds_request", _("request for transfer of a contribution")
    STATE_OF_TRANSFERS = "state_of_transfers", _("state of transfers")
    COST_SHARE = "cost_share", _("cost share")
    ACCESS_LETTER = "access_letter", _("letter opening an account")
    INVITATION = "invitation", _("invitation to a meeting")
    MINUTES = "minutes", _("minutes of a meeting")
    PRESS_NOTE = "press_note", _("press note")
    FINANCIAL_YEAR = "financial_year", _("financial state of a year")
    FINANCIAL_ANNEX = "financial_annex", _("annual financial annex")
    ORDER_SLIP = "order_slip", _("order slip")
    SERVICE_DONE = "service_done", _("certificate of service done")
    MISSION_ORDER = "mission_order", _("mission order")
    TRAVEL_STATEMENT = "travel_statement", _("statement of travel allowances")
    SESSION_REPORT = "session_report", _("report of a session")
    TRAINER_INVITATION = "trainer_invitation", _("invitation to teach")
    MISSION_LETTER = "mission_letter", _("mission letter of a trainer")
    ACCREDITATION = "accreditation", _("certificate of accreditation of a trainer")


class BatchState(models.TextChoices):
    READING = "reading", _("being read")
    READ = "read", _("read, nothing recorded yet")
    RECORDED = "recorded", _("recorded")
    UNDONE = "undone", _("undone")


class KeyUse(models.TextChoices):
    """What a key of this installation signs; each has its own, so that one lost on a phone spends no other."""

    CREDENTIAL = "credential", _("certificates")
    PRESENCE = "presence", _("codes of presence")
