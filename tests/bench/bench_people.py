"""Processor seconds that names of people take in 100 kB of near-matches, and in twice as much.

Run by hand, from the root of a checkout: ``python tests/bench/bench_people.py``.
"""

import time

from mapper.gazetteer import load_gazetteer
from mapper.text import find_people

SIZE = 100_000
NEAR = {
    "en": (
        *(
            "Karsa ",
            "Samir ",
            "Samir Keto, ",
            "Samir\n",
            "Samir Keto\n",
            "Samir Keto (",
            "Samir, 12 ",
        ),
        *(
            "Dr Dr. ",
            "al-",
            "al ",
            "Abu ",
            "A.",
            "A-b'C-",
            "a",
            "Will ",
            "\n",
            ", ",
            "The Man Was ",
        ),
        *("resident of the ", "son of ", "family of ", "head of the a b of ", "by Samir Keto by "),
        *("President Samir Keto, ", "Samir Keto, the a-a ", "victims: ", "names of the a b "),
        *("12-year-old ", "said ", "Samir A Keto. Omar B Keto. "),
    ),
    "ar": (
        *("محمد ", "محمد الأحمد، ", "و", "و محمد ", "عبد ", "ال", "الطفل ", "شقيقته ", "قرموشن "),
        *("أسماء الشهداء : ", "وزير الخارجية "),
    ),
}


def main() -> None:
    """Print the seconds for each text."""
    language = load_gazetteer().language()
    for code, texts in NEAR.items():
        of_code = language.also(code)
        find_people("a", of_code)
        for text in texts:
            took = []
            for size in (SIZE, 2 * SIZE):
                whole = (text * (size // len(text) + 1))[:size]
                begun = time.process_time()
                find_people(whole, of_code)
                took.append(time.process_time() - begun)
            print(f"{code} {text!r:<28} {took[0]:6.2f} {took[1]:6.2f}")


if __name__ == "__main__":
    main()
