#!/usr/bin/env python3
"""Checks a dossier, the book of a day, a proof of either, or a day's audit. Needs nothing but Python 3, trusts nobody.

    flatbook_verify.py [--root=HASH] FILE...     HASH: the root, or the audit's last hash, that was published

Written from docs/contract.md, whose clauses it names, and docs/dossier.md alone. Exit code 0: all is right; 1:
something is wrong; 2: a file is none of these, or none was named."""
import hashlib
import json
import sys

class Wrong(Exception):
    """What is not as it must be."""

def need(holds, what):
    if not holds:
        raise Wrong(what)

def canonical(x):
    return json.dumps(x, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

def digest(x):
    return hashlib.sha256(canonical(x).encode()).hexdigest()

def toward_zero(a, b):
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)

def shares(total, weights):  # NUM-6
    ends, weight = [0], sum(weights) or 1
    for w in weights:
        ends.append(ends[-1] + w)
    return [total * b // weight - total * a // weight for a, b in zip(ends, ends[1:])]

def value(i, lots, ticks=None):  # NUM-3
    ticks = i["mark"] if ticks is None else ticks
    return -toward_zero(lots * i["unit"], ticks) if i["inverse"] and lots else lots * (ticks or 0) * i["unit"]

def requirement(i, lots, which):  # MAR-1 to MAR-4; which: initial or maintenance
    terms, at_mark = i["margin"], value(i, lots)
    if lots == 0 or terms["model"] == "BOUNDED":
        return abs(at_mark - value(i, lots, i["minTicks" if lots > 0 else "maxTicks"])) if lots else 0
    if terms["model"] == "OPTION":
        unit, strike, mark = terms["strikeUnit"] * abs(lots), terms["strikeTicks"], terms["underlyingMark"]
        ppm = max(unit * abs(mark), 0 if terms["call"] else abs(at_mark)) * terms["maintenancePpm"]
        if which == "initial":
            away = unit * max(0, strike - mark if terms["call"] else mark - strike)
            ppm = max(ppm, unit * (abs(mark) if terms["call"] else strike) * terms["floorPpm"],
                      unit * abs(mark) * terms["initialPpm"] - away * 10**6)
        by_model = at_mark if lots > 0 else -(-ppm // 10**6)
    else:
        tiers, column = terms["tiers"], 1 if which == "initial" else 2
        tops = [tier[0] for tier in tiers[1:]] + [abs(at_mark)]
        by_model = -(-sum(max(0, min(top, abs(at_mark)) - t[0]) * t[column] for t, top in zip(tiers, tops)) // 10**6)
    return max(by_model, terms[which + "PerLot"] * abs(lots))

def fold(path, node):  # the root above a node, and the rank and the sum before it
    rank = ahead = 0
    for side, *other in path:
        need(side in ("left", "right") and other[1] >= 0 and other[2] > 0, "a step of a path is wrong")
        rank, ahead = (rank + other[2], ahead + other[1]) if side == "left" else (rank, ahead)
        pair = [other, node] if side == "left" else [node, other]
        node = [digest(["node", *pair]), node[1] + other[1], node[2] + other[2]]
    return node, rank, ahead

def own_sum(leaf):
    return abs(leaf["lots"]) if "lots" in leaf else max(0, leaf["equity"])

def leaf_node(leaf):
    return [digest(["leaf", leaf, own_sum(leaf)]), own_sum(leaf), 1]

def check_trees(document):
    accounts = document["body"]["accounts"]
    need(len(set(accounts)) == len(accounts), "an account is named twice")
    need(len(document["leaves"]) == len(document["trees"]), "leaves and trees do not match")
    for leaves, tree in zip(document["leaves"], document["trees"]):
        need(len({leaf["account"] for leaf in leaves}) == len(leaves), "an account has two leaves in a tree")
        need(all(leaf["hash"] == accounts[leaf["account"]] for leaf in leaves), "a leaf is of another account")
        level = [leaf_node(leaf) for leaf in leaves] or [[digest(["empty"]), 0, 0]]
        while len(level) > 1:
            level = [fold([["right", *level[k + 1]]], level[k])[0] if k + 1 < len(level) else level[k]
                     for k in range(0, len(level), 2)]
        need(level[0] == tree[1:], "the leaves do not lead to the root of their tree")
    root = digest([document["format"], digest(document["body"]), document["trees"]])
    need(root == document["root"], "the root is not that of the document")

def check_proof(document):
    name, told = hashlib.sha256(b"%s:%d" % (document["salt"].encode(), document["id"])).hexdigest(), []
    for row in document["leaves"]:
        top, rank, ahead = fold(row["path"], leaf_node(row["leaf"]))
        tree = document["trees"][row["tree"]]
        need(row["leaf"]["hash"] == name, "the leaf is of another account")
        need(top == tree[1:], "the path does not lead to the root of the tree")
        need([rank + 1, ahead, own_sum(row["leaf"])] == [row["rank"], row["ahead"], row["sum"]], "a sum is wrong")
        told.append("%d of %d with %d of %d ahead" % (rank + 1, tree[3], ahead, tree[2]))
    root = digest([document["format"][:-6], document["body"], document["trees"]])
    need(told and root == document["root"], "the root is not that of the proof")
    return "account %d is %s" % (document["id"], ", ".join(told))

def score(i, leaf):  # POL-1
    at_mark, by_ticks = value(i, leaf["lots"]), not i["inverse"] and i["minTicks"] < 1
    base = abs(leaf["lots"]) * i["unit"] if by_ticks else max(1, abs(leaf["cost"]))
    roe, equity = (at_mark - leaf["cost"]) * 10**6 // base, leaf["equity"]
    leverage = min(10**12, max(1, abs(at_mark) * 10**6 // equity)) if equity > 0 else 10**12
    return max(-2**63, min(2**63 - 1, roe * leverage if roe >= 0 else roe * 10**12 // leverage))

def group(i, leaf):  # RUN-7, POL-4
    hedged = i["spareHedges"] and leaf["hedge"] is not None and 2 * leaf["hedge"] >= abs(leaf["valueAtFreeze"])
    return 4 if leaf["defaulted"] else (0 if value(i, leaf["lots"]) > leaf["cost"] else 2) + (1 if hedged else 0)

def waterfill(lots, equity, wanted):  # POL-3
    given = [0] * len(lots)
    for k in (k for k in range(len(lots)) if equity[k] <= 0):
        given[k] = min(lots[k], wanted - sum(given))
    rich, wanted = [k for k in range(len(lots)) if equity[k] > 0], wanted - sum(given)
    scale = max((equity[k] for k in rich), default=1) ** 2 + 1  # two levels n / equity differ by more than 1 / scale
    def above(level):  # lots whose level is above level / scale
        return [max(0, lots[k] - level * equity[k] // scale) for k in rich]
    low, high = 0, max((lots[k] for k in rich), default=0) * scale
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(above(middle)) <= wanted else (middle + 1, high)
    taken = above(low)
    wanted -= sum(taken)
    for k, lots_taken, with_ties in zip(rich, taken, above(max(0, low - 1))):
        tie = min(wanted, with_ties - lots_taken)
        given[k], wanted = lots_taken + tie, wanted - tie
    return given

def choose(policy, leaves, wanted):  # POL-0 to POL-3; leaves and lots in the order of choice
    leaves = leaves if policy == "QUEUE" else sorted(leaves, key=lambda leaf: leaf["account"])
    lots = [abs(leaf["lots"]) for leaf in leaves]
    total, given = sum(lots), []
    wanted = min(wanted, total)
    if policy == "QUEUE":
        for k in lots:
            given.append(min(k, wanted))
            wanted -= given[-1]
    elif policy == "WATERFILL":
        given = waterfill(lots, [leaf["equity"] for leaf in leaves], wanted)
    else:
        given = [wanted * k // total for k in lots]
        rests = sorted(range(len(lots)), key=lambda k: (-(wanted * lots[k] % total), k))
        for k in rests[:wanted - sum(given)]:
            given[k] += 1
    return [pair for pair in zip(leaves, given) if pair[1]]

def check_leg(i, leg, leaves, share, wanted, paid):  # RUN-7; the surcharges of a leg
    def right(holds, what):
        need(holds, "instrument %d: %s" % (i["id"], what))
    for leaf in leaves:
        right(leaf["score"] == score(i, leaf), "a score is not what its inputs give")
        right(leaf["group"] == group(i, leaf), "a candidate is in the wrong group")
        right(paid.setdefault(leaf["account"], leaf["equity"]) == leaf["equity"], "an equity does not follow")
    keys = [(leaf["group"], -leaf["score"], -abs(leaf["lots"]), leaf["account"]) for leaf in leaves]
    right(keys == sorted(keys), "the candidates are not in the order of rank")
    right(sum(own_sum(x) for x in leaves) + leg["ownLots"] == leg["openInterestLots"], "candidates are missing")
    chosen, booked, before = [], 0, 0
    for k in range(5):
        ones = [leaf for leaf in leaves if leaf["group"] == k]
        chosen += choose(i["policy"], ones, wanted - sum(lots for _, lots in chosen))
    right(sum("choice" in leaf for leaf in leaves) == len(chosen), "the plan is not what the policy chooses")
    for rank, (leaf, lots) in enumerate(chosen, 1):
        booked, due = booked + lots, share * (booked + lots) // wanted
        rest, gain = leaf["lots"] - (lots if leaf["lots"] > 0 else -lots), value(i, leaf["lots"]) - leaf["cost"]
        free = leaf["equity"] - leaf["otherMaintenance"] - requirement(i, rest, "maintenance")
        expected = [rank, lots, due - before, max(0, gain) * lots // abs(leaf["lots"]), max(0, free)]
        right([leaf.get(x) for x in ("choice", "closedLots", "surchargeDue", "gain", "headroom")] == expected,
              "the plan is not what the policy chooses, or what a pair owes and can pay is wrong")
        right(leaf["surcharge"] == min(expected[2:]), "a surcharge is wrong")
        paid[leaf["account"]] -= leaf["surcharge"]
        before = due
    for own in leg["ownLast"]:
        booked, due = booked + own["lots"], share * (booked + own["lots"]) // wanted
        right(own["lots"] > 0 and own["surchargeDue"] == due - before, "a pair with an own account is wrong")
        before = due
    right(booked == wanted and (not leg["ownLast"] or booked - sum(x["lots"] for x in leg["ownLast"]) ==
          sum(own_sum(x) for x in leaves)), "lots are left open, or an own account comes before a stranger")
    return sum(leaf["surcharge"] for leaf, _ in chosen)

def lots_to_close(body, by_id):  # RUN-1, RUN-10
    legs, equity = body["legs"], body["totals"]["equity"]
    if body["waterfall"]["closeOut"] != "LEAST" or equity < 0 or body["debt"] or body["declared"]:
        return [abs(leg["lots"]) if leg["closable"] else 0 for leg in legs], False
    closed, held = [0] * len(legs), [leg["lots"] for leg in legs]
    def margin(k, lots, which):
        return requirement(by_id[legs[k]["instrument"]], held[k] - (lots if held[k] > 0 else -lots), which)
    def suffices(k, lots):
        return sum(margin(j, lots if j == k else closed[j], "initial") for j in range(len(legs))) <= equity
    for k in sorted(range(len(legs)), key=lambda k: -margin(k, 0, "maintenance")):
        if legs[k]["closable"] and margin(k, 0, "maintenance") > 0:
            low, high = 0, abs(held[k])
            while low < high:
                middle = (low + high) // 2
                low, high = (low, middle) if suffices(k, middle) else (middle + 1, high)
            closed[k] = high
    return closed, True

def check_fund(body, deficit):  # RUN-5
    fund, terms, left, needs = body["fund"], body["waterfall"], {}, []
    for run in fund["runs"]:
        cap, limit = left.setdefault(run["owner"], run["capLeft"]), terms["perOwnerCap"]
        need(run["capLeft"] == limit if limit is None else 0 <= run["capLeft"] <= limit, "what a cap leaves is wrong")
        needs.append(run["deficit"] if limit is None else min(run["deficit"], cap))
        left[run["owner"]] = None if limit is None else cap - needs[-1]
    cap = sum(needs) if terms["windowCap"] is None else max(0, terms["windowCap"] - fund["windowDrawn"])
    offer = max(0, min(sum(needs), cap, fund["balance"] - terms["fundFloor"]))
    need(shares(offer, needs) == [run["drawn"] for run in fund["runs"]], "a draw on the fund is wrong")
    mine = [run for run in fund["runs"] if run["run"] == body["run"]]
    need([run["deficit"] for run in mine] == [deficit] * (deficit > 0), "the fund saw another deficit")
    return sum(run["drawn"] for run in mine)

def check_haircut(body, uncollected):  # RUN-8
    haircut, now = body["haircut"], {row["account"]: dict(row) for row in body["haircut"]["accounts"]}
    def weights(side):
        rows = [(w, now[w["account"]]) for w in side["winners"]]
        return [min(max(0, w["gainAtFreeze"] - a["given"]) + max(0, w["entryGain"] - a["given"] - a["givenBefore"]),
                    max(0, a["equity"])) for w, a in rows]
    sides, credited = {(side["instrument"], side["side"]): side for side in haircut["sides"]}, {}
    charged, at_start = {key: {} for key in sides}, {key: sum(weights(side)) for key, side in sides.items()}
    for run in haircut["runs"]:
        keys = [tuple(side) for side in run["sides"]]
        for key, part in zip(keys, shares(run["uncollected"], [at_start[key] for key in keys])):
            charged[key][run["run"]] = part
    for key in sorted(sides):
        by_weight, runs = weights(sides[key]), charged[key]
        taken = min(sum(runs.values()), sum(by_weight))
        for winner, part in zip(sides[key]["winners"], shares(taken, by_weight)):
            need(winner["taken"] == part, "a haircut is wrong")
            now[winner["account"]]["given"] += part
            now[winner["account"]]["equity"] -= part
        for run, part in zip(runs, shares(taken, list(runs.values()))):
            credited[run] = credited.get(run, 0) + part
    need(all(run["credited"] == credited.get(run["run"], 0) for run in haircut["runs"]), "a haircut's credit is wrong")
    mine = [run for run in haircut["runs"] if run["run"] == body["run"]]
    need([run["uncollected"] for run in mine] == [uncollected] * (uncollected > 0), "the haircut saw another deficit")
    need(not mine or all([leg["instrument"], "SHORT" if leg["lots"] > 0 else "LONG"] in mine[0]["sides"]
                         for leg in body["legs"] if leg["lotsToClose"]), "a side is not charged")
    return credited.get(body["run"], 0)

def check_dossier(document):
    check_trees(document)
    body, legs, told, by_id = document["body"], document["body"]["legs"], document["body"]["totals"], {}
    by_id.update((i["id"], i) for i in body["instruments"])
    first, last = body["round"][0], body["round"][-1]
    need(body["round"] == list(range(first, last + 1)) and first <= body["run"] <= last, "the run is not of its round")
    gains = [value(by_id[leg["instrument"]], leg["lots"]) - leg["cost"] for leg in legs]
    need(told["equity"] == body["collateral"] + sum(gains), "the equity at the freeze is wrong")
    to_close, least = lots_to_close(body, by_id)
    need(to_close == [leg["lotsToClose"] for leg in legs], "the lots to close are wrong")
    kept = sum(max(0, -gain) for gain, lots in zip(gains, to_close) if not lots)
    deficit = max(0, -told["equity"] - kept)
    need([kept, deficit] == [told["kept"], told["deficit"]], "the deficit is wrong")
    for pair in body["pairsBefore"]:
        need(pair["lots"] > 0 and pair["instrument"] in by_id, "a pair of RUN-4 is wrong")
        need(pair["layer"] == "DEFAULTERS" or deficit, "an own position was closed without a deficit")
    rows, keeps = body["collections"], body["waterfall"]["recourse"] == "HEDGES"
    weights = [max(0, r["equity"] - (r["maintenance"] if keeps and not r["inRound"] else 0)) for r in rows]
    gave = shares(min(deficit, sum(weights)), weights)
    need(gave == [row["gave"] for row in rows] and sum(gave) == told["ownAccounts"], "a collection is wrong")
    need(check_fund(body, deficit - sum(gave)) == told["fund"], "the layer of the fund is wrong")
    offset = {leg["instrument"]: sum(x.get("closedLots", 0) for x in leaves) + sum(x["lots"] for x in leg["ownLast"])
              for leg, leaves in zip(body["offsetLegs"], document["leaves"])}
    need([tree[0] for tree in document["trees"]] == sorted(offset) == list(offset), "legs and trees do not match")
    alone, notional, signed = body["round"] == [body["run"]], 0, []
    for leg, lots in zip(legs, to_close):
        i, after, mine = by_id[leg["instrument"]], leg["lotsAfter"], offset.get(leg["instrument"], 0)
        signed += [(i, mine if leg["lots"] > 0 else -mine)] * (mine > 0)
        mine += sum(pair["lots"] for pair in body["pairsBefore"] if pair["instrument"] == i["id"])
        others = abs(leg["lots"]) - abs(after) - mine
        need(mine <= lots <= mine + others and after * leg["lots"] >= 0 <= others and not (alone and others),
             "the lots of a leg do not add up")
        notional += abs(value(i, leg["lots"])) - abs(value(i, after)) if lots else 0
        for leaf in (x for n, x in enumerate(document["leaves"]) if document["trees"][n][0] == i["id"]):
            need(all(x["lots"] * leg["lots"] < 0 for x in leaf), "a candidate is not on the opposite side")
    left, paid, surcharge = deficit - sum(gave) - told["fund"], {}, 0
    weights = [0 if i["margin"]["model"] == "BOUNDED" or i["margin"]["model"] == "OPTION" and lots > 0 else
               requirement(i, lots, "maintenance") for i, lots in signed]
    weights = weights if any(weights) else [abs(value(i, lots)) for i, lots in signed]
    weights = weights if any(weights) else [abs(lots) for _, lots in signed]
    need([i["id"] for i, _ in signed] == list(offset), "a leg is offset that is not the defaulter's")
    for (i, lots), leg, leaves, share in zip(signed, body["offsetLegs"], document["leaves"], shares(left, weights)):
        surcharge += check_leg(i, leg, leaves, share, abs(lots), paid)
    haircut = check_haircut(body, left - surcharge)
    house, gave_others, is_open = left - surcharge - haircut, told["gave"], any(leg["lotsAfter"] for leg in legs)
    equity = told["equity"] + deficit - gave_others
    stays = sum(requirement(by_id[x["instrument"]], x["lotsAfter"], "maintenance") for x in legs) if least else 0
    fee = min(max(0, equity - stays), notional * body["waterfall"]["closeOutFeePpm"] // 10**6)
    fee = fee if told["equity"] >= 0 else 0
    repaid = 0 if is_open else min(body["debt"], max(0, equity - fee))
    debt = body["debt"] + told["fund"] + surcharge + haircut + house if is_open else 0
    need([surcharge, left - surcharge, haircut, house, fee, debt, repaid, equity - fee - repaid] == [told[x] for x in (
        "surcharge", "uncollected", "haircut", "houseDeficit", "closeOutFee", "debt", "debtRepaid", "equityAfter")] and
         house >= 0 and (gave_others == 0 if alone else gave_others >= 0), "the waterfall is wrong")
    need(is_open or told["equity"] >= 0 or told["equityAfter"] == 0, "the defaulter does not end at exactly zero")
    return "run %d, %d candidates in %d legs, a deficit of %d: own accounts %d, fund %d, surcharge %d, haircut %d, " \
        "house %d" % (body["run"], sum(map(len, document["leaves"])), len(offset), deficit, sum(gave), told["fund"],
                      surcharge, haircut, house)

def check_day(document):  # BOOK-2, BOOK-3, I1
    check_trees(document)
    body, by_id, lots = document["body"], {i["id"]: i for i in document["body"]["instruments"]}, {}
    for asset, leaves in zip(body["assets"], document["leaves"]):
        total = asset["insuranceFund"] + asset["fees"] + asset["rounding"] - asset["houseDeficit"]
        for leaf in leaves:
            gain = sum(value(by_id[i], held) - cost for i, held, cost in leaf["positions"])
            need(leaf["equity"] == leaf["collateral"] + gain, "an equity is wrong")
            total += leaf["collateral"] - sum(cost for _, _, cost in leaf["positions"])
            for i, held, _ in leaf["positions"]:
                lots[i] = lots.get(i, 0) + held
        need(total == asset["deposits"] - asset["withdrawals"], "the money of an asset does not add up")
    need(not any(lots.values()), "the lots of an instrument do not add up to zero")
    return "day %d, %d accounts; owed: %s" % (body["date"], len(body["accounts"]), ", ".join(
        "%d of %s" % (tree[2], asset["symbol"]) for asset, tree in zip(body["assets"], document["trees"])))

def check_audit(documents):
    head, ids, sequence, counts = "flatbook-audit-1", {}, None, {"begin": 0, "command": 0, "event": 0, "end": 0}
    for n, chained in enumerate(documents, 1):
        line, head = chained["line"], digest([head, n, chained["line"]])
        need(chained == {"hash": head, "n": n, "line": line}, "line %d: the chain breaks" % n)
        need((n == 1) == (line["kind"] == "begin") and not counts["end"], "line %d: it begins or ends here" % n)
        counts[line["kind"]] += 1
        if line["kind"] == "command":
            last = ids.setdefault(line["principal"], line["commandId"] - 1)
            need(line["commandId"] == last + 1, "line %d: a command is missing" % n)
            ids[line["principal"]] += 1
        elif line["kind"] == "event":
            now = line["fields"]["header"]["eventSequence"]
            need(sequence in (None, now - 1), "line %d: an event is missing" % n)
            sequence = now
    need(counts["end"] and line["commands"] == counts["command"] and line["events"] == counts["event"], "it is cut")
    return head, "day %d, %d commands, %d events" % (line["date"], line["commands"], line["events"])

def refuse(number):
    raise ValueError("%s is no integer" % number)

def check(text):
    read = json.JSONDecoder(parse_float=refuse, parse_constant=refuse).decode
    lines = text.splitlines()
    documents = [read(line) for line in lines]
    need(text == "".join(canonical(x) + "\n" for x in documents), "this is not the canonical spelling")
    if "line" in documents[0]:
        return check_audit(documents)
    need(len(documents) == 1, "there is more than the document")
    checks = {"flatbook-dossier-1": check_dossier, "flatbook-day-1": check_day}
    checks.update({kind + "-proof": check_proof for kind in list(checks)})
    return documents[0]["root"], checks[documents[0]["format"]](documents[0])

def main(arguments):
    wanted = arguments.pop(0)[7:] if arguments and arguments[0].startswith("--root=") else None
    code = 0 if arguments else 2
    for name in arguments:
        try:
            with open(name, encoding="utf-8", newline="\n") as file:
                root, told = check(file.read())
            need(wanted in (None, root), "it is whole, but its root is %s" % root)
            print("right: %s: %s; root %s" % (name, told, root))
        except Wrong as wrong:
            print("wrong: %s: %s" % (name, wrong))
            code = max(code, 1)
        except (OSError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
            print("unreadable: %s: %s %s" % (name, type(error).__name__, error))
            code = 2
    return code

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
