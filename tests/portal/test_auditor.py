"""The auditor reads all that lies in his territory and changes nothing: asked of every address and every page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from takwin.core.access import PUBLIC, SIGNED_IN
from takwin.rights.enums import GRANTS, Role
from tests.factories.directory import make_commune
from tests.factories.rights import user_as
from tests.factories.walk import NEIGHBOURS
from tests.portal.test_every_url import ADDRESSES

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]

# What he does for himself: his language, his own account, handing his own role to a colleague while he is away, reading
# back what an office explained of the lines of the journal that he sent it.
HIS_OWN_TO_READ = {"portal:help", "portal:search", "rights:colleagues", "rights:mine"}
HIS_OWN = {
    "accounts:me",
    "account_logout",
    "rights:delegate",
    "rights:notices_read",
    "ui:language",
    "documents:give_back",
}
# Open to him, yet the thing made for the walk is not one that he has a page of: another's work, the form of a list that
# he does not correct.
FORMS = {"returned", "record_form", "undo_form", "observation", "settle_observation"}
NOT_HIS = {"portal:job", *(f"documents:{name}" for name in FORMS)}
# Papers whose printing each app tests itself: the walk makes them without the facts that would be printed.
PAPERS = {
    "letters:paper", "programmes:paper", "training:letter", "training:sheet", "treasury:paper", "treasury:statement",
    "treasury:expense_order", "treasury:expense_done",
}  # fmt: skip
ABSENT = {
    "agreements:text", "meetings:letter", "meetings:change", "meetings:paper", "meetings:press", "people:corrected",
    "programmes:paper", "agreements:delivery_proof", "certificates:report_pdf", "meetings:read",
    "programmes:version_text", "training:absence_letters", "catalogue:accreditation_paper",
}  # fmt: skip
VIEWS = {name: view for name, view, _arguments in ADDRESSES}


def may_read(view: Any) -> bool:
    asked = getattr(view, "permission", PUBLIC)
    return asked not in (PUBLIC, SIGNED_IN) and bool(set(asked) & GRANTS[Role.AUDITOR])


READ = sorted(name for name in NEIGHBOURS if may_read(VIEWS[name]) and name not in NOT_HIS | PAPERS)
LISTS = sorted(name for name, view, arguments in ADDRESSES if not arguments and may_read(view))
OPENED = set(LISTS)  # each is opened in a test of its own: the same menu stands on every page
POST = re.compile(r'<form[^>]*method="post"[^>]*>')
ACTION = re.compile(r'action="([^"]+)"')
LINK = re.compile(r'href="(/[^"#?]*)')


def name_of(address: str) -> str:
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""


def offered_in_vain(browser: Client, page: str, here: str) -> list[str]:
    """What a page offers to one who cannot use it: forms of others' acts, and links to pages closed to him."""
    sent_to = [found[1] if (found := ACTION.search(form)) else here for form in POST.findall(page)]
    vain = [f"form to {address}" for address in sent_to if name_of(address) not in HIS_OWN]
    links = {link for link in LINK.findall(page) if name_of(link) in VIEWS.keys() - PAPERS - OPENED}
    return vain + [f"link to {link}" for link in sorted(links) if status_of(browser, link) in (403, 404)]


def status_of(browser: Client, address: str) -> int:
    answer = browser.get(address)
    let_go(answer)
    status: int = answer.status_code
    return status


def let_go(answer: Any) -> None:
    """Close the file an answer holds: closing the answer itself would end the test's transaction."""
    for close in answer._resource_closers:
        close()


@pytest.mark.parametrize("name", READ)
def test_the_auditor_opens_every_thing_of_his_region_and_nothing_there_is_to_be_done(
    name: str, as_user: Browser
) -> None:
    place = make_commune()
    address = reverse(name, kwargs=NEIGHBOURS[name](place))
    browser = as_user(user_as(Role.AUDITOR, place.region))
    answer = browser.get(address, follow=True)
    assert answer.status_code in ((200, 404) if name in ABSENT else (200,))
    if answer.status_code == 200 and answer["content-type"].startswith("text/html"):
        assert offered_in_vain(browser, answer.content.decode(), address) == []
    let_go(answer)


@pytest.mark.parametrize("name", LISTS)
def test_the_auditor_opens_every_list_and_nothing_there_is_to_be_done(name: str, as_user: Browser) -> None:
    place = make_commune()
    browser = as_user(user_as(Role.AUDITOR, place.region))
    answer = browser.get(reverse(name), follow=True)
    assert answer.status_code == 200
    if answer["content-type"].startswith("text/html"):
        assert offered_in_vain(browser, answer.content.decode(), reverse(name)) == []


@pytest.mark.parametrize("name", sorted(NEIGHBOURS.keys() - PAPERS))
def test_the_auditor_changes_nothing_of_his_region(name: str, as_user: Browser) -> None:
    place = make_commune()
    address = reverse(name, kwargs=NEIGHBOURS[name](place))
    browser = as_user(user_as(Role.AUDITOR, place.region))
    answer = browser.post(address)
    assert answer.status_code in (403, 404, 405) or answer.status_code == status_of(browser, address) == 200
    assert answer.status_code != 200 or name in READ
    let_go(answer)


def test_the_auditor_adds_nothing(as_user: Browser) -> None:
    browser = as_user(user_as(Role.AUDITOR, make_commune().region))
    asked = {
        name: browser.post(reverse(name)).status_code
        for name, view, arguments in ADDRESSES
        if not arguments and not may_read(view) and getattr(view, "permission", PUBLIC) != PUBLIC
        and name not in HIS_OWN | HIS_OWN_TO_READ
    }  # fmt: skip
    assert {name: status for name, status in asked.items() if status not in (403, 404, 405)} == {}
