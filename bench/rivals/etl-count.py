"""Counts the events of a binary trace by header type, provider, id and level: plain loops over struct, nothing else."""
import struct
import sys
from collections import Counter

SIZE_BEHIND = {1, 2, 3, 4, 16, 17}  # header types whose size is the third u16
WITH_GUID = {10, 11, 18, 19, 20, 21}
u16 = struct.Struct('<H').unpack_from
u32 = struct.Struct('<I').unpack_from
event_head = struct.Struct('<HBBHHIIQ16sHBBB').unpack_from


def unpack(data, at, end, length):
    """Plain LZ77 of [MS-XCA]."""
    out = bytearray()
    flags = left = half = 0
    while len(out) < length:
        if left == 0:
            flags, at, left = u32(data, at)[0], at + 4, 32
        left -= 1
        if not flags >> left & 1:
            out.append(data[at])
            at += 1
            continue
        pair, at = u16(data, at)[0], at + 2
        distance, size = (pair >> 3) + 1, pair & 7
        if size == 7:
            if half == 0:
                half, size, at = at, data[at] & 15, at + 1
            else:
                size, half = data[half] >> 4, 0
            if size == 15:
                size, at = data[at], at + 1
                if size == 255:
                    size, at = u16(data, at)[0], at + 2
                    if size == 0:
                        size, at = u32(data, at)[0], at + 4
                    size -= 22
                size += 15
            size += 7
        size += 3
        start = len(out) - distance
        if distance >= size:
            out += out[start:start + size]
        else:
            out += (out[start:] * (size // distance + 1))[:size]
    return bytes(out)


def count(path):
    headers, providers, ids, levels = Counter(), Counter(), Counter(), Counter()
    with open(path, 'rb') as file:
        while len(head := file.read(4)) == 4:
            size = u32(head)[0]
            data = head + file.read(size - 4)
            at, end = 0x48, u32(data, 0x30)[0]
            if u16(data, 0x34)[0] & 0x40:
                data, at, end = unpack(data, at, size, end - 0x48), 0, end - 0x48
            while at + 8 <= end:
                kind, high = data[at + 2], data[at + 3]
                if high != 0xC0 and high != 0x90:
                    break
                if high == 0x90:
                    length = u16(data, at)[0]
                    headers['message'] += 1
                elif kind in SIZE_BEHIND:
                    length = u16(data, at + 4)[0]
                    headers[kind] += 1
                else:
                    length, _, _, _, _, _, _, _, guid, number, version, _, level = event_head(data, at)
                    headers[kind] += 1
                    if kind in WITH_GUID:
                        providers[guid] += 1
                    if kind == 18 or kind == 19:
                        ids[guid, number, version] += 1
                        levels[level] += 1
                if length < 8:
                    break
                at += (length + 7) & ~7
    return headers, providers, ids, levels


if __name__ == '__main__':
    counts = count(sys.argv[1])
    print(sum(counts[0].values()), [len(counter) for counter in counts])
