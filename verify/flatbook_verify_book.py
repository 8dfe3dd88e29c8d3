#!/usr/bin/env python3
"""Checks the margin that a dossier is computed from, and the whole book of a day. Needs nothing but Python 3.

    flatbook_verify_book.py [--root=HASH] FILE...     HASH: the root of the day that was published

Written from docs/contract.md, whose clauses it names, and docs/dossier.md alone. All else of a dossier is for
flatbook_verify.py. Exit code 0: right; 1: wrong; 2: not readable."""
import hashlib
import json
import sys

# The fields of records. What stands behind a bar comes whole or not at all; [ is a list, ( a row, ? null as well.
SHAPES = {line.split()[0]: [dict(word.split(":") for word in part.split()) for part in line[11:].split("|")]
          for line in """\
day        body:day-body format:text leaves:[[day-leaf root:hash trees:[(tree
day-body   accounts:[hash assets:[asset date:count instruments:[instrument logPosition:count stateHash:text timeMs:int
 | dayRoot:hash
asset      id:count scale:count symbol:text deposits:sum withdrawals:sum houseDeficit:sum fees:count
 insuranceFund:count rounding:int
tree       id:count hash:hash sum:sum count:count
leaf       account:place hash:hash lots:int cost:int equity:int otherMaintenance:count defaulted:bool group:count
 score:int | hedge:count? valueAtFreeze:int | choice:count closedLots:count surchargeDue:count surcharge:count
 gain:count headroom:count restMaintenance:count
day-leaf   account:place hash:hash collateral:int equity:int positions:[(position
position   instrument:count lots:int cost:int
instrument asset:count id:count inverse:bool margin:margin mark:int? maxTicks:int minTicks:int spareHedges:bool
 kind:LINEAR_PERPETUAL,INVERSE_PERPETUAL,LINEAR_FUTURE,INVERSE_FUTURE,CALL,PUT policy:QUEUE,PRO_RATA,WATERFILL
 symbol:text unit:count
margin     model:TIERS,BOUNDED,OPTION initialPerLot:count maintenancePerLot:count | tiers:[(tier | call:bool
 strikeTicks:int strikeUnit:count underlyingMark:int? initialPpm:count floorPpm:count maintenancePpm:count
tier       floor:count initial:count maintenance:count
leg        closable:bool cost:int instrument:count lots:int lotsAfter:int lotsToClose:count maintenanceAfter:count
 | offsetLots:count openInterestLots:count ownLast:[last ownLots:count weight:count
last       account:place lots:count surchargeDue:count
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

def value(i, lots, ticks=None):  # NUM-3
    ticks = (i["mark"] or 0) if ticks is None else ticks
    if i["inverse"] and lots:
        return (-1 if lots > 0 else 1) * (abs(lots) * i["unit"] // ticks)
    return lots * ticks * i["unit"]

def requirement(i, lots, which):  # MAR-1 to MAR-4; which: initial or maintenance
    terms, at_mark = i["margin"], value(i, lots)
    if lots == 0 or terms["model"] == "BOUNDED":
        return abs(at_mark - value(i, lots, i["minTicks" if lots > 0 else "maxTicks"]))
    if terms["model"] == "OPTION" and lots < 0:
        unit, strike, mark = terms["strikeUnit"] * -lots, terms["strikeTicks"], terms["underlyingMark"]
        away = max(0, strike - mark if terms["call"] else mark - strike)
        ppm = max(unit * abs(mark), 0 if terms["call"] else -at_mark) * terms["maintenancePpm"]
        if which == "initial":
            ppm = max(ppm, unit * (abs(mark) if terms["call"] else strike) * terms["floorPpm"],
                      unit * abs(mark) * terms["initialPpm"] - unit * away * 10**6)
    elif terms["model"] == "OPTION":
        ppm = at_mark * 10**6
    else:
        tops, column = [t[0] for t in terms["tiers"][1:]] + [abs(at_mark)], 1 if which == "initial" else 2
        ppm = sum(max(0, min(top, abs(at_mark)) - t[0]) * t[column] for t, top in zip(terms["tiers"], tops))
    return max(-(-ppm // 10**6), terms[which + "PerLot"] * abs(lots))

def check_leg(i, leg, leaves):  # RUN-7, RUN-9
    for leaf in leaves:
        if "choice" in leaf:
            rest = leaf["lots"] + (-leaf["closedLots"] if leaf["lots"] > 0 else leaf["closedLots"])
            need(leaf["restMaintenance"] == requirement(i, rest, "maintenance"), "the margin of a candidate is wrong")
    need(leg["maintenanceAfter"] == requirement(i, leg["lotsAfter"], "maintenance"), "the margin of a leg is wrong")

def check_weights(legs, by_id):  # RUN-7: by maintenance, else by value, else by lots
    rows = [leg for leg in legs if "offsetLots" in leg]
    pairs = [(by_id[leg["instrument"]], leg["offsetLots"] * (1 if leg["lots"] > 0 else -1)) for leg in rows]
    free = [i["margin"]["model"] == "BOUNDED" or i["margin"]["model"] == "OPTION" and lots > 0 for i, lots in pairs]
    weights = [0 if is_free else requirement(i, lots, "maintenance") for is_free, (i, lots) in zip(free, pairs)]
    weights = weights if any(weights) else [abs(value(i, lots)) for i, lots in pairs]
    weights = weights if any(weights) else [abs(lots) for _, lots in pairs]
    need([leg["weight"] for leg in rows] == weights, "what the deficit is shared by is wrong")

def check_least(body, by_id):  # RUN-10: the legs by falling maintenance, and of each as few lots as suffice
    legs, closed = body["legs"], {leg["instrument"]: 0 for leg in body["legs"]}
    def margin(leg, which):
        left = abs(leg["lots"]) - closed[leg["instrument"]]
        return requirement(by_id[leg["instrument"]], left if leg["lots"] > 0 else -left, which)
    def suffices(leg, lots):
        closed[leg["instrument"]] = lots
        return sum(margin(x, "initial") for x in legs) <= body["totals"]["equity"]
    for leg in sorted(legs, key=lambda leg: -margin(leg, "maintenance")):
        lots = leg["lotsToClose"]
        most = abs(leg["lots"]) if leg["closable"] and margin(leg, "maintenance") > 0 else 0
        need(0 <= lots <= most, "a leg is closed that is not to be")
        need(lots == 0 or not suffices(leg, lots - 1), "more is closed than is needed")
        need(suffices(leg, lots) or lots == most, "less is closed than is needed")

def check_instrument(i):  # NUM-4, MAR-1, MAR-4
    terms, is_option = i["margin"], i["kind"] in ("CALL", "PUT")
    tiers = [dict(zip(("floor", "initial", "maintenance"), tier)) for tier in terms.get("tiers", [])]
    need(is_option == ("call" in terms) == (terms["model"] == "OPTION") and
         terms.get("call", False) == (i["kind"] == "CALL") and (terms["model"] == "TIERS") == ("tiers" in terms),
         "the margin is not that of the instrument's kind")
    need("tiers" not in terms or tiers and tiers[0]["floor"] == 0, "the tiers do not begin at 0")
    ascend(tiers, "floor")
    need(all(tier["initial"] >= tier["maintenance"] for tier in tiers) and
         all(a[k] <= b[k] for a, b in zip(tiers, tiers[1:]) for k in a) and
         terms["initialPerLot"] >= terms["maintenancePerLot"], "a rate falls, or initial margin is below maintenance")

def check_dossier(document):
    body, by_id = document["body"], {i["id"]: i for i in document["body"]["instruments"]}
    for name, shape in (("instruments", "[instrument"), ("legs", "[leg")):  # of the rest this is taken
        fits(body[name], shape, "body." + name, set())
    fits(document["leaves"], "[[leaf", "leaves", set())
    fits(document["trees"], "[(tree", "trees", set())
    need(len(document["leaves"]) == len(document["trees"]), "the leaves of a tree are missing, or are of no tree")
    for leaves, tree in zip(document["leaves"], document["trees"]):
        check_tree(leaves, tree)
    need(all(leg["instrument"] in by_id for leg in body["legs"]), "a leg is of no instrument")
    for i in body["instruments"]:
        check_instrument(i)
    leaves = {tree[0]: leaves for tree, leaves in zip(document["trees"], document["leaves"])}
    for leg in body["legs"]:
        check_leg(by_id[leg["instrument"]], leg, leaves.get(leg["instrument"], []))
    check_weights(body["legs"], by_id)
    if body["waterfall"]["closeOut"] == "LEAST" and body["totals"]["equity"] >= 0 and not (
            body["debt"] or body["declared"]):
        check_least(body, by_id)
    return "run %d, the margin of %d candidates" % (body["run"], sum(map(len, document["leaves"])))

def digest(data):
    return hashlib.sha256(data).hexdigest()

def packed(numbers, size):
    return b"".join(number.to_bytes(size, "big", signed=True) for number in numbers)

def leaf_node(leaf):  # of a dossier, or of a day
    if "collateral" not in leaf:
        return [digest(b"\0" + canonical(leaf).encode()), abs(leaf["lots"]), 1]
    numbers = [leaf["collateral"], leaf["equity"], *(x for position in leaf["positions"] for x in position)]
    return [digest(b"\0" + bytes.fromhex(leaf["hash"]) + packed(numbers, 8)), max(0, leaf["equity"]), 1]

def above(mark, nodes):  # the hash of nodes that stand side by side
    return digest(mark + b"".join(bytes.fromhex(x[0]) + packed([x[1]], 16) + packed([x[2]], 8) for x in nodes))

def node(*pair):  # what stands above two nodes
    return [above(b"\1", pair), pair[0][1] + pair[1][1], pair[0][2] + pair[1][2]]

def check_tree(leaves, tree):
    level = [leaf_node(leaf) for leaf in leaves] or [[digest(b""), 0, 0]]
    while len(level) > 1:
        level = [node(*level[k:k + 2]) if k + 1 < len(level) else level[k] for k in range(0, len(level), 2)]
    need(level[0] == tree[1:], "the leaves do not lead to the root of their tree")

def check_day(document):  # BOOK-2, BOOK-3, I1
    places = set()
    fits(document, "day", "document", places)
    body, by_id, lots = document["body"], {i["id"]: i for i in document["body"]["instruments"]}, {}
    for rows in (body["assets"], body["instruments"]):
        ascend(rows, "id")
    for i in body["instruments"]:
        check_instrument(i)
    need(places == set(range(len(body["accounts"]))), "an account has no leaf, or is unknown")
    need(len(document["leaves"]) == len(document["trees"]), "the leaves of a tree are missing, or are of no tree")
    need([asset["id"] for asset in body["assets"]] == [tree[0] for tree in document["trees"]], "a tree is of no asset")
    names = [leaf["hash"] for leaves in document["leaves"] for leaf in leaves]
    need(len(set(names)) == len(names), "an account is named twice")
    for asset, leaves, tree in zip(body["assets"], document["leaves"], document["trees"]):
        check_tree(leaves, tree)
        total = asset["insuranceFund"] + asset["fees"] + asset["rounding"] - asset["houseDeficit"]
        ascend(leaves, "account")
        for leaf in leaves:
            need(leaf["hash"] == body["accounts"][leaf["account"]], "a leaf is of another account")
            ascend([dict(zip(("instrument", "lots"), position)) for position in leaf["positions"]], "instrument")
            need(all(held and i in by_id and by_id[i]["asset"] == asset["id"] for i, held, _ in leaf["positions"]),
                 "a position is empty, or of another asset")
            gain = sum(value(by_id[i], held) - cost for i, held, cost in leaf["positions"])
            need(leaf["equity"] == leaf["collateral"] + gain, "an equity is wrong")
            total += leaf["collateral"] - sum(cost for _, _, cost in leaf["positions"])
            for i, held, _ in leaf["positions"]:
                lots[i] = lots.get(i, 0) + held
        need(total == asset["deposits"] - asset["withdrawals"], "the money of an asset does not add up")
    need(not any(lots.values()), "the lots of an instrument do not add up to zero")
    return "day %d, %d accounts; owed: %s" % (body["date"], len(names), ", ".join(
        "%d of %s" % (tree[2], ascii(asset["symbol"])[1:-1]) for asset, tree in zip(body["assets"], document["trees"])))

def whole(text):
    need(len(text) <= 40 and text.lstrip("-").isdecimal(), "a number is no integer of 128 bits")
    return int(text)

def check(text):
    document = json.JSONDecoder(parse_float=whole, parse_int=whole, parse_constant=whole).decode(text)
    need(text == canonical(document) + "\n", "this is not the canonical spelling, or it is cut off")
    need(type(document) is dict and document.keys() == {"body", "format", "leaves", "root", "trees"} and
         document["format"] in ("flatbook-dossier-1", "flatbook-day-1"),
         "this is neither a dossier nor the book of a day")
    checks = {"flatbook-dossier-1": check_dossier, "flatbook-day-1": check_day}
    body = digest(canonical(document["body"]).encode())
    root = digest(canonical([document["format"], body, document["trees"]]).encode())
    need(root == document["root"], "the root is not that of the document")
    told = checks[document["format"]](document)
    day = [above(b"\2", [tree[1:] for tree in document["trees"]])] if document["format"] == "flatbook-day-1" else []
    need(all(x == document["body"].get("dayRoot", x) for x in day), "the trees do not lead to the root of the event")
    return [root, *day], told

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
