#!/usr/bin/env python3
"""Makes the wire vectors of version 1. Shares no code with the package.

    python3 make-vectors.py > wire-v1.json

Needs Python's standard library, the `openssl` command (ES256) and Debian's `argon2` command (the puzzle). ES256
signatures are random: every run gives other ones, so the output is frozen and only remade for a new wire version.
"""

import base64
import hashlib
import hmac
import json
import struct
import subprocess
import sys
import tempfile

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def fixed_bytes(label, count):
    """Bytes that look random and are the same in every run."""
    return hashlib.sha256(b"tollgate vectors " + label.encode()).digest()[:count]


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def to_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def hkdf_sha256(secret, info, length):
    """RFC 5869 with an empty salt, which stands for as many zero bytes as the hash is long."""
    pseudo_random_key = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    output = block = b""
    counter = 1
    while len(output) < length:
        block = hmac.new(pseudo_random_key, block + info + bytes([counter]), hashlib.sha256).digest()
        output += block
        counter += 1
    return output[:length]


def hs256(key):
    return lambda signing_input: hmac.new(key, signing_input, hashlib.sha256).digest()


def compact_jws(header, payload, sign):
    signing_input = b64u(to_json(header)) + "." + b64u(to_json(payload))
    return signing_input + "." + b64u(sign(signing_input.encode("ascii")))


def run(command, stdin):
    return subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


class DeviceKey:
    """A P-256 key with a fixed private number; openssl derives the public point and signs."""

    def __init__(self, label):
        private = 1 + int.from_bytes(fixed_bytes(label, 32), "big") % (P256_ORDER - 1)
        # ECPrivateKey of RFC 5915: version 1, the private number, [0] prime256v1; the public point is left out.
        body = bytes.fromhex("0201010420") + private.to_bytes(32, "big") + bytes.fromhex("a00a06082a8648ce3d030107")
        self.private_der = bytes([0x30, len(body)]) + body
        public_der = run(["openssl", "ec", "-inform", "DER", "-pubout", "-outform", "DER"], self.private_der)
        # SubjectPublicKeyInfo ends in the uncompressed point: 04, x, y.
        point = public_der[-65:]
        assert point[0] == 4
        self.jwk = {"kty": "EC", "crv": "P-256", "x": b64u(point[1:33]), "y": b64u(point[33:])}

    def thumbprint(self):
        """RFC 7638: the required members in lexical order, no white space."""
        members = {name: self.jwk[name] for name in ["crv", "kty", "x", "y"]}
        return hashlib.sha256(to_json(members)).digest()

    def sign(self, signing_input):
        with tempfile.NamedTemporaryFile() as key_file:
            key_file.write(self.private_der)
            key_file.flush()
            command = ["openssl", "dgst", "-sha256", "-keyform", "DER", "-sign", key_file.name]
            return raw_signature(run(command, signing_input))


def raw_signature(der):
    """SEQUENCE { INTEGER r, INTEGER s } to r ‖ s of 32 bytes each."""
    assert der[0] == 0x30 and der[1] == len(der) - 2
    rest, numbers = der[2:], []
    while rest:
        assert rest[0] == 0x02
        numbers.append(int.from_bytes(rest[2 : 2 + rest[1]], "big"))
        rest = rest[2 + rest[1] :]
    r, s = numbers
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def bound_number(dst_key, salt, identity, number):
    mac = hmac.new(dst_key, b"tollgate/1 dst" + salt + identity + number.encode("ascii"), hashlib.sha256)
    return salt + mac.digest()[:16]


def puzzle_input(jti, thumbprint, piece):
    return hashlib.sha256(b"tollgate/1 puzzle" + jti + thumbprint + struct.pack("<I", piece)).digest()


def argon2id_1(puzzle, nonce):
    command = ["argon2", b64u(puzzle), "-id", "-t", "1", "-k", "1024", "-p", "1", "-l", "8", "-r"]
    printed = run(command, struct.pack("<I", nonce)).decode("ascii").strip()
    return int.from_bytes(bytes.fromhex(printed), "little")


def first_winner(puzzle, p):
    """The first winning nonce, and every hash met on the way to it."""
    target = (2**64 - 1) // p
    hashes = []
    for nonce in range(64 * p):
        hashes.append(argon2id_1(puzzle, nonce))
        if hashes[-1] <= target:
            return nonce, hashes
    raise RuntimeError("no nonce wins: choose another jti")


def proof(nonces):
    return b64u(b"".join(struct.pack("<I", nonce) for nonce in nonces))


def base64url_cases():
    lengths = [b"", b"\x00", b"\x00\x00", b"\x00\x00\x00", b"\xff", b"\xff\xff", b"\xff\xff\xff", b"\xfb\xef\xbe"]
    decoded = lengths + [fixed_bytes("base64url", 32), bytes(range(256))]
    refused = {
        "padded": "AA==",
        "padded, two characters": "AAA=",
        "line feed at the end": "AAAA\n",
        "space in front": " AAAA",
        "the other alphabet, +": "++++",
        "the other alphabet, /": "////",
        "one character left over": "AAAAA",
        "one byte, last character respelled": "AB",
        "two bytes, last character respelled": "AAB",
        "outside ASCII": "AAA\u00c1",
        "a wide digit": "AAA\uff11",
        "NUL": "AAA\u0000",
    }
    return {
        "decoded": [{"hex": data.hex(), "text": b64u(data)} for data in decoded],
        "refused": [{"why": why, "text": text} for why, text in refused.items()],
    }


