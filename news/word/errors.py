"""Why a file can't be read, in words for the clerk; the one place that holds these sentences."""

from django.core.exceptions import ValidationError

NOT_WORD = (
    "Tệp này không phải văn bản Word (.docx). Nếu Word mở được tệp này, vui lòng chọn Tệp → Lưu "
    "thành, kiểu “Tài liệu Word (*.docx)” rồi tải tệp .docx lên."
)
SPREADSHEET = "Đây là tệp Excel hoặc PowerPoint, không phải văn bản Word (.docx)."
OPEN_DOCUMENT = (
    "Đây là tệp OpenDocument. Vui lòng mở bằng LibreOffice, chọn Tệp → Lưu thành, kiểu "
    "“Word (.docx)” rồi tải lại."
)
EMPTY = "Tệp này rỗng (0 byte). Có thể tệp chưa tải xong hoặc chưa được lưu."
LOCKED = (
    "Tệp Word này có mật khẩu. Vui lòng mở bằng Word, chọn Tệp → Thông tin → Bảo vệ tài liệu → "
    "Mã hóa bằng mật khẩu, xóa mật khẩu, lưu lại rồi tải lên."
)
TRUNCATED = (
    "Tệp Word này bị cụt hoặc bị hỏng, không mở được. Vui lòng mở bằng Word, lưu lại thành tệp "
    ".docx mới rồi tải lên."
)
TOO_BIG = "Tệp Word nặng hơn 50 MB. Vui lòng nén ảnh trong Word (Định dạng ảnh → Nén ảnh) rồi lưu."
TOO_LONG = (
    "Tệp Word này phình ra quá lớn khi mở (quá nhiều chữ hoặc quá nhiều thành phần). Vui lòng "
    "chia thành nhiều tệp, hoặc chép nội dung sang một tệp .docx mới."
)
MACROS = (
    "Tệp Word này chứa macro (.docm) nên không được nhận. Vui lòng mở bằng Word, chọn Tệp → Lưu "
    "thành, kiểu “Tài liệu Word (*.docx)” rồi tải lên."
)
SUSPICIOUS = (
    "Tệp Word này chứa khai báo lạ mà Word không bao giờ ghi ra, nên không được nhận. Vui lòng "
    "chép nội dung sang một tệp .docx mới."
)
OLD_WORD = (
    "Đây là tệp Word kiểu cũ (.doc). Vui lòng mở bằng Word, chọn Tệp → Lưu thành, kiểu “Tài liệu "
    "Word (*.docx)” rồi tải tệp .docx lên."
)
NOT_CONVERTED = (
    "Máy chủ không chuyển được tệp Word kiểu cũ (.doc) này; có thể tệp có mật khẩu hoặc bị hỏng. "
    "Vui lòng mở bằng Word, chọn Tệp → Lưu thành, kiểu “Tài liệu Word (*.docx)” rồi tải lên."
)
NO_WORDS = "Tệp Word này không có chữ và ảnh nào."


class WordError(ValidationError):
    """A file that can't become an article; its message is a whole Vietnamese sentence."""
