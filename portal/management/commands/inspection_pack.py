from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.models import InspectionPack
from portal.office import inspection, pack_tables
from portal.office.forms import FinalPackForm

ARGUMENTS = {"tu": "--from", "den": "--to", "chuyen_muc": "--category"}


class Command(BaseCommand):
    help = "Lập hồ sơ kiểm tra của một kỳ, hoặc kiểm tra các hồ sơ đã lập có còn nguyên vẹn không."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="2026-01-01")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="2026-03-31")
        parser.add_argument("--category", default="", help="đường dẫn của chuyên mục")
        parser.add_argument("--again", action="store_true", help="lập lại, thay cho hồ sơ đã có")
        parser.add_argument("--xlsx", type=Path, help="ghi hồ sơ ra tệp Excel này")
        parser.add_argument("--verify", action="store_true", help="kiểm tra mọi hồ sơ đã lập")

    def handle(self, *, first, last, category, again, xlsx, verify, **options):
        if verify:
            return self.verify()
        if not (first and last):
            raise CommandError("Cần có --from và --to, hoặc --verify.")
        form = FinalPackForm({"tu": first, "den": last, "chuyen_muc": category})
        if not form.is_valid():
            wrong = [f"{ARGUMENTS[name]}: {said}" for name, e in form.errors.items() for said in e]
            raise CommandError("\n".join(wrong))
        pack, is_new = inspection.make(form.span, form.cleaned_data["chuyen_muc"], None, again)
        self.stdout.write(f"Hồ sơ số {pack}{'' if is_new else ', đã lập từ trước'}")
        self.stdout.write(f"SHA-256 {pack.sha256}")
        if xlsx:
            self.write(xlsx, pack)

    def write(self, path, pack):
        document = inspection.readable(pack.document)
        try:
            path.write_bytes(pack_tables.pack_to_xlsx(document, pack))
        except OSError as error:
            raise CommandError(f"Không ghi được {path}: {error.strerror}") from error

    def verify(self):
        broken = 0
        for pack in InspectionPack.objects.order_by("year", "number").iterator(chunk_size=1):
            is_intact = inspection.is_intact(pack)
            broken += not is_intact
            said = "nguyên vẹn" if is_intact else "KHÔNG KHỚP"
            self.stdout.write(f"{pack}  {pack.sha256}  {said}")
        if broken:
            raise CommandError(f"Có {broken} hồ sơ không còn như khi lập.", returncode=1)
