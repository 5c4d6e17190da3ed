"""Makes a table of foreign rows to measure linking with: names unlike ours, near ones, and long cells; the same each time.

python -m tests.bench.link_rows 100000 mixed > rows.csv
"""

import csv
import random
import sys
from collections.abc import Iterator

from graph.link_targets import read_targets
from graph.resources import dist_file
from graph.store import read_dist

KINDS = ("mixed", "near", "long")
COLUMNS = ("id", "title", "title_zh", "date", "country")
_WORDS = [
    "river",
    "forest",
    "mining",
    "railway",
    "harbour",
    "customs",
    "tax",
    "pension",
    "school",
    "hospital",
    "patent",
    "trademark",
    "copyright",
    "seed",
    "water",
    "air",
    "food",
    "drug",
    "energy",
    "telecom",
    "postal",
    "bank",
    "insurance",
    "security",
    "labour",
    "contract",
    "company",
    "bankruptcy",
    "audit",
    "statistics",
    "archive",
    "museum",
    "heritage",
    "sport",
    "tourism",
    "road",
    "aviation",
    "maritime",
    "nuclear",
    "waste",
    "noise",
    "soil",
    "grain",
    "sugar",
    "salt",
    "tobacco",
    "lottery",
]
_KINDS = ("Law", "Act", "Regulations", "Measures", "Rules", "Provisions", "Decision", "Notice")
_PLACES = ("China", "Japan", "France", "Brazil", "Viet Nam", "", "CN", "Guangdong")
_HAN = "水土森林矿产铁路港口海关税务养老学校医院专利商标著作种子食品药品能源电信邮政银行保险证券劳动合同公司破产审计统计档案"


def make_rows(count: int, kind: str) -> Iterator[list[str]]:
    """The rows of one kind: mixed has one near name in ten, near has nothing else, long has cells of 20,000 characters."""
    draw = random.Random(f"{count} {kind}")
    names = [n.text for t in read_targets(read_dist(dist_file())) for n in t.names]
    for number in range(1, count + 1):
        near = kind == "near" or draw.random() < 0.1
        title = _near(draw, draw.choice(names)) if near else _other(draw)
        if kind == "long" and number % 20 == 0:
            title += " " + " ".join(draw.choices(_WORDS, k=3000))
        chinese = "".join(draw.choices(_HAN, k=draw.randint(4, 16))) + draw.choice("法条例办法")
        date = f"{draw.randint(1980, 2024)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        yield [f"r{number}", title, "" if near else chinese, date, draw.choice(_PLACES)]


def _other(draw: random.Random) -> str:
    words = " ".join(w.capitalize() for w in draw.sample(_WORDS, draw.randint(2, 5)))
    made_up = "".join(draw.choices("abcdefghijklmnoprstuvwz", k=8)).capitalize()
    return f"{draw.choice(_KINDS)} on {words} of {made_up}"


def _near(draw: random.Random, name: str) -> str:
    """A name of ours with letters changed, a word more or less, or a year."""
    change = draw.randrange(4)
    if change == 0:
        place = draw.randrange(len(name))
        return name[:place] + draw.choice("aeinrst") + name[place + 1 :]
    words = name.split()
    if change == 1 and len(words) > 2:
        del words[draw.randrange(len(words))]
        return " ".join(words)
    if change == 2:
        words.insert(draw.randrange(len(words) + 1), draw.choice(_WORDS))
        return " ".join(words)
    return f"{name} ({draw.randint(1980, 2024)} Amendment)"


def main() -> None:
    """Write the table to standard output."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(make_rows(int(sys.argv[1]), sys.argv[2]))


if __name__ == "__main__":
    main()
