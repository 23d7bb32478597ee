// The JavaScript end of the interop tests.
//
// peer.js read FILE            prints every value of FILE in words, one a line
// peer.js write FILE SEED N    writes N random values to FILE and prints them in words, one a line
"use strict";

const fs = require("node:fs");
const { decodeMulti, encode } = require("@msgpack/msgpack");

function words(value) {
  if (value === null) return "n";
  if (value === true) return "t";
  if (value === false) return "f";
  if (typeof value === "bigint" || Number.isInteger(value)) return `i${value}`;
  if (typeof value === "number") {
    if (Number.isNaN(value)) return "dnan";
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(value);
    return `d${bits.toString("hex")}`;
  }
  if (typeof value === "string") return `s${Buffer.from(value, "utf8").toString("hex")}`;
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString("hex")}`;
  if (value instanceof Date) return `T${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map(words).join(",")}]`;
  return `{${Object.entries(value).map(([k, v]) => `${words(k)}=${words(v)}`).join(",")}}`;
}

function generator(seed) {
  let state = BigInt(seed) | 1n;
  const next = () => {
    state ^= (state << 13n) & 0xffffffffffffffffn;
    state ^= state >> 7n;
    state ^= (state << 17n) & 0xffffffffffffffffn;
    return state;
  };
  return { big: next, below: (n) => Number(next() % BigInt(n)) };
}

function some(rng, depth) {
  switch (rng.below(depth < 4 ? 11 : 9)) {
    case 0:
      return null;
    case 1:
      return rng.below(2) === 0;
    case 2:
      return rng.below(2) === 0 ? BigInt.asIntN(64, rng.big()) : BigInt.asUintN(64, rng.big());
    case 3:
      return rng.below(2 ** 32) - (rng.below(2) === 0 ? 0 : 2 ** 31);
    case 4:
      return [Infinity, -Infinity, NaN, rng.below(1000) + 0.125, -1 / (3 + rng.below(1000))][rng.below(5)];
    case 5:
      return Array.from({ length: rng.below(40) }, () => [..."aZ0 é€漢𝄞\n\0"][rng.below(10)]).join("");
    case 6:
      return rng.below(100) === 0 ? "x".repeat([0, 31, 32, 255, 256, 65535, 65536][rng.below(7)]) : "key";
    case 7:
      return Uint8Array.from({ length: rng.below(rng.below(10) === 0 ? 300 : 20) }, () => rng.below(256));
    case 8:
      return new Date(rng.below(2e14) - 1e13);
    case 9:
      return Array.from({ length: rng.below(20) }, () => some(rng, depth + 1));
    default:
      return Object.fromEntries(Array.from({ length: rng.below(20) }, (_, i) => [`k${i}`, some(rng, depth + 1)]));
  }
}

const [, , mode, path, seed, count] = process.argv;
if (mode === "read") {
  const lines = [];
  for (const value of decodeMulti(fs.readFileSync(path), { useBigInt64: true })) lines.push(words(value));
  process.stdout.write(lines.join("\n") + "\n");
} else {
  const rng = generator(seed);
  const parts = [];
  const lines = [];
  for (let i = 0; i < Number(count); i++) {
    const value = some(rng, 0);
    parts.push(Buffer.from(encode(value, { useBigInt64: true })));
    lines.push(words(value));
  }
  fs.writeFileSync(path, Buffer.concat(parts));
  process.stdout.write(lines.join("\n") + "\n");
}
