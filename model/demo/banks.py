"""Requests of mentees and strengths of mentors, each under one direction."""

from __future__ import annotations

import random
from datetime import date, timedelta

from model.demo.days import day_between
from model.demo.staff import Member
from model.demo.topics import Topic
from model.demo.topics_children import EXTRA_TOPICS, KINDERGARTEN_TOPICS
from model.demo.topics_school import COMMON_TOPICS, SCHOOL_TOPICS
from model.entities import Request

TOPICS = (*SCHOOL_TOPICS, *COMMON_TOPICS, *KINDERGARTEN_TOPICS, *EXTRA_TOPICS)


class Topics:
    """Themes of one kind of institution, dealt out so that none repeats before all were used."""

    def __init__(self, rng: random.Random, kind: str) -> None:
        self._rng = rng
        self._all = [topic for topic in TOPICS if kind in topic.kinds]
        self._left: list[Topic] = []

    def next(self, direction: str = "") -> Topic:
        """The next theme; with ``direction``, one of that direction where there is any."""
        found = [topic for topic in self._all if topic.direction == direction]
        if found:
            return self._rng.choice(found)
        if not self._left:
            self._left = self._rng.sample(self._all, len(self._all))
        return self._left.pop()


def write_request(
    rng: random.Random, institution: str, member: Member, topic: Topic, raised: date, closed: date | None
) -> None:
    """A mentee's difficulty; ``closed`` when somebody has helped."""
    _write(institution, member, "request", topic.direction, rng.choice(topic.requests), raised, closed)


def write_strength(rng: random.Random, institution: str, member: Member, topic: Topic, raised: date) -> None:
    """What a mentor is good at."""
    _write(institution, member, "strength", topic.direction, rng.choice(topic.strengths), raised, None)


def _write(institution: str, member: Member, kind: str, direction: str, text: str, raised: date, closed: date | None) -> None:
    Request.create(
        institution=institution,
        person=member.id,
        kind=kind,
        direction=direction,
        text=text,
        raised_on=raised,
        closed_on=closed,
    )


def autumn_day(rng: random.Random, year_first: int, today: date) -> date:
    """A day of the first autumn weeks, when people are asked; not later than today."""
    last = min(date(year_first, 9, 28), today)
    return day_between(rng, min(date(year_first, 9, 3), last - timedelta(days=12)), last)
