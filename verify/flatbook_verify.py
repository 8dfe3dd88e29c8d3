#!/usr/bin/env python3
"""Checks a dossier, a proof, or a day's audit. Trusts nobody, and needs nothing but Python 3.

    flatbook_verify.py [--root=HASH] FILE...     HASH: published: a root, an audit's last hash, an event's dayRoot

Written from docs/contract.md, whose clauses it names, and docs/dossier.md alone. flatbook_verify_book.py checks the
margin of a dossier, which is taken as it is here. Exit code 0: right; 1: wrong; 2: not readable."""
import hashlib
import json
import sys
from itertools import accumulate

# The fields of records. What stands behind a bar comes whole or not at all; [ is a list, ( a row, ? null as well.
SHAPES = {line.split()[0]: [dict(word.split(":") for word in part.split()) for part in line[11:].split("|")]
          for line in """\
dossier    body:body format:text leaves:[[leaf root:hash trees:[(tree
proof      body:hash format:text id:int leaves:[row root:hash salt:hash trees:[(tree
row        ahead:sum leaf:any path:[(step rank:count sum:sum tree:count
tree       id:count hash:hash sum:sum count:count
step       side:left,right hash:hash sum:sum count:count
leaf       account:place hash:hash lots:int cost:int equity:int otherMaintenance:count defaulted:bool group:count
 score:int | hedge:count? valueAtFreeze:int | choice:count closedLots:count surchargeDue:count surcharge:count
 gain:count headroom:count restMaintenance:count
day-leaf   account:place hash:hash collateral:int equity:int positions:[(position
position   instrument:count lots:int cost:int
body       accounts:[hash asset:asset clauses:[text collateral:int collections:[collection debt:count declared:bool
 defaulter:place fund:fund haircut:haircut instruments:[instrument legs:[leg logPosition:count markSequence:int
 pairsBefore:[pair round:[count run:count timeMs:int totals:totals waterfall:waterfall
asset      id:count scale:count symbol:text
instrument asset:count id:count inverse:bool margin:margin mark:int? maxTicks:int minTicks:int spareHedges:bool
 kind:LINEAR_PERPETUAL,INVERSE_PERPETUAL,LINEAR_FUTURE,INVERSE_FUTURE,CALL,PUT policy:QUEUE,PRO_RATA,WATERFILL
 symbol:text unit:count
margin     model:TIERS,BOUNDED,OPTION initialPerLot:count maintenancePerLot:count | tiers:[(tier | call:bool
 strikeTicks:int strikeUnit:count underlyingMark:int? initialPpm:count floorPpm:count maintenancePpm:count
tier       floor:count initial:count maintenance:count
waterfall  closeOut:WHOLE,LEAST closeOutFeePpm:count fundFloor:count perOwnerCap:count? recourse:HEDGES,OWNER
 windowCap:count?
collection account:place equity:int gave:count inRound:bool maintenance:count
pair       account:place instrument:count layer:OWN_HEDGE,DEFAULTERS lots:count
fund       balance:count runs:[draw windowDrawn:count
draw       capLeft:count? deficit:count drawn:count owner:count run:count
haircut    accounts:[giver runs:[charge sides:[charged
giver      account:place equity:int given:count givenBefore:count
charge     credited:count run:count sides:[(side uncollected:count
side       instrument:count side:LONG,SHORT
charged    instrument:count side:LONG,SHORT winners:[winner
winner     account:place entryGain:count gainAtFreeze:count taken:count
leg        closable:bool cost:int instrument:count lots:int lotsAfter:int lotsToClose:count maintenanceAfter:count
 | offsetLots:count openInterestLots:count ownLast:[last ownLots:count weight:count
last       account:place lots:count surchargeDue:count
totals     closeOutFee:count debt:count debtRepaid:count deficit:count equity:int equityAfter:int fund:count gave:count
 haircut:count houseDeficit:count kept:count ownAccounts:count surcharge:count uncollected:count
""".replace("\n ", " ").splitlines()}

