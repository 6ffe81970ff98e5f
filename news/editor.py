"""The body's editor, named here and nowhere else, so that it can be exchanged in one place."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.templatetags.static import static
from django.urls import reverse

TOOLBAR = [
    ["Format"],
    ["Bold", "Italic", "Underline", "Subscript", "Superscript", "RemoveFormat"],
    ["NumberedList", "BulletedList", "Blockquote"],
    ["JustifyLeft", "JustifyCenter", "JustifyRight"],
    ["Link", "Unlink", "Image", "Table", "SpecialChar"],
    ["PasteText", "PasteFromWord"],
    ["Undo", "Redo", "Find", "Maximize"],
]
# What the keyboard of an office does not have; CKEditor's own list is of 130, the alphabet first.
SPECIAL_CHARACTERS = [
    ("–", "Gạch ngang"),
    ("—", "Gạch ngang dài"),
    ("…", "Dấu ba chấm"),
    ("“", "Mở ngoặc kép"),
    ("”", "Đóng ngoặc kép"),
    ("‘", "Mở ngoặc đơn"),
    ("’", "Đóng ngoặc đơn"),
    ("«", "Mở ngoặc kép kiểu Pháp"),
    ("»", "Đóng ngoặc kép kiểu Pháp"),
    ("§", "Điều, mục"),
    ("•", "Chấm tròn"),
    ("→", "Mũi tên"),
    ("°", "Độ"),
    ("′", "Phút"),
    ("″", "Giây"),
    ("±", "Cộng trừ"),
    ("×", "Nhân"),
    ("÷", "Chia"),
    ("≈", "Xấp xỉ"),
    ("≠", "Khác"),
    ("≤", "Nhỏ hơn hoặc bằng"),
    ("≥", "Lớn hơn hoặc bằng"),
    ("‰", "Phần nghìn"),
    ("½", "Một phần hai"),
    ("¼", "Một phần tư"),
    ("¾", "Ba phần tư"),
    ("²", "Mũ hai"),
    ("³", "Mũ ba"),
    ("€", "Đồng euro"),
    ("£", "Bảng Anh"),
    ("¥", "Yên, nhân dân tệ"),
    ("©", "Bản quyền"),
]
# What the browser lets through; news/sanitise.py decides.
ALLOWED = (
    "p h2 h3 h4 td th li(text-center,text-right,text-justify){text-align};"
    "strong b em i u s sub sup br ul blockquote table caption thead tbody tfoot tr figcaption;"
    "ol[start,type]; td th[colspan,rowspan,scope]; a[!href,title]; img[!src,alt,width,height];"
    "figure(image,align-left,align-center,align-right)"
)
UNUSED_PLUGINS = (
    "image,preview,about,bidi,div,exportpdf,flash,forms,iframe,language,newpage,pagebreak,print,"
    "save,scayt,smiley,stylescombo,templates,wsc,colorbutton,font,copyformatting,codesnippetgeshi"
)


class BodyEditor(CKEditorWidget):
    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, extra_plugins=["image2", "autogrow"])

    @property
    def media(self):
        theirs = super().media
        # One list, not a sum of two: editor.js must come after ckeditor.js.
        ours = ["js/editor.js", "js/pasted-text.js", "js/legacy-fonts.js"]
        return forms.Media(css=theirs._css, js=[*theirs._js, *ours])

    def _set_config(self):
        super()._set_config()
        self.config.update(
            toolbar="Report",
            toolbar_Report=TOOLBAR,
            format_tags="p;h2;h3;h4",
            specialChars=SPECIAL_CHARACTERS,
            applicationTitle="Khung soạn thảo",
            removePlugins=UNUSED_PLUGINS,
            removeDialogTabs="image2:advanced;link:advanced;link:target;table:advanced",
            allowedContent=ALLOWED,
            justifyClasses=["text-left", "text-center", "text-right", "text-justify"],
            image2_alignClasses=["align-left", "align-center", "align-right"],
            image2_disableResizer=True,
            uploadUrl=reverse("admin:news_photo_upload"),
            filebrowserImageUploadUrl=reverse("admin:news_photo_upload"),
            filebrowserImageBrowseUrl=reverse("admin:news_photo_choose"),
            filebrowserUploadMethod="xhr",
            oldLettersUrl=reverse("admin:news_article_old_letters"),
            clipboard_handleImages=False,  # pasted pictures are uploaded, not kept as text
            contentsCss=[static("css/portal.css"), static("css/editor.css")],
            bodyClass="article__body",
            contentsLanguage="vi",
            linkDefaultProtocol="https://",
            entities=False,
            disableNativeSpellChecker=False,
            width="100%",
            height=420,
            autoGrow_minHeight=420,
            autoGrow_maxHeight=900,
        )
