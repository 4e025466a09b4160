"""Roles and permissions: they live in code, so that a change of rights is read by a colleague before it holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """One thing a user may do, asked together with *where* by ``allowed``."""

    PLACE_VIEW = "place_view", _("see places and bodies")
    BODY_EDIT = "body_edit", _("add and correct bodies, rooms and sittings")
    PARAMETER_EDIT = "parameter_edit", _("set parameters and holidays")
    USERS_VIEW = "users_view", _("see accounts and roles")
    ACCOUNT_OPEN = "account_open", _("open accounts and give roles")
    JOURNAL_VIEW = "journal_view", _("read the journal")
    DOCUMENT_VIEW = "document_view", _("see papers and files")
    WORDING_EDIT = "wording_edit", _("change the wording of official papers")
    PERSON_VIEW = "person_view", _("see persons")
    PERSON_EDIT = "person_edit", _("add and correct persons and their offices")
    PERSON_UNMASK = "person_unmask", _("see identity numbers and phones")
    PERSON_MERGE = "person_merge", _("decide who is who and merge persons")
    PRIVACY_ANSWER = "privacy_answer", _("answer requests about personal data")
    PROGRAMME_VIEW = "programme_view", _("see programmes and shares")
    PROGRAMME_EDIT = "programme_edit", _("prepare programmes")
    PROGRAMME_ADOPT = "programme_adopt", _("record the adoption and closing of programmes")
    ENTITLEMENT_RECORD = "entitlement_record", _("record days received elsewhere")
    ENTITLEMENT_ACCEPT = "entitlement_accept", _("accept days received elsewhere")
    AGREEMENT_VIEW = "agreement_view", _("see agreements")
    AGREEMENT_EDIT = "agreement_edit", _("prepare agreements")
    AGREEMENT_DECLARE = "agreement_declare", _("declare a vote or a payment order")
    AGREEMENT_CONFIRM = "agreement_confirm", _("confirm what communes declare")
    AGREEMENT_VISA = "agreement_visa", _("record visas")
    TREASURY_VIEW = "treasury_view", _("see the state of transfers")
    TREASURY_REQUEST = "treasury_request", _("request funds and record receipts")
    ACCOUNT_CERTIFY = "account_certify", _("sign the state of an account and issue states of transfers")
    SPENDING_ORDER = "spending_order", _("order what sessions need and certify that it was delivered")
    SPENDING_PAY = "spending_pay", _("record invoices and payments")
    SESSION_VIEW = "session_view", _("see sessions")
    SESSION_EDIT = "session_edit", _("prepare sessions")
    SESSION_CONFIRM = "session_confirm", _("confirm, postpone, cancel and close sessions")
    SESSION_NOMINATE = "session_nominate", _("nominate people for sessions")
    PRESENCE_VIEW = "presence_view", _("read presence")
    PRESENCE_MARK = "presence_mark", _("record presence")
    PRESENCE_SEAL = "presence_seal", _("close and seal presence")
    PRESENCE_CORRECT = "presence_correct", _("correct sealed presence")
    MEETING_VIEW = "meeting_view", _("see meetings and promises")
    MEETING_EDIT = "meeting_edit", _("prepare meetings and write their minutes")
    MEETING_VALIDATE = "meeting_validate", _("validate and publish minutes")
    OBLIGATION_SETTLE = "obligation_settle", _("say that a promise is kept or replaced")
    SURVEY_VIEW = "survey_view", _("read questionnaires and what was answered")
    SURVEY_EDIT = "survey_edit", _("write questionnaires and ask for opinions")
    SURVEY_ANSWER = "survey_answer", _("say for a council what it sees changed")
    CERTIFICATE_VIEW = "certificate_view", _("see certificates")
    CERTIFICATE_ISSUE = "certificate_issue", _("issue and revoke certificates")


class Role(models.TextChoices):
    REGION_OFFICER = "region_officer", _("regional training officer")
    FINANCE_OFFICER = "finance_officer", _("regional finance officer")
    PROVINCE_OFFICER = "province_officer", _("province officer")
    COMMUNE = "commune", _("commune (president or director of services)")
    TRAINER = "trainer", _("trainer")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator of the system")


P = Permission
SEEING = {
    P.PLACE_VIEW, P.DOCUMENT_VIEW, P.PERSON_VIEW, P.PROGRAMME_VIEW, P.AGREEMENT_VIEW, P.TREASURY_VIEW, P.SESSION_VIEW,
    P.CERTIFICATE_VIEW, P.MEETING_VIEW,
}  # fmt: skip
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REGION_OFFICER: frozenset(
        SEEING
        | {
            P.BODY_EDIT, P.PARAMETER_EDIT, P.USERS_VIEW, P.ACCOUNT_OPEN, P.JOURNAL_VIEW, P.PERSON_EDIT, P.PERSON_UNMASK,
            P.PERSON_MERGE, P.PRIVACY_ANSWER, P.WORDING_EDIT, P.PROGRAMME_EDIT, P.PROGRAMME_ADOPT, P.ENTITLEMENT_RECORD,
            P.ENTITLEMENT_ACCEPT, P.AGREEMENT_EDIT, P.AGREEMENT_CONFIRM, P.ACCOUNT_CERTIFY, P.SPENDING_ORDER,
            P.SESSION_EDIT, P.SESSION_CONFIRM, P.SESSION_NOMINATE, P.PRESENCE_VIEW, P.PRESENCE_MARK, P.PRESENCE_SEAL,
            P.PRESENCE_CORRECT, P.SURVEY_VIEW,
            P.SURVEY_EDIT, P.CERTIFICATE_ISSUE, P.MEETING_EDIT, P.MEETING_VALIDATE, P.OBLIGATION_SETTLE,
        }
    ),
    Role.FINANCE_OFFICER: frozenset(
        SEEING | {P.TREASURY_REQUEST, P.SPENDING_PAY, P.AGREEMENT_CONFIRM, P.ACCOUNT_CERTIFY, P.OBLIGATION_SETTLE}
    ),
    Role.PROVINCE_OFFICER: frozenset(
        SEEING
        | {P.BODY_EDIT, P.PERSON_EDIT, P.PERSON_UNMASK, P.PERSON_MERGE, P.ENTITLEMENT_RECORD, P.AGREEMENT_VISA,
           P.AGREEMENT_EDIT, P.AGREEMENT_CONFIRM, P.SESSION_NOMINATE, P.PRESENCE_VIEW, P.PRESENCE_MARK, P.SURVEY_VIEW}
    ),
    Role.COMMUNE: frozenset(
        SEEING | {P.PERSON_EDIT, P.PERSON_UNMASK, P.ENTITLEMENT_RECORD, P.AGREEMENT_DECLARE, P.SESSION_NOMINATE,
           P.SURVEY_ANSWER}
    ),
    Role.TRAINER: frozenset({
        P.PLACE_VIEW, P.SESSION_VIEW, P.PRESENCE_VIEW, P.PRESENCE_MARK, P.PRESENCE_SEAL, P.SURVEY_VIEW,
    }),
    Role.AUDITOR: frozenset(SEEING | {P.USERS_VIEW, P.JOURNAL_VIEW, P.PRESENCE_VIEW, P.SURVEY_VIEW}),
    Role.ADMINISTRATOR: frozenset({
        P.PLACE_VIEW, P.BODY_EDIT, P.PARAMETER_EDIT, P.USERS_VIEW, P.ACCOUNT_OPEN, P.JOURNAL_VIEW,
    }),
}  # fmt: skip

# Which roles the holder of a role may give, inside his own territory. It is a table, and not "what he holds himself":
# an officer must be able to appoint those whose word he may not say in their place (the commune that declares, the
# province that visas, the trainer who seals). Money is apart: only an administrator gives the finance officer's hand.
GIVES: dict[Role, frozenset[Role]] = {role: frozenset() for role in Role} | {
    Role.REGION_OFFICER: frozenset({
        Role.REGION_OFFICER, Role.PROVINCE_OFFICER, Role.COMMUNE, Role.TRAINER, Role.AUDITOR,
    }),
    Role.ADMINISTRATOR: frozenset(Role),
}  # fmt: skip

# Roles that reach what is their holder's own (a trainer's sessions) and are therefore over no place and no body.
OWN_ROLES = frozenset({Role.TRAINER})
