"""From which other sites readers come."""

import pytest
from django.test import Client

from stats import figures, folding
from stats.models import ReferrerDay

pytestmark = pytest.mark.django_db


def come(site, number=7, path="/"):
    """Open a page as one of many readers, by a link of another site."""
    browser = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{number}) Gecko/20100101 Firefox/140"
    Client(headers={"User-Agent": browser, "Referer": site}).get(path)


def sites():
    return dict(ReferrerDay.objects.values_list("host", "visits"))


def test_site_is_counted_once_a_visit_and_by_its_name_only():
    come("https://BaoMoi.example:8443/bai-viet?nguoi=1"), come("https://khac.example/")
    come("android-app://com.google.android.gm/", number=8)

    assert sites() == {"baomoi.example": 1, "com.google.android.gm": 1}


@pytest.mark.parametrize(
    "address",
    [
        "http://portal.example/tin-tuc/",
        "https://testserver/",  # another of our names
        "http://[::1",
        "https://<script>.example/",
        "khong-phai-dia-chi",
        "https://" + "a" * 81 + ".example/",
    ],
)
def test_what_names_no_other_site_is_not_counted(address):
    come(address)

    assert sites() == {}


def test_whoever_claims_to_come_from_all_sorts_of_sites_fills_no_table(monkeypatch):
    monkeypatch.setattr(folding, "SITES_A_DAY", 2)
    for number, name in enumerate(["mot", "hai", "ba", "bon", "mot"]):
        come(f"https://{name}.example/", number)

    assert sites() == {"mot.example": 2, "hai.example": 1}


def test_many_sites_at_once_fill_no_table_either(monkeypatch):
    monkeypatch.setattr(folding, "SITES_A_DAY", 2)
    with monkeypatch.context() as server:
        server.setattr(figures, "in_server", True)  # nothing is folded yet
        for number in range(6):
            come(f"https://trang-{number}.example/", number)

    folding.fold()

    assert len(sites()) == 2
