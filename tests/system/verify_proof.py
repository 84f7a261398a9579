#!/usr/bin/env python3
"""Checks what `tongchou audit prove N` printed, with nothing of Tongchou: that the event is in the tree whose root was
anchored (RFC 9162 §2.1.3.2). usage: tongchou audit prove 5 | verify_proof.py"""
import hashlib, json, sys


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def holds(proof):
    position, last = proof["index"], proof["size"] - 1
    value = hashlib.sha256(b"\x00" + proof["event"].encode()).digest()
    for text in proof["path"]:
        other = bytes.fromhex(text)
        if last == 0:
            return False
        if position & 1 or position == last:
            value = node(other, value)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            value = node(value, other)
        position, last = position >> 1, last >> 1
    return last == 0 and value.hex() == proof["root"]


if __name__ == "__main__":
    good = holds(json.load(sys.stdin))
    print("the event is in the trail" if good else "the proof does not hold")
    sys.exit(0 if good else 1)
