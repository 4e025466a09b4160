"""What the rows that a merge moves or leaves are called on screens."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "people.Person": _("facts of the person"),
    "people.IdentityDocument": _("identity documents"),
    "people.Office": _("offices"),
    "people.Candidate": _("pairs to look at"),
    "people.FileRequest": _("requests for the file of the person"),
    "people.Rectification": _("requests for correction"),
    "letters.Letter": _("letters"),
    "letters.PersonalLink": _("personal links"),
    "attendance.Expected": _("lines of rolls"),
    "attendance.Claim": _("half-days taken"),
    "attendance.Mark": _("marks of presence"),
    "attendance.Presence": _("half-days of presence"),
    "attendance.Register_keepers": _("registers kept"),
    "attendance.Received": _("marks handed over by phones"),
    "attendance.Case": _("doubts on presence"),
    "attendance.SheetLine": _("rows of printed sheets"),
    "attendance.SheetBox": _("boxes of photographed sheets"),
    "surveys.Voice": _("opinions asked of the person"),
    "surveys.Round_keepers": _("opinions kept"),
    "catalogue.Trainer": _("places in a pool of trainers"),
    "programmes.ElsewhereDay": _("half-days received elsewhere"),
    "agreements.Step": _("signatures of agreements"),
    "meetings.Invitation": _("invitations to meetings"),
    "meetings.SeriesMember": _("seats in committees"),
    "training.Candidate": _("candidacies to train"),
    "training.Enrolment": _("nominations for sessions"),
    "certificates.Certificate": _("certificates"),
    "treasury.Expense": _("payments to the person"),
}
