"""What imports of any list and forms keep of persons goes in its time: rows never recorded, what undoing one needs."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.documents.import_models import ImportBatch, ImportRow, ImportTrace
from takwin.documents.models import Observation, ReturnedForm
from takwin.people.privacy.figures import figure
from takwin.people.privacy.retention import retention_rule


def cut_of(day: dt.date) -> dt.date:
    """What happened by that day is past its time."""
    return day - dt.timedelta(days=figure("retention_import_days", on=day))


def waiting_due(day: dt.date) -> QuerySet[ImportBatch]:
    """Lists read long ago and never recorded, which still say something of persons."""
    old = ImportBatch.objects.filter(read_at__date__lte=cut_of(day), recorded_at=None)
    rows = Exists(ImportRow.objects.filter(batch=OuterRef("pk")))
    return old.filter(rows | ~Q(understood={}) | ~Q(fixes={}))


def let_waiting_go(keys: Sequence[int]) -> None:
    """Rows, corrections and samples go; the line that says who sent the list, and when, stays."""
    ImportRow.objects.filter(batch__in=keys).delete()
    ImportBatch.objects.filter(pk__in=keys).update(count=0, counts={}, choices={}, fixes={}, understood={})


def traces_due(day: dt.date) -> QuerySet[ImportTrace]:
    """Traces of lists recorded long ago: until now the import could be undone."""
    return ImportTrace.objects.filter(batch__recorded_at__date__lte=cut_of(day))


def let_traces_go(keys: Sequence[int]) -> None:
    ImportTrace.objects.filter(pk__in=keys).delete()


def forms_due(day: dt.date) -> QuerySet[ReturnedForm]:
    """Forms recorded long ago that still keep what they changed, of whatever list: until now they could be undone."""
    return ReturnedForm.objects.filter(recorded_at__date__lte=cut_of(day)).exclude(before=[])


def let_forms_go(keys: Sequence[int]) -> None:
    ReturnedForm.objects.filter(pk__in=keys).update(before=[])


def observations_due(day: dt.date) -> QuerySet[Observation]:
    """What was observed of a row long ago, and never settled."""
    return Observation.objects.filter(said_at__date__lte=cut_of(day))


def let_observations_go(keys: Sequence[int]) -> None:
    Observation.objects.filter(pk__in=keys).delete()


def bring_import_rules() -> None:
    retention_rule(
        "imports_waiting", _("Lists read and never recorded"), _("read long ago"), due=waiting_due,
        let_go=let_waiting_go, order=31,
    )  # fmt: skip
    retention_rule(
        "imports_recorded", _("Traces by which an import is undone"), _("recorded long ago"), due=traces_due,
        let_go=let_traces_go, order=32,
    )  # fmt: skip
    retention_rule(
        "forms_recorded", _("What a form changed, by which it is undone"), _("recorded long ago"), due=forms_due,
        let_go=let_forms_go, order=33,
    )  # fmt: skip
    retention_rule(
        "observations", _("What was observed on the rows of lists"), _("received long ago"), due=observations_due,
        let_go=let_observations_go, order=34,
    )  # fmt: skip
