#!/usr/bin/env python3
"""The sending half of a client, in the order of docs/languages.md, and a run of its vectors.

    exactly_once.py exactly-once.txt
"""
import sys

LEAST_TIMEOUT, MOST_TIMEOUT, GAP_PAUSE, WINDOW = 1_000, 10_000, 100, 4
AT_THE_GATE = ("MALFORMED", "UNSUPPORTED_VERSION", "NOT_AUTHORIZED", "FENCED")


class Command:
    """A command without an outcome; a real client keeps its bytes here."""
    sent_at = None
    copies = 0


class Client:
    def __init__(self, first=0):
        self.first, self.next, self.room, self.now, self.effects = first, None, 1 << 30, 0, []
        self.open = {}            # commands without an outcome, by id, in order
        self.due = []             # ids to send, in order
        self.reported = self.fenced = False
        self.doubt = None         # first and last id of refusals that may have taken no id
        self.probe = None         # id, and the ids that had gone out before it
        self.heard, self.backoffs = 0, 0

    # What the application does

    def want(self, count):
        given = []
        for _ in range(count):
            why = "FENCED" if self.fenced else "NOT_CONNECTED" if self.next is None else \
                "BACK_PRESSURED" if self.doubt or self.next - min(self.open, default=self.next) >= WINDOW else None
            if why:
                self.effects.append(why)
                return
            self.open[self.next] = Command()
            self.due.append(self.next)
            given.append(str(self.next))
            self.next += 1
        self.effects.append("gives " + " ".join(given))

    # What the network does

    def session_lost(self):
        self.reported = False

    def send_all_again(self, from_id=0):
        self.due = [i for i in self.open if i >= from_id]
        self.probe = None

    def report(self, last, reason="NONE"):
        if self.next is None:
            if self.first > last + 1:
                self.effects.append("refuses")
                return
            self.next = self.first or last + 1
            self.applied = self.ceiling = last
        elif not self.reported:
            self.send_all_again()
        self.reported = True
        if not self.fenced and (reason == "FENCED" or last >= self.next and last > self.ceiling):
            self.fence(last)
        if self.fenced or self.is_lost(last):
            return
        if reason != "NONE" and last + 1 in self.open and self.open[last + 1].copies:
            self.doubt_of(last + 1)
            self.end(last + 1, reason)
        if self.doubt and not self.open and self.applied <= last:
            self.doubt, self.next = None, last + 1

    def outcome(self, i, reason, expected=0, repeated=False):
        if repeated and self.doubt and self.doubt[1] == i:
            self.applied = max(self.applied, i)
            if not self.open:
                self.doubt, self.next = None, self.applied + 1
        if i not in self.open:
            return
        if reason == "SEQUENCE_GAP":
            self.gap(i, expected)
            return
        self.answered(i, repeated)
        if reason == "OUTCOME_FORGOTTEN":
            self.end(i, "unknown")
        elif reason in AT_THE_GATE:
            if not repeated:
                self.doubt_of(i)
            self.end(i, reason if repeated or self.open[i].copies == 1 else "unknown")
            if reason == "FENCED" and not self.fenced:
                self.fence(self.applied)
            if not repeated:
                self.effects.append(f"asks {i}")
        else:
            if reason != "COMMAND_ID_REUSED":
                self.applied = max(self.applied, i)
            self.end(i, reason)

    # What follows

    def gap(self, i, expected):
        if expected < i and expected in self.open:
            command = self.open[expected]
            if command.copies == 1 or self.now - command.sent_at >= GAP_PAUSE:
                self.send_all_again(expected)
        elif self.doubt and self.doubt[0] <= expected:
            self.doubt_of(i)
            self.end(i, "SEQUENCE_GAP")

    def answered(self, i, repeated):
        self.heard = self.now
        if self.open[i].copies == 1:
            self.backoffs = 0
        if self.probe and self.probe[0] == i:
            if repeated:
                self.due = sorted(set(self.due) | {j for j in self.probe[1] if j in self.open and j != i})
            self.probe = None

    def is_lost(self, last):
        if last >= self.applied:
            return False
        self.forget_all()
        self.effects.append(f"lost {last + 1} to {self.applied}")
        self.applied, self.next, self.doubt = last, last + 1, None
        return True

    def fence(self, last):
        self.fenced = True
        self.effects.append(f"fenced at {last}")
        self.forget_all()

    def forget_all(self):
        for i in list(self.open):
            self.end(i, "unknown")

    def doubt_of(self, i):
        self.doubt = (min(i, self.doubt[0]), max(i, self.doubt[1])) if self.doubt else (i, i)

    def end(self, i, how):
        del self.open[i]
        self.due = [j for j in self.due if j != i]
        self.effects.append(f"ends {i} {how}")

    # What goes out

    def flush(self):
        if not self.reported or self.fenced:
            return
        sent = []
        oldest = min(self.open, default=None)
        if oldest is not None and oldest not in self.due:
            since = max(self.heard, self.open[oldest].sent_at)
            if self.now - since >= min(MOST_TIMEOUT, LEAST_TIMEOUT << self.backoffs):
                self.probe = self.probe or (oldest, [i for i in self.open if i not in self.due])
                self.backoffs += 1
                self.due.insert(0, oldest)
        while self.due and self.room:
            i = self.due.pop(0)
            self.open[i].copies += 1
            self.open[i].sent_at = self.now
            self.room -= 1
            sent.append(str(i))
        if sent:
            self.effects.append("sends " + " ".join(sent))


def happen(client, words):
    kind, rest = words[0], words[1:]
    if kind == "first":
        client.first = int(rest[0])
    elif kind == "report":
        client.report(int(rest[0]), *rest[1:])
    elif kind == "want":
        client.want(int(rest[0]))
    elif kind == "outcome":
        client.outcome(int(rest[0]), rest[1], int(rest[3]) if "expects" in rest else 0, "repeated" in rest)
    elif kind == "network":
        client.room = int(rest[1])
    elif kind == "session":
        client.session_lost()
    elif kind == "leader":
        client.send_all_again()
    elif kind == "wait":
        client.now += int(rest[0])
    else:
        sys.exit(f"no such vector: {' '.join(words)}")


def main(path):
    client, name, lines, failed = None, None, 0, 0
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("case "):
            client, name = Client(), line[len("case "):]
        elif line and not line.startswith("#"):
            happens, _, expected = line.partition(" -> ")
            client.effects = []
            happen(client, happens.split())
            client.flush()
            lines += 1
            actual = sorted(client.effects)
            if actual != sorted(filter(None, expected.split("; "))):
                failed += 1
                print(f"{name}: {line}\n  but was: {'; '.join(client.effects) or 'nothing'}")
    print(f"{lines} lines, {failed} failed")
    sys.exit(1 if failed or not lines else 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: exactly_once.py VECTORS")
    main(sys.argv[1])
