/* SPDX-License-Identifier: Apache-2.0 */
/* Packets made by hand, outermost header first. Length fields are put right by build_packet; whoever wants a wrong one
 * writes it afterwards. */
#ifndef TESTS_WIRE_BUILD_H
#define TESTS_WIRE_BUILD_H

#include "wire/packet.h"

#include <stddef.h>

#define BUILD_ROOM 70000
#define BUILD_LENGTHS 16

struct build {
    uint8_t bytes[BUILD_ROOM + PACKET_SLACK];
    size_t len;
    struct build_length {
        size_t field; /* where the 16-bit length stands */
        size_t from;  /* where what it counts begins */
    } lengths[BUILD_LENGTHS];
    size_t length_count;
};

enum {
    TYPE_IPV4 = 0x0800,
    TYPE_IPV6 = 0x86dd,
    TYPE_VLAN = 0x8100,
    TYPE_QINQ = 0x88a8,
    TYPE_MPLS = 0x8847,
    TYPE_PPPOE = 0x8864,
    TYPE_ETHERNET = 0x6558,
};

void build_reset(struct build *build);
void build_bytes(struct build *build, const void *bytes, size_t len);
void build_zeros(struct build *build, size_t len);
void build_8(struct build *build, unsigned value);
void build_16(struct build *build, unsigned value);
void build_32(struct build *build, uint32_t value);

void build_ethernet(struct build *build, unsigned type);
void build_vlan(struct build *build, unsigned id, unsigned type);
/* Addresses are the last byte of 10.0.0.x. */
void build_ipv4(struct build *build, unsigned protocol, unsigned source, unsigned destination);
/* `offset` in bytes. */
void build_ipv4_fragment(struct build *build, unsigned protocol, unsigned identification, unsigned offset,
                         bool more);
/* The last byte of 2001:db8::x. */
void build_ipv6(struct build *build, unsigned next, unsigned source, unsigned destination);
void build_ipv6_fragment(struct build *build, unsigned next, uint32_t identification, unsigned offset,
                         bool more);
void build_udp(struct build *build, unsigned destination);
void build_tcp(struct build *build, unsigned source, unsigned destination, uint32_t sequence, unsigned flags);
void build_text(struct build *build, const char *text);
/* Puts the lengths right. */
struct packet build_packet(struct build *build, uint32_t link_type);

#endif
