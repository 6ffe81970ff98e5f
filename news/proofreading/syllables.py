"""Which runs of letters can be one Vietnamese syllable: an onset, a rime and at most one tone."""

import re
import unicodedata
from functools import lru_cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aăâeêioôơuưy"
TONED = "".join(unicodedata.normalize("NFC", letter + tone) for letter in VOWELS for tone in TONES)
LOWER = f"a-zđăâêôơư{TONED}"  # for a character class; "ạ-ỹ" would hold the capitals too
UPPER = f"A-ZĐĂÂÊÔƠƯ{TONED.upper()}"
LONGEST = 7  # nghiêng

RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oan oang oanh oap oat oay oăc oăm oăn oăng oăt oe oen
    oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt
    ươu y yêm yên yêng yêt yêu
"""
AFTER_QU = """
    a ac ach ai an ang anh ao ap at ay ăc ăm ăn ăng ăt ân âng ât âu ây e en eo et ê ên ênh êt i ich
    it ôc ơ ơi y ych yên yêt ynh yt yêu
"""
SYLLABLE = re.compile(
    rf"(?:qu(?:{'|'.join(AFTER_QU.split())})|gi(?:êng|n)?|"
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|[bcdđghklmnprstvx])?"
    rf"(?:{'|'.join(RIMES.split())}))"
)


def tones(word: str) -> int:
    """Return how many tone marks `word` has; a syllable has one or none."""
    return sum(mark in TONES for mark in unicodedata.normalize("NFD", word))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether `word`, in either letter case, can be one syllable of Vietnamese."""
    if len(word) > LONGEST:
        return False
    marks = unicodedata.normalize("NFD", word.lower())
    level = "".join(mark for mark in marks if mark not in TONES)
    bare = unicodedata.normalize("NFC", level)
    return len(marks) - len(level) <= 1 and bool(SYLLABLE.fullmatch(bare))
