from django.apps import AppConfig


class BannersConfig(AppConfig):
    name = "banners"
    verbose_name = "Khẩu hiệu"
    never_printed = {
        f"Historical{name}": "written beside the row itself"
        for name in ["Occasion", "Slogan", "PictureBanner", "SolemnPeriod"]
    }