def main():
    site, kid, number = "shop.example", "2026-11", "+491701234567"
    secret = fixed_bytes("secret", 32)
    purposes = ["challenge", "dst", "permit"]
    subkeys = {purpose: hkdf_sha256(secret, b"tollgate/1 " + purpose.encode(), 32) for purpose in purposes}
    device = DeviceKey("device key")
    thumbprint = device.thumbprint()

    # Challenges.
    jti, salt = fixed_bytes("jti", 16), fixed_bytes("challenge salt", 8)
    iat, p, k = 1_795_392_000, 4, 3
    challenge_header = {"alg": "HS256", "kid": kid, "typ": "tollgate-challenge+jwt"}
    unpriced_payload = {
        "v": 1,
        "site": site,
        "act": "signup",
        "chn": "sms",
        "org": "https://shop.example",
        "iat": iat,
        "exp": iat + 900,
        "jti": b64u(jti),
        "puz": {"alg": "argon2id-1", "p": p, "k": k},
    }
    dst = bound_number(subkeys["dst"], salt, jti, number)
    priced_payload = {**unpriced_payload, "dst": b64u(dst)}
    unpriced = compact_jws(challenge_header, unpriced_payload, hs256(subkeys["challenge"]))
    priced = compact_jws(challenge_header, priced_payload, hs256(subkeys["challenge"]))

    # The puzzle.
    target = (2**64 - 1) // p
    pieces, winners = [], []
    for piece in range(k):
        puzzle = puzzle_input(jti, thumbprint, piece)
        winner, hashes = first_winner(puzzle, p)
        winners.append(winner)
        pieces.append({
            "input": puzzle.hex(),
            "hashes": [format(value, "016x") for value in hashes],
            "firstWinner": winner,
        })
    wide = {"input": pieces[0]["input"], "nonce": 2**32 - 1, "hash": None}
    wide["hash"] = format(argon2id_1(bytes.fromhex(wide["input"]), wide["nonce"]), "016x")

    # Tokens.
    visitor_id = "3f2b1c0d9e8a7f6b5c4d3e2f1a0b9c8d"
    visitor = hashlib.sha256(b"tollgate/1 visitor" + site.encode() + visitor_id.encode()).digest()[:8]
    token_header = {"alg": "ES256", "typ": "tollgate-token+jwt", "jwk": device.jwk}
    signals = {
        "visitor": {"v": {"id": b64u(visitor), "confidence": 0.9}},
        "bot": {"v": {"bot": True, "kind": "headless_chrome"}},
        "languages": {"v": ["de-DE", "de", "en"]},
        "timeZone": {"v": "Europe/Berlin"},
        "cores": {"v": 8},
        "touch": {"v": 5},
        "webdriver": {"v": False},
        "interactions": {"v": {"keys": 13, "pointer": 2, "pastes": 0}},
        "pageMs": {"v": 8421},
    }
    failed = {
        "visitor": {"e": "off"},
        "bot": {"e": "timeout"},
        "languages": {"e": "failed"},
        "cores": {"e": "unsupported"},
        "touch": {"e": "blocked"},
    }
    token_payloads = {
        "whole": {
            "v": 1,
            "cha": priced,
            "prf": proof(winners),
            "sig": signals,
            "cd": "cart/7 \u201cGr\u00fc\u00dfe\u201d \\ \"\n\u2028 \U0001f4f1",
            "ext": {"attestation": {"fmt": "none", "n": [1, 2.5, None, True]}, "note": "na\u00efve"},
        },
        "failedSignals": {"v": 1, "cha": priced, "prf": proof(winners), "sig": failed},
        "minimal": {"v": 1, "cha": unpriced, "prf": "", "sig": {}},
    }
    tokens = {
        name: {"header": token_header, "payload": payload, "jws": compact_jws(token_header, payload, device.sign)}
        for name, payload in token_payloads.items()
    }

    # The permit.
    pid, permit_salt = fixed_bytes("pid", 16), fixed_bytes("permit salt", 8)
    permit_dst = bound_number(subkeys["dst"], permit_salt, pid, number)
    permit_header = {"alg": "HS256", "kid": kid, "typ": "tollgate-permit+jwt"}
    permit_payload = {
        "v": 1,
        "site": site,
        "pid": b64u(pid),
        "act": "signup",
        "chn": "voice",
        "seg": 3,
        "dst": b64u(permit_dst),
        "exp": iat + 150,
    }

    proofs = [[], [0], [1], [2**32 - 1], [7, 7], winners, [1, 256, 65_536, 16_777_216]]
    vectors = {
        "keys": {"kid": kid, "secret": secret.hex(), **{purpose: key.hex() for purpose, key in subkeys.items()}},
        "device": {"jwk": device.jwk, "thumbprint": thumbprint.hex()},
        "number": number,
        "challenges": {
            "unpriced": {"header": challenge_header, "payload": unpriced_payload, "jws": unpriced},
            "priced": {
                "salt": salt.hex(),
                "identity": jti.hex(),
                "dst": dst.hex(),
                "header": challenge_header,
                "payload": priced_payload,
                "jws": priced,
            },
        },
        "puzzle": {
            "alg": "argon2id-1",
            "p": p,
            "k": k,
            "jti": jti.hex(),
            "thumbprint": thumbprint.hex(),
            "target": format(target, "016x"),
            "pieces": pieces,
            "largestNonce": wide,
        },
        "proofs": [{"nonces": nonces, "prf": proof(nonces)} for nonces in proofs],
        "visitor": {"site": site, "visitorId": visitor_id, "id": b64u(visitor)},
        "tokens": tokens,
        "permit": {
            "salt": permit_salt.hex(),
            "identity": pid.hex(),
            "dst": permit_dst.hex(),
            "header": permit_header,
            "payload": permit_payload,
            "jws": compact_jws(permit_header, permit_payload, hs256(subkeys["permit"])),
        },
        "base64url": base64url_cases(),
    }
    json.dump(vectors, sys.stdout, indent=2, ensure_ascii=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