KINDS = {"bool": lambda x: type(x) is bool, "text": lambda x: type(x) is str, "any": lambda x: True,
         "hash": lambda x: type(x) is str and len(x) == 64 and not set(x) - set("0123456789abcdef")}
KINDS.update((kind, lambda x, least=least, most=most: type(x) is int and least <= x < most) for kind, least, most in (
    ("int", -2**63, 2**63), ("count", 0, 2**63), ("place", 0, 2**63), ("sum", 0, 2**127)))

def need(holds, what):
    if not holds:
        raise AssertionError(what)

def fits(x, shape, where, places):  # integers have 64 bits, sums 127; places: which accounts are named
    if shape[0] == "[":
        need(type(x) is list, where + " is no list")
        for k, item in enumerate(x):
            fits(item, shape[1:], "%s[%d]" % (where, k), places)
    elif shape.lstrip("(") in SHAPES:
        parts = SHAPES[shape.lstrip("(")]
        if shape[0] == "(":
            need(type(x) is list and len(x) == len(parts[0]), "%s is no row of %d" % (where, len(parts[0])))
            x = dict(zip(parts[0], x))
        need(type(x) is dict, where + " is no object")
        fields = {name: kind for part in parts if part is parts[0] or x.keys() & part for name, kind in part.items()}
        need(x.keys() == fields.keys(), "%s: missing or too many: %s" % (where, ascii(sorted(x.keys() ^ fields))))
        for name, kind in fields.items():
            fits(x[name], kind, where + "." + name, places)
    elif shape[-1] != "?" or x is not None:
        kind = shape.rstrip("?")
        need(KINDS[kind](x) if kind in KINDS else x in kind.split(","), "%s is no %s" % (where, kind))
        if kind == "place":
            places.add(x)

def ascend(rows, *names):  # no two are the same
    keys = [[row[name] for name in names] for row in rows]
    need(all(a < b for a, b in zip(keys, keys[1:])), "not in order of %s, or twice" % ", ".join(names))

def canonical(x):  # a control character has no short escape
    text = json.dumps(x, sort_keys=True, separators=(",", ":"), ensure_ascii=False).replace("\\\\", "\0")
    for short, code in zip("btnfr", (8, 9, 10, 12, 13)):
        text = text.replace("\\" + short, "\\u%04x" % code)
    return text.replace("\0", "\\\\")

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
    if "positions" not in leaf:
        return [digest(b"\0" + canonical(leaf).encode()), abs(leaf["lots"]), 1]
    packed = [x.to_bytes(8, "big", signed=True) for x in sum(leaf["positions"], [leaf["collateral"], leaf["equity"]])]
    return [digest(b"\0" + bytes.fromhex(leaf["hash"]) + b"".join(packed)), max(0, leaf["equity"]), 1]

def check_trees(document):
    accounts = document["body"]["accounts"]
    need(len(document["leaves"]) == len(document["trees"]), "the leaves of a tree are missing, or are of no tree")
    for leaves, tree in zip(document["leaves"], document["trees"]):
        need(len({leaf["hash"] for leaf in leaves}) == len(leaves), "an account has two leaves in a tree")
        need(all(leaf["hash"] == accounts[leaf["account"]] for leaf in leaves), "a leaf is of another account")
        level = [leaf_node(leaf) for leaf in leaves] or [[digest(b""), 0, 0]]
        while len(level) > 1:
            level = [node(*level[k:k + 2]) if k + 1 < len(level) else level[k] for k in range(0, len(level), 2)]
        need(level[0] == tree[1:], "the leaves do not lead to the root of their tree")

