/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/network.h"

static bool has_prefix(const uint8_t *bytes, const uint8_t *prefix, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;

    if (memcmp(bytes, prefix, whole) != 0)
        return false;
    return rest == 0 || (bytes[whole] ^ prefix[whole]) >> (8 - rest) == 0;
}

bool network_is_public(const struct address *address)
{
    static const struct {
        uint8_t family, prefix[2];
        unsigned bits;
    } ranges[] = {
        { 4, { 0, 0 }, 8 },      { 4, { 10, 0 }, 8 },    { 4, { 100, 64 }, 10 },  { 4, { 127, 0 }, 8 },
        { 4, { 169, 254 }, 16 }, { 4, { 172, 16 }, 12 }, { 4, { 192, 168 }, 16 }, { 4, { 224, 0 }, 4 },
        { 4, { 240, 0 }, 4 },    { 6, { 0, 0 }, 16 },    { 6, { 0xfc, 0 }, 7 },   { 6, { 0xfe, 0x80 }, 10 },
        { 6, { 0xff, 0 }, 8 },
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].family == address->family &&
            has_prefix(address->bytes, ranges[i].prefix, ranges[i].bits))
            return false;
    return address->family != 0;
}

bool network_parse(struct slice text, struct network *ret)
{
    struct slice rest = text, base = slice_trim(slice_cut(&rest, '/'));
    struct network network = { 0 };
    unsigned long long bits;

    if (!address_parse(base, &network.address) || network.address.port)
        return false;
    bits = network.address.family == 4 ? 32 : 128;
    if (base.len + rest.len < slice_trim(text).len && !slice_to_u64(slice_trim(rest), bits, &bits))
        return false;
    network.bits = (uint8_t)bits;
    *ret = network;
    return true;
}

bool network_holds(const struct network *network, const struct address *address)
{
    return network->address.family == address->family &&
           has_prefix(address->bytes, network->address.bytes, network->bits);
}
