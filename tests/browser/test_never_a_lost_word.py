"""What a clerk has typed comes back, to the last character, whatever happens meanwhile."""

import base64
import io
import unicodedata

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from news.models import Article, Revision, Typing
from tests import desk
from tests.desk import (
    PATIENCE,
    body,
    fill_in_login,
    form_of,
    open_form,
    save,
    text_of,
    wait_until_kept,
    words,
    write,
)
from tests.factories import make_category

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BY_LAM, BY_HA = " Ngọc Ánh đưa tin", " Phóng viên tổng hợp"  # no word in common


@pytest.fixture
def sign_in(live_server, open_browser):
    """Return a function that opens a browser in which a person has signed in."""

    def sign_in(user, **options):
        page = open_browser(**options)
        desk.sign_in(page, live_server, user)
        return page

    return sign_in


def test_text_comes_back_after_the_browser_died(sign_in, live_server, lam):
    make_category("Xây dựng Đảng")
    text = words(5000)
    page = open_form(sign_in(lam), live_server)
    page.get_by_label("Tiêu đề").first.fill("Hội nghị “sơ kết”")
    page.get_by_label("Sapo").fill("Dòng một\n\n  dòng ba")
    write(page, text)
    wait_until_kept(page)
    page.context.close()

    page = open_form(sign_in(lam), live_server)
    expect(page.get_by_text("chưa được lưu")).to_be_visible()
    page.get_by_role("button", name="Khôi phục", exact=True).click()

    expect(body(page)).to_have_text(text)
    expect(page.get_by_label("Tiêu đề").first).to_have_value("Hội nghị “sơ kết”")
    expect(page.get_by_label("Sapo")).to_have_value("Dòng một\n\n  dòng ba")


def test_a_new_video_is_not_offered_what_was_typed_for_an_album(sign_in, live_server, lam):
    page = sign_in(lam)
    add = live_server.url + reverse("admin:news_article_add")
    page.goto(f"{add}?kind=album")
    expect(body(page)).to_be_editable()
    page.get_by_label("Tiêu đề").first.fill("Ảnh ngày hội")
    wait_until_kept(page)

    page.goto(f"{add}?kind=video")
    expect(body(page)).to_be_editable()
    page.get_by_label("Tiêu đề").first.fill("Phim ngày hội")
    wait_until_kept(page)
    expect(page.get_by_text("chưa được lưu")).to_be_hidden()

    page.goto(f"{add}?kind=album")
    page.get_by_role("button", name="Khôi phục", exact=True).click()
    expect(page.get_by_label("Tiêu đề").first).to_have_value("Ảnh ngày hội")


def test_fifty_thousand_words_come_back_to_the_last_sign(sign_in, live_server, lam, article):
    """Letters in one piece and in two, signs of many parts, and all of them in their order."""
    strange = "Khối Khô\u0301i 👩🏽‍💼 🇻🇳 x̂ ½ “–” \u2028"
    paragraphs = [f"{number} {strange} {words(2450, number)}" for number in range(100)]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    assert len(text.split()) > 50_000
    page = open_form(sign_in(lam), live_server, article)
    page.evaluate("html => bodyEditor.fill(document.getElementById('id_body'), html)", text)
    wait_until_kept(page)
    page.context.close()

    page = open_form(sign_in(lam), live_server, article)
    page.get_by_role("button", name="Khôi phục", exact=True).click()
    expect(page.get_by_text("chưa được lưu")).to_be_hidden()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại", timeout=60_000)

    saved = BeautifulSoup(text_of(article), "html.parser").find_all("p")
    assert [p.text for p in saved] == [unicodedata.normalize("NFC", p) for p in paragraphs]


