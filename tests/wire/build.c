/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/build.h"

#include "base/check.h"

#include <string.h>

void build_reset(struct build *build)
{
    memset(build, 0, sizeof *build);
    memset(build->bytes, '}', sizeof build->bytes); /* what follows a packet must not matter */
}

void build_bytes(struct build *build, const void *bytes, size_t len)
{
    assert_true(build->len + len <= BUILD_ROOM);
    if (len)
        memcpy(build->bytes + build->len, bytes, len);
    build->len += len;
}

void build_zeros(struct build *build, size_t len)
{
    for (size_t i = 0; i < len; i++)
        build_8(build, 0);
}

void build_8(struct build *build, unsigned value)
{
    uint8_t byte = (uint8_t)value;

    build_bytes(build, &byte, 1);
}

void build_16(struct build *build, unsigned value)
{
    build_8(build, value >> 8);
    build_8(build, value & 255);
}

void build_32(struct build *build, uint32_t value)
{
    build_16(build, value >> 16);
    build_16(build, value & 65535);
}

/* A length field, to be filled in when all is there. */
static void build_length(struct build *build, size_t from)
{
    assert_true(build->length_count < BUILD_LENGTHS);
    build->lengths[build->length_count++] = (struct build_length){ build->len, from };
    build_16(build, 0);
}

void build_ethernet(struct build *build, unsigned type)
{
    build_bytes(build, "\x02\0\0\0\0\x01\x02\0\0\0\0\x02", 12);
    build_16(build, type);
}

void build_vlan(struct build *build, unsigned id, unsigned type)
{
    build_16(build, id);
    build_16(build, type);
}

static void ipv4(struct build *build, unsigned protocol, unsigned source, unsigned destination,
                 unsigned identification, unsigned fragment)
{
    size_t start = build->len;

    build_16(build, 0x4500);
    build_length(build, start);
    build_16(build, identification);
    build_16(build, fragment);
    build_8(build, 64);
    build_8(build, protocol);
    build_16(build, 0);
    build_32(build, 0x0a000000u | source);
    build_32(build, 0x0a000000u | destination);
}

void build_ipv4(struct build *build, unsigned protocol, unsigned source, unsigned destination)
{
    ipv4(build, protocol, source, destination, 1, 0x4000);
}

void build_ipv4_fragment(struct build *build, unsigned protocol, unsigned identification, unsigned offset,
                         bool more)
{
    ipv4(build, protocol, 1, 2, identification, offset / 8 | (more ? 0x2000 : 0));
}

static void ipv6_address(struct build *build, unsigned last)
{
    build_32(build, 0x20010db8);
    build_zeros(build, 11);
    build_8(build, last);
}

void build_ipv6(struct build *build, unsigned next, unsigned source, unsigned destination)
{
    size_t start = build->len;

    build_32(build, 0x60000000);
    build_length(build, start + 40);
    build_8(build, next);
    build_8(build, 64);
    ipv6_address(build, source);
    ipv6_address(build, destination);
}

void build_ipv6_fragment(struct build *build, unsigned next, uint32_t identification, unsigned offset,
                         bool more)
{
    build_8(build, next);
    build_8(build, 0);
    build_16(build, offset | more);
    build_32(build, identification);
}

void build_udp(struct build *build, unsigned destination)
{
    size_t start = build->len;

    build_16(build, 50000);
    build_16(build, destination);
    build_length(build, start);
    build_16(build, 0);
}

void build_tcp(struct build *build, unsigned source, unsigned destination, uint32_t sequence, unsigned flags)
{
    build_16(build, source);
    build_16(build, destination);
    build_32(build, sequence);
    build_32(build, 7);
    build_8(build, 0x50);
    build_8(build, flags);
    build_16(build, 1000);
    build_32(build, 0);
}

void build_text(struct build *build, const char *text)
{
    build_bytes(build, text, strlen(text));
}

struct packet build_packet(struct build *build, uint32_t link_type)
{
    for (size_t i = 0; i < build->length_count; i++) {
        size_t length = build->len - build->lengths[i].from;

        build->bytes[build->lengths[i].field] = (uint8_t)(length >> 8);
        build->bytes[build->lengths[i].field + 1] = (uint8_t)length;
    }
    build->length_count = 0;
    return (struct packet){ 1000, link_type, (uint32_t)build->len, (uint32_t)build->len, build->bytes };
}
