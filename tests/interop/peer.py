"""The Python end of the interop tests.

peer.py read FILE            prints every value of FILE in words, one a line
peer.py write FILE SEED N    writes N random values to FILE and prints them in words, one a line
"""

import datetime
import random
import struct
import sys

import msgpack

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def words(value):
    if value is None:
        return "n"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return "dnan" if value != value else "d" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return "s" + value.encode().hex()
    if isinstance(value, bytes):
        return "b" + value.hex()
    if isinstance(value, datetime.datetime):
        return f"T{(value - EPOCH) // datetime.timedelta(milliseconds=1)}"
    if isinstance(value, list):
        return "[" + ",".join(map(words, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{words(k)}={words(v)}" for k, v in value.items()) + "}"
    raise TypeError(type(value))


def some(rng, depth):
    kind = rng.randrange(11 if depth < 4 else 9)
    if kind == 0:
        return None
    if kind == 1:
        return rng.random() < 0.5
    if kind == 2:
        return rng.randrange(-(2 ** rng.randrange(64)), 2 ** rng.randrange(65))
    if kind == 3:
        return rng.randrange(-40, 300)
    if kind == 4:
        return rng.choice([float("inf"), float("-inf"), float("nan"), rng.uniform(-1e3, 1e3), rng.uniform(-1e-9, 1e-9)])
    if kind == 5:
        return "".join(rng.choice("aZ0 é€漢𝄞\n\0") for _ in range(rng.randrange(40)))
    if kind == 6:
        return "x" * rng.choice([0, 31, 32, 255, 256, 65535, 65536]) if rng.random() < 0.01 else "key"
    if kind == 7:
        return bytes(rng.randrange(256) for _ in range(rng.randrange(300 if rng.random() < 0.1 else 20)))
    if kind == 8:
        return EPOCH + datetime.timedelta(milliseconds=rng.randrange(-(10**13), 2 * 10**14))
    if kind == 9:
        return [some(rng, depth + 1) for _ in range(rng.randrange(20))]
    return {f"k{i}": some(rng, depth + 1) for i in range(rng.randrange(20))}


def read(path):
    with open(path, "rb") as file:
        for value in msgpack.Unpacker(file, raw=False, strict_map_key=False, timestamp=3):
            print(words(value))


def write(path, seed, count):
    rng = random.Random(seed)
    with open(path, "wb") as file:
        for i in range(count):
            value = some(rng, 0)
            file.write(msgpack.packb(value, datetime=True, use_single_float=False))
            print(words(value))


if sys.argv[1] == "read":
    read(sys.argv[2])
else:
    write(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
