"""Invented but plausible names and places. The same seed invents the same county.

Nothing here is taken from a real institution: names are put together from word lists,
people come from Faker, and positions are drawn inside the county's polygon.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.contrib.gis.geos import MultiPolygon, Point
from faker import Faker

from common.credit_code import credit_check_digit, organisation_check_digit

TOWNS = ("城东社区", "城西社区", "河路口镇", "大圩镇", "桥头铺镇", "白竹乡", "梅花镇", "新圩镇")
STREETS = ("建设路", "人民路", "解放路", "学府路", "文昌街", "向阳街", "书院巷", "迎春路")
FIRST = ("启明", "博雅", "育新", "晨光", "小状元", "致远", "文华", "优学", "星火", "明德", "乐童")
SECOND = ("", "阳光", "金色", "新苗", "七彩", "未来", "同心", "向日葵", "小橘灯", "百合", "青禾")
SUFFIX = {
    "subject": ("文化培训学校", "教育培训中心", "课外辅导学校"),
    "childcare": ("托管中心", "午托部", "学生托管服务部", "小饭桌"),
    "unlicensed": ("补习班", "辅导班", "作文英语班"),
}


@dataclass(frozen=True, slots=True)
class Invented:
    """One institution that does not exist."""

    name: str
    address: str
    point: Point
    principal: str
    phone: str
    credit_code: str
    licence_no: str


class Inventor:
    """Makes institutions of one county. Not a source of randomness for anything else."""

    def __init__(self, seed: str, *, county_code: str, boundary: MultiPolygon) -> None:
        self.dice = random.Random(seed)
        self.faker = Faker("zh_CN")
        self.faker.seed_instance(seed)
        self.code = county_code if county_code.isdigit() else "999901"
        self.boundary = boundary
        self.area = boundary.prepared
        self.centres = [self._inside() for _ in TOWNS]
        self.names: set[str] = set()

    def institution(self, group: str) -> Invented:
        town = self.dice.randrange(len(TOWNS))
        street = self.dice.choice(STREETS)
        address = f"{TOWNS[town]}{street}{self.dice.randint(1, 220)}号"
        return Invented(
            name=self._name(group, TOWNS[town]),
            address=address,
            point=self.near(self.centres[town], metres=900),
            principal=self.faker.name(),
            phone=f"0000-{self.dice.randint(2000000, 8999999)}",  # no area code is 0000
            credit_code=self._credit_code("92" if group == "childcare" else "91"),
            licence_no=f"{self.code}7{self.dice.randint(0, 999999):06d}",
        )

    def person(self) -> str:
        return str(self.faker.name())

    def near(self, centre: Point, *, metres: float) -> Point:
        """A point inside the county, scattered around ``centre``."""
        degrees = metres / 111_000
        for _ in range(200):
            x = self.dice.gauss(centre.x, degrees)
            y = self.dice.gauss(centre.y, degrees)
            point = Point(round(x, 6), round(y, 6), srid=4326)
            if self.area.contains(point):
                return point
        return centre

    def pick(self, words: tuple[str, ...]) -> str:
        return self.dice.choice(words)

    def _inside(self) -> Point:
        west, south, east, north = self.boundary.extent
        while True:
            x, y = self.dice.uniform(west, east), self.dice.uniform(south, north)
            point = Point(round(x, 6), round(y, 6), srid=4326)
            if self.area.contains(point):
                return point

    def _name(self, group: str, town: str) -> str:
        for _ in range(500):
            first, second = self.dice.choice(FIRST), self.dice.choice(SECOND)
            name = f"{first}{second}{self.dice.choice(SUFFIX[group])}"
            if group == "unlicensed":
                name = f"{town.removesuffix('社区')}{name}"
            if name not in self.names:
                break
        else:
            name = f"{name}（{len(self.names) + 1}号店）"
        self.names.add(name)
        return name

    def _credit_code(self, prefix: str) -> str:
        body = "".join(self.dice.choice("0123456789") for _ in range(6))
        organisation = f"MA{body}"
        organisation += organisation_check_digit(organisation)
        code = f"{prefix}{self.code}{organisation}"
        return code + credit_check_digit(code)
