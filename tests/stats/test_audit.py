from datetime import date

import pytest
from django.core.management import CommandError, call_command

from stats import figures
from stats.models import AccountEntry, ArticleDay, DayTotal, HourTotal
from tests.factories import make_article, make_counter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(client, time_machine):
    """Two readers of an article, one on each side of midnight in Việt Nam."""
    time_machine.move_to("2026-03-11T23:40+07:00", tick=False)
    article = make_article()
    for moment in ["2026-03-11T23:50+07:00", "2026-03-12T00:30+07:00"]:
        time_machine.move_to(moment, tick=False)
        client.get(article.get_absolute_url())


def audit(capsys):
    """What the audit prints, and whether it found the figures to agree."""
    try:
        call_command("audit_counter", wait=0)
    except CommandError as error:
        return capsys.readouterr().out, error.returncode == 0
    return capsys.readouterr().out, True


def test_figures_as_counted_agree(capsys):
    make_counter(opening=411605)
    AccountEntry.objects.create(day=date(2026, 3, 11), visits=-1, reason="Rô-bốt")
    figures.publish()

    said, agrees = audit(capsys)

    assert agrees
    assert said.startswith("Khớp")


@pytest.mark.parametrize(
    ("model", "change", "complaint"),
    [
        (DayTotal, {"visits": 9}, "12/03/2026: lượt truy cập cả ngày là 9, cộng từng giờ là 1"),
        (DayTotal, {"page_views": 9}, "12/03/2026: lượt xem cả ngày là 9, cộng từng giờ là 1"),
        (HourTotal, {"visits": 0}, "12/03/2026: lượt truy cập cả ngày là 1, cộng từng giờ là 0"),
        (ArticleDay, {"page_views": 2}, "12/03/2026: lượt xem các bài là 2, hơn lượt xem cả ngày"),
    ],
)
def test_changed_row_is_found(capsys, model, change, complaint):
    model.objects.filter(day=date(2026, 3, 12)).update(**change)

    said, agrees = audit(capsys)

    assert not agrees
    assert complaint in said


def test_missing_day_is_found(capsys):
    DayTotal.objects.filter(day=date(2026, 3, 11)).delete()

    said, agrees = audit(capsys)

    assert not agrees
    assert "11/03/2026: lượt truy cập cả ngày là 0, cộng từng giờ là 1" in said


def test_days_whose_hours_were_cleared_up_are_no_disagreement(capsys):
    DayTotal.objects.create(day=date(2025, 12, 12), visits=5, page_views=5)

    assert audit(capsys)[1]


def test_widget_that_is_behind_the_rows_is_found(capsys):
    figures.publish()
    AccountEntry.objects.create(visits=5, reason="Ghi sau khi công bố")

    said, agrees = audit(capsys)

    assert not agrees
    assert "“total” là 2, theo sổ là 7" in said


def test_broken_widget_is_found(capsys):
    figures.publish()
    figures.published_file().write_text("{")

    assert "hỏng" in audit(capsys)[0]
