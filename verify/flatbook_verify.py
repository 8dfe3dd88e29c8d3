#!/usr/bin/env python3
"""Checks a dossier, a proof, or a day's audit. Trusts nobody, and needs nothing but Python 3.

    flatbook_verify.py [--root=HASH] FILE...     HASH: published: a root, an audit's last hash, an event's dayRoot

Written from docs/contract.md, whose clauses it names, and docs/dossier.md alone. flatbook_verify_book.py checks the
margin of a dossier, which is taken as it is here. Exit code 0: right; 1: wrong; 2: not readable."""
import hashlib
import json
import sys
from itertools import accumulate

def need(holds, what):
    if not holds:
        raise AssertionError(what)

def canonical(x):
    return json.dumps(x, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

def digest(x):
    return hashlib.sha256(x if isinstance(x, bytes) else canonical(x).encode()).hexdigest()

def shares(total, weights):  # NUM-6
    ends = [total * end // (sum(weights) or 1) for end in [0, *accumulate(weights)]]
    return [b - a for a, b in zip(ends, ends[1:])]

def value(i, lots):  # NUM-3
    if i["inverse"] and lots:
        return (-1 if lots > 0 else 1) * (abs(lots) * i["unit"] // i["mark"])
    return lots * (i["mark"] or 0) * i["unit"]

def above(mark, xs):  # the hash of nodes that stand side by side
    return digest(mark + b"".join(bytes.fromhex(x[0]) + x[1].to_bytes(16, "big") + x[2].to_bytes(8, "big") for x in xs))

def node(*pair):  # what stands above two nodes
    return [above(b"\1", pair), pair[0][1] + pair[1][1], pair[0][2] + pair[1][2]]

def leaf_node(leaf):  # of a dossier, or of a day
    if "lots" in leaf:
        return [digest(b"\0" + canonical(leaf).encode()), abs(leaf["lots"]), 1]
    packed = [x.to_bytes(8, "big", signed=True) for x in sum(leaf["positions"], [leaf["collateral"], leaf["equity"]])]
    return [digest(b"\0" + bytes.fromhex(leaf["hash"]) + b"".join(packed)), max(0, leaf["equity"]), 1]

def check_trees(document):
    accounts = document["body"]["accounts"]
    for leaves, tree in zip(document["leaves"], document["trees"]):
        need(len({leaf["hash"] for leaf in leaves}) == len(leaves), "an account has two leaves in a tree")
        need(all(leaf["hash"] == accounts[leaf["account"]] for leaf in leaves), "a leaf is of another account")
        level = [leaf_node(leaf) for leaf in leaves] or [[digest(b""), 0, 0]]
        while len(level) > 1:
            level = [node(*level[k:k + 2]) if k + 1 < len(level) else level[k] for k in range(0, len(level), 2)]
        need(level[0] == tree[1:], "the leaves do not lead to the root of their tree")

def check_proof(document):
    name, told = digest(bytes.fromhex(document["salt"]) + document["id"].to_bytes(8, "big", signed=True)), []
    for row in document["leaves"]:
        top, tree, rank, ahead = leaf_node(row["leaf"]), document["trees"][row["tree"]], 1, 0
        need(row["leaf"]["hash"] == name and row["sum"] == top[1], "the leaf is of another account")
        for side, *other in row["path"]:
            rank, ahead = (rank + other[2], ahead + other[1]) if side == "left" else (rank, ahead)
            top = node(other, top) if side == "left" else node(top, other)
        need(top == tree[1:] and [rank, ahead] == [row["rank"], row["ahead"]], "the path does not lead to the root")
        told.append("%d of %d with %d of %d ahead" % (rank, tree[3], ahead, tree[2]))
    need(told, "there is no leaf")
    return "account %d is %s" % (document["id"], ", ".join(told))

def rank_key(i, leaf):  # POL-1, POL-4, RUN-7; group and score must be what their inputs give
    at_mark, lots, equity = value(i, leaf["lots"]), abs(leaf["lots"]), leaf["equity"]
    roe = (at_mark - leaf["cost"]) * 10**6 // (
        lots * i["unit"] if not i["inverse"] and i["minTicks"] < 1 else max(1, abs(leaf["cost"])))
    leverage = min(10**12, max(1, abs(at_mark) * 10**6 // equity)) if equity > 0 else 10**12
    score = max(-2**63, min(2**63 - 1, roe * leverage if roe >= 0 else roe * 10**12 // leverage))
    hedged = i["spareHedges"] and leaf["hedge"] is not None and 2 * leaf["hedge"] >= abs(leaf["valueAtFreeze"])
    group = 4 if leaf["defaulted"] else (0 if at_mark > leaf["cost"] else 2) + (1 if hedged else 0)
    need([group, score] == [leaf["group"], leaf["score"]], "a group or a score is not what its inputs give")
    return group, -score, -lots, leaf["account"]

def turn(policy, leaf, n, rank, wanted, total):  # POL-1 to POL-3: when it is the turn of a candidate's n-th lot
    lots, equity = abs(leaf["lots"]), leaf["equity"]
    if policy == "QUEUE":
        return rank, n
    if policy == "WATERFILL":
        return equity > 0, (n - 1 - lots) * 2**128 // equity if equity > 0 else 0, leaf["account"], n
    return max(0, n - wanted * lots // total), -(wanted * lots % total), leaf["account"]

def check_choice(policy, leaves, wanted):  # POL-0: in each group the lots whose turn it is, and no others
    ordered = leaves if policy == "QUEUE" else sorted(leaves, key=lambda leaf: (leaf["group"], leaf["account"]))
    chosen = [leaf for leaf in ordered if "choice" in leaf]
    need([leaf["choice"] for leaf in chosen] == list(range(1, len(chosen) + 1)), "the order of choice is wrong")
    for group in range(5):
        ones = [(leaf, leaf.get("closedLots", 0), k) for k, leaf in enumerate(leaves) if leaf["group"] == group]
        total = sum(abs(leaf["lots"]) for leaf, _, _ in ones)
        mine = min(wanted, total)
        last = [turn(policy, leaf, given, k, mine, total) for leaf, given, k in ones if given]
        after = [turn(policy, leaf, given + 1, k, mine, total) for leaf, given, k in ones if given < abs(leaf["lots"])]
        need(all(0 <= given <= abs(x["lots"]) and (given > 0) == ("choice" in x) for x, given, _ in ones) and
             sum(given for _, given, _ in ones) == mine and not (last and after and max(last) >= min(after)),
             "the plan is not what the policy chooses")
        wanted -= mine
    return chosen

def check_leg(i, leg, leaves, share, paid):  # RUN-7; what is offset of a leg, and the surcharges of it
    for leaf in leaves:
        need(leaf["lots"] * leg["lots"] < 0 and paid.setdefault(leaf["account"], leaf["equity"]) == leaf["equity"],
             "a candidate is not on the opposite side, or its equity does not follow")
    keys, total = [rank_key(i, leaf) for leaf in leaves], sum(abs(leaf["lots"]) for leaf in leaves)
    need(keys == sorted(keys), "the candidates are not in the order of rank")
    need(total + leg["ownLots"] == leg["openInterestLots"], "candidates are missing")
    chosen, wanted, booked, before = check_choice(i["policy"], leaves, leg["offsetLots"]), leg["offsetLots"], 0, 0
    for pair in chosen + leg["ownLast"]:
        lots = pair.get("closedLots", pair["lots"])
        booked, due = booked + lots, share * (booked + lots) // wanted - before
        need(lots > 0 and pair["surchargeDue"] == due, "what a pair owes is wrong")
        before += due
        if "choice" in pair:
            gain = max(0, value(i, pair["lots"]) - pair["cost"]) * lots // abs(pair["lots"])
            free = max(0, pair["equity"] - pair["otherMaintenance"] - pair["restMaintenance"])
            told = [pair["gain"], pair["headroom"], pair["surcharge"]]
            need(told == [gain, free, min(due, gain, free)], "what a pair can pay, or its surcharge, is wrong")
            paid[pair["account"]] -= pair["surcharge"]
    need(booked == wanted, "lots are left open")
    return sum(leaf["surcharge"] for leaf in chosen)

def check_fund(body, deficit):  # RUN-5
    fund, terms, left, needs = body["fund"], body["waterfall"], {}, []
    for run in fund["runs"]:
        cap, limit = left.get(run["owner"], run["capLeft"]), terms["perOwnerCap"]
        need(run["capLeft"] is None if limit is None else 0 <= run["capLeft"] <= limit, "what a cap leaves is wrong")
        needs.append(run["deficit"] if limit is None else min(run["deficit"], cap))
        left[run["owner"]] = None if limit is None else cap - needs[-1]
    cap = sum(needs) if terms["windowCap"] is None else max(0, terms["windowCap"] - fund["windowDrawn"])
    offer = max(0, min(sum(needs), cap, fund["balance"] - terms["fundFloor"]))
    mine = [run for run in fund["runs"] if run["run"] == body["run"]]
    need(shares(offer, needs) == [run["drawn"] for run in fund["runs"]] and
         [run["deficit"] for run in mine] == [deficit] * (deficit > 0), "a draw on the fund is wrong")
    return sum(run["drawn"] for run in mine)

def check_haircut(body, uncollected):  # RUN-8
    haircut, now = body["haircut"], {row["account"]: row for row in body["haircut"]["accounts"]}
    def weights(side):
        pairs = [(winner, now[winner["account"]]) for winner in side["winners"]]
        return [min(max(0, w["gainAtFreeze"] - x["given"]) + max(0, w["entryGain"] - x["given"] - x["givenBefore"]),
                    max(0, x["equity"])) for w, x in pairs]
    keys = [[side["instrument"], side["side"]] for side in haircut["sides"]]
    at_start = [sum(weights(side)) for side in haircut["sides"]]
    charged = [shares(run["uncollected"], [w if key in run["sides"] else 0 for key, w in zip(keys, at_start)])
               for run in haircut["runs"]]
    credited = [0] * len(charged)
    for side, by_run in zip(haircut["sides"], zip(*charged)):
        by_winner, taken = weights(side), min(sum(by_run), sum(weights(side)))
        need(shares(taken, by_winner) == [winner["taken"] for winner in side["winners"]], "a haircut is wrong")
        for winner in side["winners"]:
            now[winner["account"]]["given"] += winner["taken"]
            now[winner["account"]]["equity"] -= winner["taken"]
        credited = [sum(pair) for pair in zip(credited, shares(taken, by_run))]
    mine = [run for run in haircut["runs"] if run["run"] == body["run"]]
    need(keys == sorted(keys) and [run["credited"] for run in haircut["runs"]] == credited and
         [run["uncollected"] for run in mine] == [uncollected] * (uncollected > 0), "the haircut is not of its run")
    need(all([leg["instrument"], "SHORT" if leg["lots"] > 0 else "LONG"] in run["sides"]
             for run in mine for leg in body["legs"] if leg["lotsToClose"]), "a side is not charged")
    return sum(run["credited"] for run in mine)

def lots_add_up(body, leg, is_least):  # RUN-1, RUN-4, RUN-7
    before = [pair["lots"] for pair in body["pairsBefore"] if pair["instrument"] == leg["instrument"]]
    mine, gone = sum(before) + leg.get("offsetLots", 0), abs(leg["lots"]) - abs(leg["lotsAfter"])
    return (leg["lots"] * leg["lotsAfter"] >= 0 and all(lots > 0 for lots in before) and
            (mine == leg["lotsToClose"] == gone or mine <= leg["lotsToClose"] <= gone and len(body["round"]) > 1) and
            (is_least or leg["lotsToClose"] == abs(leg["lots"]) * leg["closable"]))

def check_dossier(document):
    check_trees(document)
    body, terms, runs = document["body"], document["body"]["waterfall"], document["body"]["round"]
    legs, rows, told = body["legs"], body["collections"], body["totals"]
    by_id, ids = {i["id"]: i for i in body["instruments"]}, [tree[0] for tree in document["trees"]]
    need(body["run"] in runs == list(range(runs[0], runs[-1] + 1)), "the run is not of its round")
    gains = [value(by_id[leg["instrument"]], leg["lots"]) - leg["cost"] for leg in legs]
    equity, is_open = body["collateral"] + sum(gains), any(leg["lotsAfter"] for leg in legs)
    is_least = terms["closeOut"] == "LEAST" and equity >= 0 and not body["debt"] and not body["declared"]
    need(all(lots_add_up(body, leg, is_least) for leg in legs), "the lots of a leg do not add up")
    kept = sum(max(0, -gain) for gain, leg in zip(gains, legs) if not leg["lotsToClose"])
    deficit = max(0, -equity - kept)
    need(deficit or all(pair["layer"] == "DEFAULTERS" for pair in body["pairsBefore"]), "nothing was to be covered")
    keeps = terms["recourse"] == "HEDGES"
    weights = [max(0, row["equity"] - row["maintenance"] * (keeps and not row["inRound"])) for row in rows]
    need(shares(own := min(deficit, sum(weights)), weights) == [row["gave"] for row in rows], "a collection is wrong")
    fund = check_fund(body, deficit - own)
    left, surcharge, paid, offset = deficit - own - fund, 0, {}, [leg for leg in legs if "offsetLots" in leg]
    need([leg["instrument"] for leg in offset] == ids == sorted(ids), "legs and trees do not match")
    for leg, leaves, share in zip(offset, document["leaves"], shares(left, [leg["weight"] for leg in offset])):
        surcharge += check_leg(by_id[leg["instrument"]], leg, leaves, share, paid)
    haircut, now = check_haircut(body, left - surcharge), equity + deficit - told["gave"]
    house = left - surcharge - haircut
    fall = sum(abs(gain + leg["cost"]) - abs(value(by_id[leg["instrument"]], leg["lotsAfter"]))
               for gain, leg in zip(gains, legs) if leg["lotsToClose"])
    stays = sum(leg["maintenanceAfter"] for leg in legs) if is_least else 0
    fee = min(max(0, now - stays), fall * terms["closeOutFeePpm"] // 10**6) if equity >= 0 else 0
    repaid = 0 if is_open else min(body["debt"], max(0, now - fee))
    debt = body["debt"] + fund + surcharge + haircut + house if is_open else 0
    need(told == {"equity": equity, "kept": kept, "deficit": deficit, "ownAccounts": own, "fund": fund,
                  "surcharge": surcharge, "uncollected": left - surcharge, "haircut": haircut, "houseDeficit": house,
                  "closeOutFee": fee, "debtRepaid": repaid, "debt": debt, "gave": told["gave"],
                  "equityAfter": now - fee - repaid}, "the waterfall is wrong")
    need(house >= 0 <= told["gave"] and (told["gave"] == 0 or len(runs) > 1) and
         (is_open or equity >= 0 or told["equityAfter"] == 0), "the defaulter does not end at exactly zero")
    return "run %d, %d candidates: %s" % (body["run"], sum(map(len, document["leaves"])), canonical(told))

def check_audit(documents):
    head, last = "flatbook-audit-1", {}
    for n, chained in enumerate(documents, 1):
        line, head = chained["line"], digest([head, n, chained["line"]])
        need(chained == {"hash": head, "n": n, "line": line}, "line %d: the chain breaks" % n)
        need([n == 1, n == len(documents)] == [line["kind"] == x for x in ("begin", "end")], "line %d: it is cut" % n)
        if line["kind"] in ("command", "event"):  # dense for each principal, and for all events
            key = line["principal"] if line["kind"] == "command" else None
            now = line["commandId"] if key else line["fields"]["header"]["eventSequence"]
            need(now == last.get(key, now - 1) + 1, "line %d: a command or an event is missing" % n)
            last[key] = now
    counts = [sum(chained["line"]["kind"] == kind for chained in documents) for kind in ("command", "event")]
    need(counts == [line["commands"], line["events"]], "the counts are wrong")
    return [head], "day %d, %d commands, %d events" % (line["date"], *counts)

def check(text):
    decode = json.JSONDecoder(parse_float=int, parse_constant=int).decode  # int: what is no integer is an error
    documents = [decode(line) for line in text.splitlines()]
    need(text == "".join(canonical(x) + "\n" for x in documents), "this is not the canonical spelling")
    if "line" in documents[0]:
        return check_audit(documents)
    document, = documents
    kind, is_proof = document["format"].replace("-proof", ""), document["format"].endswith("-proof")
    need(kind == "flatbook-dossier-1" or kind == "flatbook-day-1" and is_proof, "this is of another format")
    root = digest([kind, document["body"] if is_proof else digest(document["body"]), document["trees"]])
    need(root == document["root"], "the root is not that of the document")
    roots = [root] if kind == "flatbook-dossier-1" else [root, above(b"\2", [tree[1:] for tree in document["trees"]])]
    return roots, check_proof(document) if is_proof else check_dossier(document)

def main(arguments):
    code, wanted = 0, arguments.pop(0)[7:] if arguments and arguments[0].startswith("--root=") else None
    for name in arguments:
        try:
            with open(name, encoding="utf-8", newline="\n") as file:
                roots, told = check(file.read())
            need(wanted in (None, *roots), "it is whole, but its root is %s" % " or ".join(roots))
            print("right: %s: %s; root %s" % (name, told, " or ".join(roots)))
        except (AssertionError, OSError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
            code = max(code, grade := 2 - isinstance(error, AssertionError))
            print("%s: %s: %s %s" % (("wrong", "unreadable")[grade - 1], name, type(error).__name__, error))
    return code if arguments else 2

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
