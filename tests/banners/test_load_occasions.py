import pytest
from django.core.management import call_command

from banners.models import Occasion

pytestmark = pytest.mark.django_db


def load(capsys):
    """Run the command and return what it says."""
    call_command("load_occasions")
    return capsys.readouterr().out.strip()


def everything():
    return list(Occasion.objects.order_by("pk").values()), Occasion.history.count()


def test_built_in_occasions_come_once(capsys):
    assert load(capsys) == "Đã thêm 53 ngày kỷ niệm có sẵn."
    before = everything()

    assert load(capsys) == "Đã thêm 0 ngày kỷ niệm có sẵn."
    assert everything() == before


def test_every_built_in_occasion_says_where_it_was_read():
    call_command("load_occasions", verbosity=0)

    occasions = Occasion.objects.all()
    assert occasions
    assert all(occasion.source and occasion.code for occasion in occasions)


def test_what_the_webmaster_changed_stays(capsys):
    load(capsys)
    mine = {"name": "Ngày 3/2", "is_active": False, "days_before": 3, "year": 1931, "source": ""}
    occasion = Occasion.objects.get(code="thanh-lap-dang")
    for name, value in mine.items():
        setattr(occasion, name, value)
    occasion.save()

    load(capsys)

    assert Occasion.objects.filter(code="thanh-lap-dang", **mine).count() == 1
    assert Occasion.objects.count() == 53


def test_what_the_webmaster_deleted_stays_away(capsys):
    load(capsys)
    Occasion.objects.get(code="quoc-te-thieu-nhi").delete()

    assert load(capsys) == "Đã thêm 0 ngày kỷ niệm có sẵn."
    assert not Occasion.objects.filter(code="quoc-te-thieu-nhi").exists()


def test_occasion_that_is_new_in_a_release_is_added_beside_the_old(capsys):
    load(capsys)
    Occasion.objects.filter(code="quoc-khanh").delete()
    Occasion.history.filter(code="quoc-khanh").delete()  # as if the release before had not had it

    assert load(capsys) == "Đã thêm 1 ngày kỷ niệm có sẵn."
    assert Occasion.objects.get(code="quoc-khanh").year == 1945