def test_text_is_still_there_after_the_session_ended(sign_in, live_server, lam, article):
    text = words(5000)
    page = open_form(sign_in(lam), live_server, article)
    write(page, text)
    Session.objects.all().delete()

    save(page)
    expect(page.get_by_text("Phiên đăng nhập đã hết")).to_be_visible()
    fill_in_login(page, lam, within=".safety")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    assert text_of(article) == f"<p>Sáng 6/7, Đảng ủy Khối tổ chức hội nghị.{text}</p>"
    assert not Typing.objects.exclude(fields={}).exists()


def test_a_wrong_password_is_said_and_nothing_goes(sign_in, live_server, lam, article):
    page = open_form(sign_in(lam), live_server, article)
    write(page, "Lời mới.")
    Session.objects.all().delete()
    save(page)

    page.locator(".safety [name=username]").fill(lam.username)
    page.locator(".safety [name=password]").fill("sai")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()

    expect(page.locator(".safety .errornote")).to_contain_text("đúng")
    expect(body(page)).to_contain_text("Lời mới.")


def test_nobody_signs_in_here_to_save_under_another_name(sign_in, live_server, lam, ha, article):
    page = open_form(sign_in(lam), live_server, article)
    write(page, BY_LAM)
    Session.objects.all().delete()
    save(page)

    fill_in_login(page, ha, within=".safety")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()

    expect(page.get_by_text("Trang này do một người khác mở")).to_be_visible()
    assert not Revision.objects.exists()
    assert not Typing.objects.filter(user=ha).exists()


def test_saving_goes_on_after_a_new_token(sign_in, live_server, lam, article):
    page = open_form(sign_in(lam), live_server, article)
    write(page, words(500))
    other_tab = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    other_tab.goto(f"{live_server.url}/quan-tri/login/")
    fill_in_login(other_tab, lam)
    other_tab.get_by_role("button", name="Đăng nhập").click()
    other_tab.wait_for_url("**/quan-tri/")

    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    assert words(500) in text_of(article)


def test_second_editor_sees_the_first_and_neither_text_is_lost(
    sign_in, live_server, lam, ha, article
):
    ha.groups.add(Group.objects.get(name="Người duyệt"))
    first = open_form(sign_in(lam), live_server, article)
    second = open_form(sign_in(ha), live_server, article)
    expect(second.get_by_text("Nguyễn Ngọc Lam đang sửa bài này (vừa xong)")).to_be_visible()

    write(first, BY_LAM)
    write(second, BY_HA)
    save(first)
    expect(first.locator(".messagelist")).to_contain_text("Bài đang đăng tại")
    save(second)
    expect(second.locator(".safety")).to_have_count(0)

    expect(second.locator("body")).to_contain_text(BY_LAM.strip())
    expect(second.locator("body")).to_contain_text(BY_HA.strip())
    texts = [revision.text["body"] for revision in Revision.objects.filter(article=article)]
    assert sum(BY_LAM in text for text in texts) == 1
    assert sum(BY_HA in text for text in texts) == 1


