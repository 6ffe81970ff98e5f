import pytest

from news import word
from tests.news.word.files import LEAD, TITLE, p, r, word_file


def t(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def fraction(above, below):
    return f"<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


def raised(what, by):
    return f"<m:sSup><m:e>{what}</m:e><m:sup>{by}</m:sup></m:sSup>"


def root(what, degree=""):
    return f"<m:rad><m:deg>{degree}</m:deg><m:e>{what}</m:e></m:rad>"


E = f"<m:e>{t('a + b')}</m:e>"


def read(equation):
    inline = p(r("Mức tăng là "), r(" trong kỳ.")).replace(
        "</w:r><w:r>", f"</w:r><m:oMath>{equation}</m:oMath><w:r>"
    )
    return word.read(word_file(p(TITLE, style="Title"), p(LEAD), inline))


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (fraction(t("75"), t("100")), "75/100"),
        (fraction(t("a + b"), t("2")), "(a + b)/2"),
        (fraction(t("1"), fraction(t("2"), t("3"))), "1/(2/3)"),
        (t("3") + fraction(t("1"), t("2")), "3 1/2"),  # not thirty-one halves
        (raised(t("10"), t("2")), "10<sup>2</sup>"),
        (raised(t("2"), raised(t("3"), t("4"))), "2<sup>3^4</sup>"),
        (f"<m:sSub><m:e>{t('x')}</m:e><m:sub>{t('i')}</m:sub></m:sSub>", "x<sub>i</sub>"),
        (root(t("16")), "√16"),
        (root(t("a + b")), "√(a + b)"),
        (root(t("8"), t("3")), "<sup>3</sup>√8"),
        (f"<m:d>{E}</m:d>", "(a + b)"),
        (f'<m:d><m:dPr><m:begChr m:val="|"/><m:endChr m:val="|"/></m:dPr>{E}</m:d>', "|a + b|"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{t("1")}</m:sub>'
            f"<m:sup>{t('n')}</m:sup><m:e>{t('i')}</m:e></m:nary>",
            "∑<sub>1</sub><sup>n</sup>i",
        ),
        (f"<m:eqArr><m:e>{t('x = 1')}</m:e><m:e>{t('y = 2')}</m:e></m:eqArr>", "x = 1; y = 2"),
    ],
)
def test_an_equation_keeps_its_value(equation, expected):
    article = read(equation)

    assert f"<p>Mức tăng là {expected} trong kỳ.</p>" in article.body
    assert (article.proof().lost, article.proof().added) == ([], [])


def test_an_equation_is_to_be_checked():
    article = read(fraction(t("75"), t("100")))

    assert "Có 1 công thức viết thành chữ thường; vui lòng kiểm tra." in article.notes
    assert not any("Không đưa vào bài" in note for note in article.notes)
