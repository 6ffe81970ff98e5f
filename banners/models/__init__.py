from banners.models.occasion import Anniversary, Occasion
from banners.models.running import LONGEST_WINDOW, Kind, check_link, is_festive
from banners.models.slogan import PictureBanner, Slogan
from banners.models.solemn import SolemnPeriod

__all__ = [
    "LONGEST_WINDOW",
    "Anniversary",
    "Kind",
    "Occasion",
    "PictureBanner",
    "Slogan",
    "SolemnPeriod",
    "check_link",
    "is_festive",
]
