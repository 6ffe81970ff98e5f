"""What a monitor is told of the site."""

import shutil

import pytest

HEALTH = "/tinh-trang/"


def test_a_monitor_is_told_that_the_site_works_and_counts_for_nobody(front_door, db):
    answer = front_door.get(HEALTH)

    assert (answer.status_code, answer.text) == (200, "Trang chạy bình thường.\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_monitor_is_told_that_the_database_is_away_while_kept_pages_go_out(
    front_door, without_database
):
    front_door.get("/")

    with without_database():
        answers = [front_door.get("/"), front_door.get(HEALTH)]

    assert [answer.status_code for answer in answers] == [200, 503]


@pytest.mark.django_db
def test_a_monitor_is_told_before_the_disk_is_full(client, monkeypatch):
    usage = type(shutil.disk_usage("/"))(10**10, 10**10 - 499_000_000, 499_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)

    answer = client.get(HEALTH)

    assert (answer.status_code, answer.text) == (503, "Ổ đĩa sắp hết chỗ: còn 499 MB.\n")