def check_proof(document):
    name, told = digest(bytes.fromhex(document["salt"]) + document["id"].to_bytes(8, "big", signed=True)), []
    ascend(document["leaves"], "tree")
    for row in document["leaves"]:
        need(row["tree"] < len(document["trees"]), "a leaf is of no tree")
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
    need(("hedge" in leaf) == i["spareHedges"], "what hedges a candidate is missing, or is not asked for")
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
    ascend(leg["ownLast"], "account")
    need(sum(pair["lots"] for pair in leg["ownLast"]) <= leg["ownLots"], "own lots are closed that there are not")
    return sum(leaf["surcharge"] for leaf in chosen)

def check_fund(body, deficit):  # RUN-5
    fund, terms, left, needs = body["fund"], body["waterfall"], {}, []
    ascend(fund["runs"], "run")
    for run in fund["runs"]:
        need({run["run"], run["owner"]} <= set(body["round"]) and run["deficit"] > 0, "a draw is not of the round")
        cap, limit = left.get(run["owner"], run["capLeft"]), terms["perOwnerCap"]
        need(run["capLeft"] is limit or None not in (run["capLeft"], limit) and run["capLeft"] <= limit,
             "what a cap leaves is wrong")
        needs.append(run["deficit"] if limit is None else min(run["deficit"], cap))
        left[run["owner"]] = None if limit is None else cap - needs[-1]
    cap = sum(needs) if terms["windowCap"] is None else max(0, terms["windowCap"] - fund["windowDrawn"])
    offer = max(0, min(sum(needs), cap, fund["balance"] - terms["fundFloor"]))
    mine = [run for run in fund["runs"] if run["run"] == body["run"]]
    need(shares(offer, needs) == [run["drawn"] for run in fund["runs"]] and
         [run["deficit"] for run in mine] == [deficit] * (deficit > 0), "a draw on the fund is wrong")
    return sum(run["drawn"] for run in mine)

def check_gains(body, by_id, offset, leaves, paid):  # RUN-8, in a round of one run: its trees have who gained
    gave = {row["account"]: row["gave"] for row in body["collections"]}
    for leaf in (leaf for ones in leaves for leaf in ones):
        gave[leaf["account"]] = gave.get(leaf["account"], 0) + leaf.get("surcharge", 0)
    need(all(row["given"] == gave.get(row["account"], 0) and row["equity"] == paid.get(row["account"], row["equity"])
             for row in body["haircut"]["accounts"]), "what an account gave, or its equity, does not follow")
    for side in body["haircut"]["sides"]:
        for leg, ones in zip(offset, leaves):
            if [leg["instrument"], leg["lots"] > 0] == [side["instrument"], side["side"] == "SHORT"]:
                gains = {x["account"]: value(by_id[leg["instrument"]], x["lots"]) - x["cost"] for x in ones}
                gone = {x["account"] for x in body["pairsBefore"] if x["instrument"] == leg["instrument"]} - set(gains)
                told = {x["account"]: x["gainAtFreeze"] for x in side["winners"] if x["account"] not in gone}
                need({k: told[k] for k in told if told[k]} == {k: gains[k] for k in gains if gains[k] > 0},
                     "a winner is missing or made up")

