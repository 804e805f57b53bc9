#!/usr/bin/env python3
"""Draw again from a published list and seed, and compare with the published result.

    python3 verify_draw.py list.json result.json [checksum]

``checksum`` is the one that was published before the seed existed. Needs Python 3.8 or later and
nothing else; shares no line with the software that made the draw. The rules: docs/draw.md.
"""

import hashlib
import json
import sys


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def number(seed, label, below):
    """A whole number from 0 up to, not including, ``below``; each as likely as any other."""
    attempt, fair = 0, 2**256 // below * below
    while True:
        found = int(sha256(f"{seed}\n{label}\n{attempt}"), 16)
        if found < fair:
            return found % below
        attempt += 1


def draw_institutions(seed, pool, wanted):
    pool, drawn = sorted(pool, key=lambda one: one["key"]), []
    for no in range(1, wanted + 1):
        point = number(seed, f"institution {no}", sum(one["weight"] for one in pool))
        for place, one in enumerate(pool):  # noqa: B007 -- where the walk ended
            point -= one["weight"]
            if point < 0:
                break
        drawn.append(pool.pop(place)["key"])
    return drawn


def pick_officer(seed, label, seat, institution, taken, listed, load, barred):
    able = [
        one["key"]
        for one in sorted(listed["officers"], key=lambda one: one["key"])
        if one["department"] in seat
        and one["key"] not in taken
        and (one["key"], institution) not in barred
    ]
    least = min(load[key] for key in able)
    able = [key for key in able if load[key] == least]
    return able[number(seed, label, len(able))]


def draw(listed, seed, redraws):
    """The drawn visits as [institution, officers], and who came in at each redraw."""
    load = {one["key"]: one["load"] for one in listed["officers"]}
    barred = {tuple(pair) for pair in listed["recusals"]}
    visits, came_in = [], []
    for no, key in enumerate(draw_institutions(seed, listed["institutions"], listed["wanted"]), 1):
        people = []
        for place, seat in enumerate(listed["seats"], 1):
            label = f"officer {no} {place}"
            one = pick_officer(seed, label, seat, key, people, listed, load, barred)
            people.append(one)
            load[one] += 1
        visits.append([key, people])
    now = [[key, list(people)] for key, people in visits]
    for no, again in enumerate(redraws, 1):
        key, people = now[again["visit"] - 1]
        place = people.index(again["out"])
        barred.add((again["out"], key))
        load[again["out"]] -= 1
        seat = listed["seats"][place]
        one = pick_officer(seed, f"redraw {no}", seat, key, people, listed, load, barred)
        people[place] = one
        load[one] += 1
        came_in.append(one)
    return visits, came_in


def faults(list_text, result_text, checksum=None):
    """What does not agree, in sentences; nothing when the draw is as it was published."""
    listed, result, found = json.loads(list_text), json.loads(result_text), []
    own = sha256(list_text)
    if own != (checksum or result["list_sha256"]) or own != result["list_sha256"]:
        found.append(f"the list is not the one that was published: its checksum is {own}")
    values, source = result["seed_values"], listed["seed"]
    if source["kind"] == "commitments" and [sha256(one) for one in values] != source["digests"]:
        found.append("a revealed secret is not the one whose digest stands in the list")
    seed = sha256("\n".join([own, *values]))
    if seed != result["seed"]:
        found.append(f"the seed does not follow from list and values: it would be {seed}")
    try:
        visits, came_in = draw(listed, seed, result["redraws"])
    except (ValueError, LookupError, ZeroDivisionError) as error:
        return [*found, f"the draw cannot be repeated: {error!r}"]
    if visits != result["visits"]:
        found.append("the draw gives other institutions or officers than were published")
    if came_in != [again["in"] for again in result["redraws"]]:
        found.append("a redraw gives another officer than was published")
    return found


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", newline="") as one:
        a_list = one.read()
    with open(sys.argv[2], encoding="utf-8", newline="") as one:
        a_result = one.read()
    trouble = faults(a_list, a_result, sys.argv[3] if len(sys.argv) > 3 else None)
    print("\n".join(trouble) or "OK: the draw is repeated exactly; list " + sha256(a_list))
    sys.exit(bool(trouble))
