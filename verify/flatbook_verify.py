#!/usr/bin/env python3
"""Checks a dossier, a proof, the book of a day, or a day's audit. It trusts nobody and needs nothing but Python 3.

    flatbook_verify.py FILE [ROOT]      ROOT: the root or the head that was published, to compare with

It is written from docs/contract.md and docs/dossier.md, and knows nothing of the code it checks. Clauses such as RUN-7
are those of the contract. Exit code 0: all is right; 1: something is wrong; 2: the file cannot be read.
"""
import hashlib
import json
import sys


class Wrong(Exception):
    """What is not as it must be."""


def need(holds, what):
    if not holds:
        raise Wrong(what)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def toward_zero(a, b):
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def shares(total, weights):  # NUM-6
    together, before, result, total_weight = 0, 0, [], sum(weights)
    for weight in weights:
        together += weight
        now = total * together // total_weight if total_weight else 0
        result.append(now - before)
        before = now
    return result


def value(instrument, lots, ticks=None):  # NUM-3
    ticks = instrument["mark"] if ticks is None else ticks
    unit = instrument["unit"]
    return -toward_zero(lots * unit, ticks) if instrument["inverse"] else lots * ticks * unit


def requirement(instrument, lots, initial):  # MAR-1 to MAR-4
    terms, at_mark = instrument["margin"], value(instrument, lots)
    if lots == 0:
        return 0
    if terms["model"] == "BOUNDED":
        bound = instrument["minTicks" if lots > 0 else "maxTicks"]
        return abs(at_mark - value(instrument, lots, bound))
    if terms["model"] == "OPTION":
        unit, strike, mark = terms["strikeUnit"] * abs(lots), terms["strikeTicks"], terms["underlyingMark"]
        ppm = unit * abs(mark) * terms["maintenancePpm"]
        ppm = ppm if terms["call"] else max(ppm, abs(at_mark) * terms["maintenancePpm"])
        if initial:
            away = max(0, strike - mark if terms["call"] else mark - strike)
            floor = unit * (abs(mark) if terms["call"] else strike) * terms["floorPpm"]
            ppm = max(ppm, floor, unit * abs(mark) * terms["initialPpm"] - unit * away * 10**6)
        by_model = at_mark if lots > 0 else -(-ppm // 10**6)
    else:
        column, ppm, tiers = 1 if initial else 2, 0, terms["tiers"]
        for k, tier in enumerate(tiers):
            top = abs(at_mark) if k + 1 == len(tiers) else min(abs(at_mark), tiers[k + 1][0])
            ppm += max(0, top - tier[0]) * tier[column]
        by_model = -(-ppm // 10**6)
    return max(by_model, terms["initialPerLot" if initial else "maintenancePerLot"] * abs(lots))


def fold(path, node):
    """The root above a node, and the rank and sum before it."""
    rank, ahead = 0, 0
    for side, *neighbor in path:
        need(side in ("left", "right") and neighbor[1] >= 0 and neighbor[2] > 0, "a path has a bad step")
        pair = [neighbor, node] if side == "left" else [node, neighbor]
        rank, ahead = (rank + neighbor[2], ahead + neighbor[1]) if side == "left" else (rank, ahead)
        node = [digest(["node", *pair]), node[1] + neighbor[1], node[2] + neighbor[2]]
    return node, rank, ahead


def root_of(leaves, sums):
    level = [[digest(["leaf", leaf, own]), own, 1] for leaf, own in zip(leaves, sums)] or [[digest(["empty"]), 0, 0]]
    while len(level) > 1:
        level = [fold([["right", *level[i + 1]]], level[i])[0] if i + 1 < len(level) else level[i]
                 for i in range(0, len(level), 2)]
    return level[0]


def check_document(document, sum_of):
    """Trees, names and root of a document."""
    accounts = document["body"]["accounts"]
    need(len(set(accounts)) == len(accounts), "an account is named twice")
    need(len(document["leaves"]) == len(document["trees"]), "leaves and trees do not match")
    for leaves, tree in zip(document["leaves"], document["trees"]):
        numbers = [leaf["account"] for leaf in leaves]
        need(len(set(numbers)) == len(numbers), "an account has two leaves in a tree")
        need(all(leaf["hash"] == accounts[leaf["account"]] for leaf in leaves), "a leaf is of another account")
        need(root_of(leaves, [sum_of(leaf) for leaf in leaves]) == tree[1:], "leaves do not lead to their tree's root")
    need(digest([document["format"], digest(document["body"]), document["trees"]]) == document["root"],
         "the root is not that of the document")


def check_proof(document):
    name = hashlib.sha256(("%s:%d" % (document["salt"], document["id"])).encode()).hexdigest()
    need(document["leaves"], "the proof has no leaf")
    for row in document["leaves"]:
        need(row["leaf"]["hash"] == name, "the leaf is of another account")
        own = leaf_lots(row["leaf"]) if "dossier" in document["format"] else max(0, row["leaf"]["equity"])
        need(row["sum"] == own, "the leaf's part of the sum is wrong")
        top, rank, ahead = fold(row["path"], [digest(["leaf", row["leaf"], own]), own, 1])
        need(top == document["trees"][row["tree"]][1:], "the path does not lead to the root")
        need((rank + 1, ahead) == (row["rank"], row["ahead"]), "rank or sum ahead is wrong")
    need(digest([document["format"][:-6], document["body"], document["trees"]]) == document["root"], "the root is wrong")
    return "account %d: rank %s" % (document["id"], ", ".join(
        "%d of %d, %d of %d ahead" % (row["rank"], document["trees"][row["tree"]][3], row["ahead"],
                                      document["trees"][row["tree"]][2]) for row in document["leaves"]))


def leaf_lots(leaf):
    return abs(leaf["lots"])


def score(instrument, leaf):  # POL-1
    at_mark = value(instrument, leaf["lots"])
    by_ticks = not instrument["inverse"] and instrument["minTicks"] < 1
    base = leaf_lots(leaf) * instrument["unit"] if by_ticks else max(1, abs(leaf["cost"]))
    roe = (at_mark - leaf["cost"]) * 10**6 // base
    leverage = 10**12
    if leaf["equity"] > 0:
        leverage = min(10**12, max(1, abs(at_mark) * 10**6 // leaf["equity"]))
    exact = roe * leverage if roe >= 0 else roe * 10**12 // leverage
    return max(-2**63, min(2**63 - 1, exact))


def group(instrument, leaf):  # RUN-7, POL-4
    if leaf["defaulted"]:
        return 4
    hedged = instrument["spareHedges"] and leaf["hedge"] is not None and \
        2 * leaf["hedge"] >= abs(leaf["valueAtFreeze"])
    return (0 if value(instrument, leaf["lots"]) > leaf["cost"] else 2) + (1 if hedged else 0)


def waterfill(leaves, wanted):  # POL-3; leaves by account
    given = [0] * len(leaves)
    for i, leaf in enumerate(leaves):
        if leaf["equity"] <= 0:
            given[i] = min(wanted - sum(given), leaf_lots(leaf))
    rest, open_ones = wanted - sum(given), [i for i, leaf in enumerate(leaves) if leaf["equity"] > 0]
    lots, equity = [leaf_lots(leaf) for leaf in leaves], [leaf["equity"] for leaf in leaves]
    scale = max([equity[i] for i in open_ones], default=1) ** 2 + 1  # no two levels are closer than 1 / scale
    def above(level):  # lots whose level n / equity is above level / scale
        return [max(0, lots[i] - level * equity[i] // scale) for i in open_ones]
    low, high = 0, max([lots[i] for i in open_ones], default=0) * scale
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(above(middle)) <= rest else (middle + 1, high)
    taken, ties = above(low), above(low - 1) if low else above(0)
    rest -= sum(taken)
    for k, i in enumerate(open_ones):
        more = min(rest, 1 if ties[k] > taken[k] else 0)
        given[i], rest = taken[k] + more, rest - more
    return given


def choose(policy, leaves, wanted):  # POL-0 to POL-3; pairs of leaf and lots in the order of choice
    if policy == "QUEUE":
        chosen = []
        for leaf in leaves:
            chosen.append((leaf, min(wanted, leaf_lots(leaf))))
            wanted -= chosen[-1][1]
        return [pair for pair in chosen if pair[1] > 0]
    leaves = sorted(leaves, key=lambda leaf: leaf["account"])
    wanted = min(wanted, sum(map(leaf_lots, leaves)))
    if policy == "WATERFILL":
        given = waterfill(leaves, wanted)
    else:
        total = sum(map(leaf_lots, leaves)) or 1
        given = [wanted * leaf_lots(leaf) // total for leaf in leaves]
        by_rest = sorted(range(len(leaves)), key=lambda i: (-(wanted * leaf_lots(leaves[i]) % total), i))
        for i in by_rest[:wanted - sum(given)]:
            given[i] += 1
    return [(leaf, lots) for leaf, lots in zip(leaves, given) if lots > 0]


def check_leg(instrument, leg, leaves, share, wanted, long, paid):
    """RUN-7: order, choice and surcharge of one leg; gives the surcharges paid."""
    where = "instrument %d: " % instrument["id"]
    for leaf in leaves:
        need(leaf["lots"] != 0 and (leaf["lots"] < 0) == long, where + "a candidate is not on the opposite side")
        need(leaf["score"] == score(instrument, leaf), where + "a score is not what its inputs give")
        need(leaf["group"] == group(instrument, leaf), where + "a candidate is in the wrong group")
        key = leaf["account"]
        need(paid.setdefault(key, leaf["equity"]) == leaf["equity"], where + "an equity does not follow from before")
    keys = [(leaf["group"], -leaf["score"], -leaf_lots(leaf), leaf["account"]) for leaf in leaves]
    need(keys == sorted(keys), where + "the candidates are not in the order of rank")
    need(sum(map(leaf_lots, leaves)) + leg["ownLots"] == leg["openInterestLots"], where + "a candidate is missing")
    chosen, left = [], wanted
    for k in range(5):
        chosen += choose(instrument["policy"], [leaf for leaf in leaves if leaf["group"] == k], left)
        left = wanted - sum(lots for _, lots in chosen)
    need([leaf["account"] for leaf in sorted((x for x in leaves if "choice" in x), key=lambda x: x["choice"])] ==
         [leaf["account"] for leaf, _ in chosen], where + "the plan is not what the policy chooses")
    booked, due_before, surcharges = 0, 0, 0
    for rank, (leaf, lots) in enumerate(chosen, 1):
        booked += lots
        due = share * booked // wanted
        rest = leaf["lots"] + (lots if leaf["lots"] < 0 else -lots)
        pnl = max(0, value(instrument, leaf["lots"]) - leaf["cost"])
        headroom = max(0, leaf["equity"] - leaf["otherMaintenance"] - requirement(instrument, rest, False))
        expected = [rank, lots, due - due_before, pnl * lots // leaf_lots(leaf), headroom]
        need(expected == [leaf[x] for x in ("choice", "closedLots", "surchargeDue", "gain", "headroom")],
             where + "lots, surcharge due, gain or headroom of a pair are wrong")
        need(leaf["surcharge"] == min(expected[2:]), where + "a surcharge is wrong")
        paid[leaf["account"]] -= leaf["surcharge"]
        surcharges, due_before = surcharges + leaf["surcharge"], due
    for own in leg["ownLast"]:
        booked += own["lots"]
        due = share * booked // wanted
        need(own["lots"] > 0 and own["surchargeDue"] == due - due_before, where + "a pair with an own account is wrong")
        due_before = due
    need(booked == wanted and sum(own["lots"] for own in leg["ownLast"]) == left, where + "lots are left open")
    return surcharges


def lots_to_close(body, instruments):  # RUN-1, RUN-10
    legs, equity = body["legs"], body["totals"]["equity"]
    if not (body["waterfall"]["closeOut"] == "LEAST" and equity >= 0 and body["debt"] == 0 and not body["declared"]):
        return [abs(leg["lots"]) if leg["closable"] else 0 for leg in legs], False
    closed = [0] * len(legs)
    margin = lambda i, lots, initial: requirement(instruments[legs[i]["instrument"]], lots, initial)
    initial = lambda: sum(margin(i, rest(legs[i]["lots"], closed[i]), True) for i in range(len(legs)))
    order = sorted(range(len(legs)), key=lambda i: (-margin(i, legs[i]["lots"], False), i))
    for i in (i for i in order if legs[i]["closable"] and margin(i, legs[i]["lots"], False) > 0):
        low, high = 0, abs(legs[i]["lots"])
        while low < high and initial() > equity:
            closed[i] = (low + high) // 2
            low, high = (low, closed[i]) if initial() <= equity else (closed[i] + 1, high)
            closed[i] = 0
        closed[i] = high if initial() > equity else 0
    return closed, True


def rest(lots, closed):
    return lots - closed if lots > 0 else lots + closed


def check_fund(body, deficit):  # RUN-5
    fund, terms, left, needs = body["fund"], body["waterfall"], {}, []
    for run in fund["runs"]:
        cap = left.setdefault(run["owner"], run["capLeft"])
        needs.append(run["deficit"] if cap is None else min(run["deficit"], cap))
        left[run["owner"]] = None if cap is None else cap - needs[-1]
    offer = max(0, fund["balance"] - terms["fundFloor"])
    if terms["windowCap"] is not None:
        offer = min(offer, max(0, terms["windowCap"] - fund["windowDrawn"]))
    need(shares(min(offer, sum(needs)), needs) == [run["drawn"] for run in fund["runs"]], "a draw on the fund is wrong")
    mine = [run for run in fund["runs"] if run["run"] == body["run"]]
    need([run["deficit"] for run in mine] == [deficit] * (deficit > 0), "the fund saw another deficit")
    return sum(run["drawn"] for run in mine)


def check_haircut(body):  # RUN-8
    haircut, now = body["haircut"], {row["account"]: dict(row) for row in body["haircut"]["accounts"]}
    def weights(side):
        return [min(max(0, w["gain"] - now[w["account"]]["given"]) + max(0, w["entryGain"] - now[w["account"]]["given"] -
                    now[w["account"]]["givenBefore"]), max(0, now[w["account"]]["equity"])) for w in side["winners"]]
    sides = {(side["instrument"], side["side"]): side for side in haircut["sides"]}
    need(list(sides) == sorted(sides), "the sides of the haircut are not in order")
    at_start, laid, credited = {key: sum(weights(side)) for key, side in sides.items()}, {}, {}
    for run in haircut["runs"]:
        keys = [tuple(side) for side in run["sides"]]
        for key, part in zip(keys, shares(run["uncollected"], [at_start[key] for key in keys])):
            laid.setdefault(key, {})[run["run"]] = part
    for key, side in sides.items():
        w = weights(side)
        take = min(sum(laid[key].values()), sum(w))
        for winner, part in zip(side["winners"], shares(take, w)):
            need(winner["taken"] == part, "a haircut is wrong")
            now[winner["account"]]["given"] += part
            now[winner["account"]]["equity"] -= part
        for run, part in zip(laid[key], shares(take, list(laid[key].values()))):
            credited[run] = credited.get(run, 0) + part
    need(all(run["credited"] == credited.get(run["run"], 0) for run in haircut["runs"]), "a credit of a haircut is wrong")
    mine = [run for run in haircut["runs"] if run["run"] == body["run"]]
    uncollected = body["totals"]["uncollected"]
    need([run["uncollected"] for run in mine] == [uncollected] * (uncollected > 0), "the haircut saw another deficit")
    for leg in body["legs"]:
        opposite = [leg["instrument"], "SHORT" if leg["lots"] > 0 else "LONG"]
        need(not mine or not leg["lotsToClose"] or opposite in mine[0]["sides"], "a side is not charged")
    return credited.get(body["run"], 0)


def check_dossier(document):
    check_document(document, leaf_lots)
    body, total = document["body"], document["body"]["totals"]
    instruments, alone = {i["id"]: i for i in body["instruments"]}, body["round"] == [body["run"]]
    legs = body["legs"]
    pnl = [value(instruments[leg["instrument"]], leg["lots"]) - leg["cost"] for leg in legs]
    need(total["equity"] == body["collateral"] + sum(pnl), "the equity at the freeze is wrong")
    to_close, least = lots_to_close(body, instruments)
    need(to_close == [leg["lotsToClose"] for leg in legs], "the lots to close are wrong")
    kept = sum(max(0, -gain) for gain, lots in zip(pnl, to_close) if lots == 0)
    need(kept == total["kept"] and total["deficit"] == max(0, -total["equity"] - kept), "the deficit is wrong")
    closed = {leg["instrument"]: 0 for leg in legs}
    for pair in body["pairsBefore"]:
        need(pair["lots"] > 0 and (pair["layer"] == "DEFAULTERS" or total["deficit"] > 0), "a pair of RUN-4 is wrong")
        closed[pair["instrument"]] += pair["lots"]
    weights = [max(0, row["equity"] - (0 if row["inRound"] or body["waterfall"]["recourse"] == "OWNER" else
               row["maintenance"])) for row in body["collections"]]
    need(shares(min(total["deficit"], sum(weights)), weights) == [row["gave"] for row in body["collections"]],
         "a collection is wrong")
    need(total["ownAccounts"] == sum(row["gave"] for row in body["collections"]), "the layer of own accounts is wrong")
    need(total["fund"] == check_fund(body, total["deficit"] - total["ownAccounts"]), "the layer of the fund is wrong")
    left = total["deficit"] - total["ownAccounts"] - total["fund"]
    offset = {leg["instrument"]: sum(leaf.get("closedLots", 0) for leaf in leaves) + sum(o["lots"] for o in leg["ownLast"])
              for leg, leaves in zip(body["offsetLegs"], document["leaves"])}
    need([tree[0] for tree in document["trees"]] == list(offset) == sorted(offset), "legs and trees do not match")
    notional = 0
    for leg, lots in zip(legs, to_close):
        mine, after = closed[leg["instrument"]] + offset.get(leg["instrument"], 0), leg["lotsAfter"]
        others = abs(leg["lots"]) - abs(after) - mine
        need(others == 0 if alone else others >= 0, "lots of the defaulter are not accounted for")
        need(mine <= lots <= mine + others and after * leg["lots"] >= 0, "not all lots to close are closed")
        i = instruments[leg["instrument"]]
        notional += abs(value(i, leg["lots"])) - abs(value(i, after) if after else 0) if lots else 0
    longs = {leg["instrument"]: leg["lots"] > 0 for leg in legs}
    signed = [(instruments[i], lots if longs[i] else -lots) for i, lots in offset.items()]
    weights = [0 if i["margin"]["model"] == "BOUNDED" or i["margin"]["model"] == "OPTION" and lots > 0 else
               requirement(i, lots, False) for i, lots in signed]
    weights = weights if any(weights) else [abs(value(i, lots)) for i, lots in signed]
    weights = weights if any(weights) else [abs(lots) for _, lots in signed]
    paid, surcharge = {}, 0
    for leg, leaves, share in zip(body["offsetLegs"], document["leaves"], shares(left, weights)):
        i = leg["instrument"]
        surcharge += check_leg(instruments[i], leg, leaves, share, offset[i], longs[i], paid)
    need(total["surcharge"] == surcharge and total["uncollected"] == left - surcharge, "the surcharge layer is wrong")
    need(total["haircut"] == check_haircut(body), "the haircut layer is wrong")
    need(total["houseDeficit"] == total["uncollected"] - total["haircut"] >= 0, "the house deficit is wrong")
    need(total["gave"] == 0 if alone else total["gave"] >= 0, "the defaulter gave to nobody's run")
    given = total["fund"] + surcharge + total["haircut"] + total["houseDeficit"]
    equity, open_legs = total["equity"] + total["ownAccounts"] + given - total["gave"], any(l["lotsAfter"] for l in legs)
    stays = sum(requirement(instruments[leg["instrument"]], leg["lotsAfter"], False) for leg in legs) if least else 0
    fee = min(max(0, equity - stays), notional * body["waterfall"]["closeOutFeePpm"] // 10**6)
    fee = fee if total["equity"] >= 0 else 0
    repaid = 0 if open_legs else min(body["debt"], max(0, equity - fee))
    need(total["closeOutFee"] == fee, "the close-out fee is wrong")
    need(total["debtRepaid"] == repaid and total["debt"] == (body["debt"] + given if open_legs else 0), "the debt is wrong")
    need(total["equityAfter"] == equity - fee - repaid, "the equity after the run is wrong")
    need(open_legs or total["equity"] >= 0 or total["equityAfter"] == 0, "the defaulter does not end at exactly zero")
    return "run %d: %d legs, %d candidates, %d pairs, deficit %d" % (body["run"], len(offset), sum(
        map(len, document["leaves"])), sum("choice" in x for leaves in document["leaves"] for x in leaves), total["deficit"])


CHECKS = {"flatbook-dossier-1": check_dossier, "flatbook-dossier-1-proof": check_proof}


def main(arguments):
    document = json.loads(open(arguments[0], "rb").read())
    try:
        print("right: " + CHECKS[document["format"]](document))
        return 0
    except Wrong as wrong:
        print("wrong: %s" % wrong)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