def check_haircut(body, uncollected, own):  # RUN-8
    haircut, now = body["haircut"], {row["account"]: row for row in body["haircut"]["accounts"]}
    ascend(haircut["accounts"], "account")
    ascend(haircut["runs"], "run")
    ascend(haircut["sides"], "instrument", "side")
    charges = [(run["run"], *key) for run in haircut["runs"] for key in run["sides"]]
    for side in haircut["sides"]:
        ascend(side["winners"], "account")
        need((body["run"], side["instrument"], side["side"]) not in charges or
             own.isdisjoint(row["account"] for row in side["winners"]), "an own account is charged")
    need(charges == sorted(set(charges)) and {key[1:] for key in charges} ==
         {(side["instrument"], side["side"]) for side in haircut["sides"]}, "a side is missing, or charged twice")
    need({run["run"] for run in haircut["runs"]} <= set(body["round"]), "a haircut is of another round")
    need({row["account"] for side in haircut["sides"] for row in side["winners"]} <= now.keys(), "a giver is missing")
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
    need([run["credited"] for run in haircut["runs"]] == credited and
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

def check_terms(body):  # NUM-4, RUN-1, RUN-4: what instruments, legs and pairs may be
    by_id, legs = {i["id"]: i for i in body["instruments"]}, {leg["instrument"]: leg for leg in body["legs"]}
    ascend(body["instruments"], "id")
    ascend(body["legs"], "instrument")
    need(by_id.keys() == legs.keys(), "legs and instruments do not match")
    for i in by_id.values():
        model = "OPTION" if "call" in i["margin"] else "TIERS" if "tiers" in i["margin"] else "BOUNDED"
        need(i["unit"] > 0 and i["asset"] == body["asset"]["id"] and
             (model == "OPTION") == (i["kind"] in ("CALL", "PUT")) and
             i["inverse"] == i["kind"].startswith("INVERSE") and body["asset"]["scale"] <= 12 and
             (i["minTicks"] > 0 or not i["inverse"]) and i["minTicks"] < i["maxTicks"] and
             (i["mark"] is None or i["minTicks"] <= i["mark"] <= i["maxTicks"]) and
             i["margin"]["model"] == model and ("tiers" in i["margin"]) == (model == "TIERS"),
             "the terms of an instrument do not fit each other")
        need(legs[i["id"]]["lots"] and (i["mark"] is not None or not legs[i["id"]]["closable"]),
             "a leg has no lots, or no mark to be closed at")
    pairs = [[is_other := pair["layer"] == "DEFAULTERS", pair["instrument"], -pair["lots"] * is_other, pair["account"]]
             for pair in body["pairsBefore"]]
    need(all(a < b for a, b in zip(pairs, pairs[1:])) and all(pair[1] in legs for pair in pairs),
         "a pair is of no leg, not in order, or there twice")
    ascend(body["collections"], "account")
    own = {row["account"] for row in sum([leg.get("ownLast", []) for leg in body["legs"]], body["collections"])}
    own |= {account for is_other, _, _, account in pairs if not is_other}
    need(not ({body["defaulter"]} & own or {body["defaulter"], *own} & {pair[3] for pair in pairs if pair[0]}),
         "an own account is called another")
    return {body["defaulter"], *own}

def check_dossier(document):
    check_trees(document)
    own_accounts = check_terms(document["body"])
    body, terms, runs = document["body"], document["body"]["waterfall"], document["body"]["round"]
    legs, rows, told = body["legs"], body["collections"], body["totals"]
    by_id, ids = {i["id"]: i for i in body["instruments"]}, [tree[0] for tree in document["trees"]]
    need(body["run"] in runs == list(range(runs[0], runs[0] + len(runs))), "the run is not of its round")
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
    need([leg["instrument"] for leg in offset] == ids, "legs and trees do not match")
    need(all(not leg["ownLots"] for leg in offset) or not deficit, "own lots are left though there is a deficit")
    need(all(leaf["account"] not in own_accounts for leaves in document["leaves"] for leaf in leaves),
         "an own account is a candidate")
    for leg, leaves, share in zip(offset, document["leaves"], shares(left, [leg["weight"] for leg in offset])):
        surcharge += check_leg(by_id[leg["instrument"]], leg, leaves, share, paid)
    if len(runs) == 1:
        check_gains(body, by_id, offset, document["leaves"], paid)
    haircut, now = check_haircut(body, left - surcharge, own_accounts), equity + deficit - told["gave"]
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
    need((told["gave"] == 0 or len(runs) > 1) and (is_open or told["equityAfter"] >= 0),  # above 0: without a deficit
         "the defaulter does not end at exactly zero")
    return "run %d, %d candidates: %s" % (body["run"], sum(map(len, document["leaves"])), canonical(told))

def check_audit(documents):
    head, last, following = "flatbook-audit-1", {}, None
    for n, chained in enumerate(documents, 1):
        line, head = chained["line"], digest([head, n, chained["line"]])
        need(canonical(chained) == canonical({"hash": head, "n": n, "line": line}), "line %d: the chain breaks" % n)
        kind = line["kind"]
        need([n == 1, n == len(documents)] == [kind == x for x in ("begin", "end")], "line %d: it is cut" % n)
        if kind == "command":  # dense for each principal; it names the event that follows it
            key, now, event = line["principal"], line["commandId"], line["firstEventSequence"]
            need(type(key) is str and type(now) is int and now == last.get(key, now - 1) + 1 > 0,
                 "line %d: a command is missing" % n)
            last[key] = now
        elif kind not in ("begin", "end"):
            need(kind == "event", "line %d: there is no such kind" % n)
            event = line["fields"]["header"]["eventSequence"]
        if kind in ("command", "event"):
            need(type(event) is int and event > 0 and event == (following or event), "line %d: an event is missing" % n)
            following = event + (kind == "event")
    counts = [sum(chained["line"]["kind"] == kind for chained in documents) for kind in ("command", "event")]
    need(counts == [line["commands"], line["events"]] and type(line.get("date")) is int, "the counts are wrong")
    return [head], "day %d, %d commands, %d events" % (line["date"], *counts)

def whole(text):
    need(len(text) <= 40 and text.lstrip("-").isdecimal(), "a number is no integer of 128 bits")
    return int(text)

def check(text):
    decode = json.JSONDecoder(parse_float=whole, parse_int=whole, parse_constant=whole).decode
    documents = [decode(line) for line in text.split("\n")[:-1]]
    need(text == "".join(canonical(x) + "\n" for x in documents),
         "this is not the canonical spelling, or it is cut off")
    need(documents and all(type(x) is dict for x in documents), "there is no document")
    if "line" in documents[0]:
        return check_audit(documents)
    need(len(documents) == 1, "there is more than one document")
    document, places, (kind, *proof) = documents[0], set(), str(documents[0].get("format")).split("-proof")
    need(kind != "flatbook-day-1" or proof, "flatbook_verify_book.py checks the book of a day")
    need(kind in ("flatbook-dossier-1", "flatbook-day-1") and proof in ([], [""]), "this is of another format")
    fits(document, "proof" if proof else "dossier", "document", places)
    body, trees = document["body"], document["trees"]
    root = digest([kind, body if proof else digest(body), trees])
    need(root == document["root"], "the root is not that of the document")
    if proof:
        for row in document["leaves"]:
            fits(row["leaf"], "leaf" if kind == "flatbook-dossier-1" else "day-leaf", "leaf", places)
        day = [above(b"\2", [tree[1:] for tree in trees])] if kind == "flatbook-day-1" else []
        return [root, *day], check_proof(document)
    need(places == set(range(len(body["accounts"]))) and len(set(body["accounts"])) == len(places),
         "an account is unknown, named twice, or has no part in it")
    return [root], check_dossier(document)

def main(arguments):
    code, wanted = 0, arguments.pop(0)[7:] if arguments and arguments[0].startswith("--root=") else None
    if not arguments:
        print(__doc__)
    for name in arguments:
        try:
            with open(name, encoding="utf-8", newline="\n") as file:
                roots, told = check(file.read())
            need(wanted in (None, *roots), "it is whole, but its root is %s" % " or ".join(roots))
            print("right: %s: %s; root %s" % (ascii(name)[1:-1], told, " or ".join(roots)))
        except Exception as error:  # what was read is wrong, whatever trips over it
            code = max(code, grade := 1 + isinstance(error, (OSError, ValueError, MemoryError, RecursionError)))
            print("%s: %s: %s %s" % (("wrong", "unreadable")[grade - 1], ascii(name)[1:-1], type(error).__name__,
                                     ascii(str(error))[1:-1]))
    return code if arguments else 2

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