def test_restored_text_never_overwrites_what_another_has_saved(
    sign_in, live_server, lam, ha, article
):
    page = open_form(sign_in(lam), live_server, article)
    write(page, BY_LAM)
    wait_until_kept(page)
    page.context.close()
    other = open_form(sign_in(ha), live_server, article)
    write(other, BY_HA)
    save(other)
    expect(other.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    page = open_form(sign_in(lam), live_server, article)
    expect(page.get_by_text("Trần Thu Hà đã lưu bài này sau đó")).to_be_visible()
    page.get_by_role("button", name="Khôi phục", exact=True).click()
    expect(body(page)).to_contain_text(BY_LAM.strip())
    save(page)
    expect(page.locator(".safety")).to_have_count(0)

    expect(page.locator("body")).to_contain_text(BY_LAM.strip())
    assert BY_HA in text_of(article)


def test_leaving_with_unsaved_text_asks_first(sign_in, live_server, lam, article):
    asked = []
    page = open_form(sign_in(lam), live_server, article)
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.route("**/tu-luu/**", lambda route: route.abort())  # the network is gone

    write(page, "Lời chưa tới máy chủ.")
    page.evaluate("location.href = '/'")
    page.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    expect(body(page)).to_contain_text("Lời chưa tới máy chủ.")


def test_readers_lose_an_article_only_when_its_withdrawal_is_meant(
    sign_in, live_server, lam, article
):
    asked = []
    page = open_form(sign_in(lam), live_server, article)
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    page.get_by_role("button", name="Gỡ bài").click()
    page.wait_for_timeout(500)

    assert len(asked) == 1
    assert asked[0].startswith("Gỡ bài này khỏi trang?")
    article.refresh_from_db()
    assert article.is_published()


def test_without_javascript_too_a_withdrawal_takes_two_steps(sign_in, live_server, lam, article):
    page = sign_in(lam, java_script_enabled=False)
    page.goto(live_server.url + form_of(article))
    withdraw = page.locator("[name=_withdraw]:visible")

    expect(withdraw).to_have_count(0)
    page.get_by_text("Gỡ bài", exact=True).and_(page.locator("summary")).click()
    expect(withdraw).to_have_count(1)
    withdraw.click()

    expect(page.locator(".messagelist")).to_contain_text("Đã gỡ bài khỏi trang.")
    article.refresh_from_db()
    assert not article.is_published()


def test_text_that_never_reached_the_server_comes_back(sign_in, live_server, lam, article):
    text = words(5000)
    page = open_form(sign_in(lam), live_server, article)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/tu-luu/**", lambda route: route.abort())
    write(page, text)
    save(page)
    expect(page.get_by_text("Chưa nối được với máy chủ")).to_be_visible()
    expect(body(page)).to_contain_text(text)

    page.unroute("**/tu-luu/**")
    page.reload()
    page.get_by_role("button", name="Khôi phục", exact=True).click()
    expect(body(page)).to_contain_text(text)
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    assert text in text_of(article)


def test_rows_of_photos_and_bylines_come_back_too(sign_in, live_server, lam, article):
    page = open_form(sign_in(lam), live_server, article)
    page.evaluate("document.querySelector('#contributors-group .add-row a').click()")
    for number, name in enumerate(["Ngọc Ánh", "ANH HUY"]):
        page.evaluate(
            "([number, name]) => { document.getElementById("
            "`id_contributors-${number}-name`).value = name }",
            [number, name],
        )
    wait_until_kept(page)
    page.reload()

    page.get_by_role("button", name="Khôi phục", exact=True).click()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    names = article.contributors.values_list("name", flat=True)
    assert sorted(names) == ["ANH HUY", "Ngọc Ánh"]


def test_what_was_thrown_away_is_not_offered_again(sign_in, live_server, lam, article):
    page = open_form(sign_in(lam), live_server, article)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "Lời bỏ đi.")
    wait_until_kept(page)
    page.reload()
    page.get_by_role("button", name="Bỏ đi").click()
    expect(page.get_by_text("chưa được lưu")).to_be_hidden()

    page.reload()
    expect(body(page)).to_be_editable()

    assert not Typing.objects.exclude(fields={}).exists()
    expect(page.get_by_text("chưa được lưu")).to_be_hidden()


def test_reading_the_form_keeps_no_typing(sign_in, live_server, lam, article):
    page = open_form(sign_in(lam), live_server, article)

    page.wait_for_timeout(6_000)

    assert Typing.objects.get().fields == {}


def test_without_javascript_an_ended_session_loses_nothing(sign_in, live_server, lam, article):
    text = f"<p>{words(2400)}</p>\n<p>“Một” & 'hai' < ba</p>\n<p>{words(2400, seed=1)}</p>"
    page = sign_in(lam, java_script_enabled=False)
    page.goto(live_server.url + form_of(article))
    page.locator("[name=lead]").fill("\n  Dòng một\n\nDòng “ba” & <b>")
    page.locator("[name=body]").fill(text)
    Session.objects.all().delete()

    save(page)
    expect(page.get_by_text("còn nguyên")).to_be_visible()
    fill_in_login(page, lam)
    page.get_by_role("button", name="Đăng nhập và lưu tiếp").click()
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    saved = Article.objects.get(pk=article.pk)
    assert saved.lead.replace("\r", "") == "Dòng một\n\nDòng “ba” & <b>"
    assert saved.body.replace("\r", "") == text.replace("& 'hai' < ba", "&amp; 'hai' &lt; ba")


def test_without_javascript_a_changed_token_gives_the_text_to_copy(
    sign_in, live_server, lam, article
):
    text = "\n<p>Dòng một</p>\n\n<p>“Hai” & &amp; </textarea> <b>ba</b></p>\n"
    page = sign_in(lam, java_script_enabled=False)
    page.goto(live_server.url + form_of(article))
    page.locator("[name=body]").fill(text)
    page.context.clear_cookies(name="csrftoken")

    save(page)

    assert page.get_by_label("Nội dung", exact=True).input_value() == text


def test_pasted_pictures_of_megabytes_are_saved_with_every_word(lam, sign_in, live_server, article):
    page = open_form(sign_in(lam), live_server, article)
    text = words(5_000)
    noise = Image.effect_noise((1900, 1900), 90)
    output = io.BytesIO()
    noise.save(output, "PNG")
    picture = base64.b64encode(output.getvalue()).decode()
    assert len(picture) > 3_000_000

    put = "html => bodyEditor.fill(document.getElementById('id_body'), html)"
    page.evaluate(put, f"<p>{text}</p>{figure(picture)}")
    page.get_by_role("button", name="Lưu và cập nhật bài đang đăng").click()
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại", timeout=60_000)

    saved = Article.objects.get(pk=article.pk)
    assert text in saved.body
    assert saved.photos.get().caption == "Toàn cảnh hội nghị."
    assert len(saved.body) < 6_000


def figure(picture):
    return (
        f'<figure class="image"><img alt="" src="data:image/png;base64,{picture}">'
        "<figcaption>Toàn cảnh hội nghị.</figcaption></figure>"
    )


def test_what_was_put_in_the_bin_by_mistake_comes_back_whole(lam, sign_in, live_server, article):
    lam.user_permissions.add(Permission.objects.get(codename="delete_article"))
    page = sign_in(lam)
    before = page.request.get(live_server.url + article.get_absolute_url()).text()
    open_form(page, live_server, article)
    page.get_by_role("link", name="Bỏ vào thùng rác").click()
    page.locator("form [type=submit]:visible").last.click()
    assert page.request.get(live_server.url + article.get_absolute_url()).status == 404

    page.goto(live_server.url + reverse("admin:news_article_bin"))
    page.get_by_role("button", name="Lấy lại").click()
    page.wait_for_load_state()

    after = page.request.get(live_server.url + article.get_absolute_url()).text()
    assert main_of(after) == main_of(before)


def main_of(html):
    return BeautifulSoup(html, "html.parser").main.get_text()


@pytest.mark.parametrize("is_answered", [True, False], ids=["", "before the server has answered"])
def test_what_is_too_large_to_send_is_not_sent_and_stays_here(
    lam, sign_in, live_server, article, settings, is_answered
):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    page = sign_in(lam)
    questions = "**" + reverse("admin:news_typing", args=[article.pk]) + "*"
    if not is_answered:
        page.route(questions, lambda route: route.request.method == "GET" or route.continue_())
    page = open_form(page, live_server, article)
    text = words(20_000)
    put = "html => bodyEditor.fill(document.getElementById('id_body'), html)"
    page.evaluate(put, f"<p>{text}</p>")

    save(page)

    expect(page.get_by_text("Bài quá lớn để gửi lên máy chủ")).to_be_visible(timeout=PATIENCE)
    expect(body(page)).to_have_text(text)
    page.unroute(questions)
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page, live_server, article)
    page.get_by_role("button", name="Khôi phục", exact=True).click()
    expect(body(page)).to_have_text(text)
