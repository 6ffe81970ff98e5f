"""Make static/fonts/ anew: python deploy/subset_fonts.py FOLDER, where FOLDER/ holds the sources.

The sources are Noto Sans and Noto Serif (SIL Open Font License) as npm packs them, 5.3.0:

    npm pack @fontsource-variable/noto-sans@5.3.0 @fontsource-variable/noto-serif@5.3.0
    for pack in *.tgz; do tar xzf $pack --strip-components=2 --wildcards '*.woff2'; done
    pip install fonttools==4.60.1 brotli==1.2.1

Kept: the letters of Vietnamese and the commonest others, the weights the sheet uses, no hints
(the screens of our time need none). Italics are rare on these pages: one weight. A letter that is
not here comes from the reader's own fonts.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
UPRIGHT, ITALIC = (400, 700), 400
WEIGHTS = {
    "noto-serif-latin-wght-normal": UPRIGHT,
    "noto-serif-vietnamese-wght-normal": UPRIGHT,
    "noto-serif-latin-wght-italic": ITALIC,
    "noto-serif-vietnamese-wght-italic": ITALIC,
    "noto-sans-latin-wght-normal": UPRIGHT,
    "noto-sans-vietnamese-wght-normal": UPRIGHT,
}
OTHERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư₫çëïñöüß\xa0«»°±²³µ·½×÷§©®–—‘’“”„•…‰′″€™−"
LETTERS = [*range(0x20, 0x7F), *map(ord, OTHERS), *range(0x1EA0, 0x1EFA)]
FEATURES = ["kern", "lnum", "tnum"]


def subset(source, weights):
    font = TTFont(source)
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False))
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": weights})
    font.flavor = "woff2"
    return font


if __name__ == "__main__":
    for name, weights in WEIGHTS.items():
        subset(Path(sys.argv[1]) / f"{name}.woff2", weights).save(FONTS / f"{name}.woff2")
