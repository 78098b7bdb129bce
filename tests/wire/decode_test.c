/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/decode.h"

#include "base/check.h"
#include "base/random.h"
#include "wire/build.h"

#include <string.h>

#define ETHERNET 1
#define TCP 6

struct bench {
    struct memory account;
    struct decoder *decoder;
    struct build build;
    struct segment segment;
};

static int set_up(void **state)
{
    static struct bench bench;

    memset(&bench, 0, sizeof bench);
    bench.decoder = decoder_new(&bench.account, NULL);
    build_reset(&bench.build);
    *state = &bench;
    return bench.decoder ? 0 : -1;
}

/* Every test ends with balanced books and nothing held. */
static int tear_down(void **state)
{
    struct bench *bench = *state;

    decoder_finish(bench->decoder);
    assert_int_equal(ledger_open(decoder_ledger(bench->decoder), LEDGER_PACKETS), 0);
    decoder_free(bench->decoder);
    assert_int_equal(bench->account.used, 0);
    return 0;
}

static bool decode(struct bench *bench, uint32_t link_type)
{
    struct packet packet = build_packet(&bench->build, link_type);

    return decoder_packet(bench->decoder, &packet, &bench->segment);
}

static void add_tcp(struct build *build)
{
    build_tcp(build, 40000, 80, 100, SEGMENT_ACK | SEGMENT_PSH);
    build_text(build, "hello");
}

static void assert_hello(struct bench *bench)
{
    const struct segment *segment = &bench->segment;

    assert_slice_equal(segment->payload, "hello");
    assert_int_equal(segment->source.port, 40000);
    assert_int_equal(segment->destination.port, 80);
    assert_int_equal(segment->sequence, 100);
    assert_int_equal(segment->acknowledgement, 7);
    assert_int_equal(segment->flags, SEGMENT_ACK | SEGMENT_PSH);
    assert_int_equal(segment->window, 1000);
    assert_int_equal(segment->missing, 0);
    assert_int_equal(segment->time, 1000);
}

static void assert_lost(struct bench *bench, enum ledger_loss loss, uint64_t count)
{
    assert_int_equal(decoder_ledger(bench->decoder)->lost[loss], count);
}

static void an_ethernet_packet_gives_its_segment(void **state)
{
    struct bench *bench = *state;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
    assert_int_equal(bench->segment.source.family, 4);
    assert_memory_equal(bench->segment.source.bytes, "\x0a\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    assert_int_equal(decoder_ledger(bench->decoder)->analysed[LEDGER_PACKETS], 1);
}

static void ethernet_padding_is_no_payload(void **state)
{
    struct bench *bench = *state;
    struct packet packet;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    packet = build_packet(&bench->build, ETHERNET);
    packet.captured = packet.original = packet.captured + 6;
    assert_true(decoder_packet(bench->decoder, &packet, &bench->segment));
    assert_hello(bench);
}

static void both_directions_have_one_hash(void **state)
{
    struct bench *bench = *state;
    uint64_t there;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    build_tcp(&bench->build, 40000, 80, 0, SEGMENT_ACK);
    assert_true(decode(bench, ETHERNET));
    there = segment_flow_hash(&bench->segment);
    build_reset(&bench->build);
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 2, 1);
    build_tcp(&bench->build, 80, 40000, 0, SEGMENT_ACK);
    assert_true(decode(bench, ETHERNET));
    assert_int_equal(segment_flow_hash(&bench->segment), there);
    build_reset(&bench->build);
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 2, 1);
    build_tcp(&bench->build, 80, 40001, 0, SEGMENT_ACK);
    assert_true(decode(bench, ETHERNET));
    assert_int_not_equal(segment_flow_hash(&bench->segment), there);
}

/* What stands before the IP header, for each link type. */
static void every_link_layer_is_read(void **state)
{
    static const struct {
        uint32_t link_type;
        const char *bytes;
        size_t len;
        bool six;
    } links[] = {
        { 0, "\x02\0\0\0", 4, false },
        { 0, "\0\0\0\x02", 4, false },
        { 0, "\x1e\0\0\0", 4, true },
        { 0, "\0\0\0\x18", 4, true },
        { 108, "\0\0\0\x02", 4, false },
        { 108, "\0\0\0\x1c", 4, true },
        { 12, "", 0, false },
        { 12, "", 0, true },
        { 14, "", 0, false },
        { 101, "", 0, false },
        { 101, "", 0, true },
        { 228, "", 0, false },
        { 229, "", 0, true },
        { 113, "\0\0\0\x01\0\x06\x02\0\0\0\0\x01\0\0\x08\0", 16, false },
        { 113, "\0\x04\0\x01\0\x06\x02\0\0\0\0\x01\0\0\x86\xdd", 16, true },
        { 276, "\x08\0\0\0\0\0\0\x02\0\x01\0\x06\x02\0\0\0\0\x01\0\0", 20, false },
        { 276, "\x86\xdd\0\0\0\0\0\x02\0\x01\0\x06\x02\0\0\0\0\x01\0\0", 20, true },
        { 1, "\x02\0\0\0\0\x01\x02\0\0\0\0\x02\0\x3f\xaa\xaa\x03\0\0\0\x08\0", 22, false }, /* LLC and SNAP */
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        build_reset(&bench->build);
        build_bytes(&bench->build, links[i].bytes, links[i].len);
        if (links[i].six)
            build_ipv6(&bench->build, TCP, 1, 2);
        else
            build_ipv4(&bench->build, TCP, 1, 2);
        add_tcp(&bench->build);
        assert_true(decoder_knows_link(links[i].link_type));
        assert_true(decode(bench, links[i].link_type));
        assert_hello(bench);
        assert_int_equal(bench->segment.source.family, links[i].six ? 6 : 4);
    }
}

static void an_unknown_link_layer_is_counted(void **state)
{
    struct bench *bench = *state;

    assert_false(decoder_knows_link(105));
    build_zeros(&bench->build, 64);
    assert_false(decode(bench, 105));
    build_reset(&bench->build);
    build_ethernet(&bench->build, 0x0806); /* ARP */
    build_zeros(&bench->build, 28);
    assert_false(decode(bench, ETHERNET));
    assert_lost(bench, LOSS_link_unknown, 2);
}

static void tags_and_labels_come_off(void **state)
{
    struct bench *bench = *state;
    struct build *build = &bench->build;

    build_ethernet(build, TYPE_QINQ);
    build_vlan(build, 100, TYPE_VLAN);
    build_vlan(build, 7, 0x9100);
    build_vlan(build, 8, TYPE_MPLS);
    build_32(build, 1000u << 12 | 64);
    build_32(build, 1001u << 12 | 0x100 | 64);
    build_ipv4(build, TCP, 1, 2);
    add_tcp(build);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
}

static void a_pseudowire_in_mpls_carries_ethernet(void **state)
{
    struct bench *bench = *state;
    struct build *build = &bench->build;

    build_ethernet(build, TYPE_MPLS);
    build_32(build, 1001u << 12 | 0x100 | 64);
    build_32(build, 0); /* control word */
    build_ethernet(build, TYPE_IPV6);
    build_ipv6(build, TCP, 1, 2);
    add_tcp(build);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
}

static void pppoe_sessions_are_read(void **state)
{
    struct bench *bench = *state;
    struct build *build = &bench->build;

    build_ethernet(build, TYPE_PPPOE);
    build_bytes(build, "\x11\0\0\x01\0\x2f\0\x21", 8); /* 2 + 20 + 20 + 5 bytes */
    build_ipv4(build, TCP, 1, 2);
    add_tcp(build);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
}

static void ipv4_options_are_skipped(void **state)
{
    struct bench *bench = *state;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    bench->build.bytes[14] = 0x47;
    build_bytes(&bench->build, "\x94\x04\0\0\x01\x01\x01\x01", 8);
    add_tcp(&bench->build);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
}

static void ipv6_extension_headers_are_skipped(void **state)
{
    struct bench *bench = *state;
    struct build *build = &bench->build;

    build_ethernet(build, TYPE_IPV6);
    build_ipv6(build, 0, 1, 2);
    build_bytes(build, "\x3c\0\x01\x04\0\0\0\0", 8); /* hop-by-hop, then destination options, */
    build_bytes(build, "\x33\x01\x01\x0c\0\0\0\0\0\0\0\0\0\0\0\0", 16); /* then authentication, */
    build_bytes(build, "\x2b\x01\0\0\0\0\0\0\0\0\0\0", 12);             /* then routing, */
    build_bytes(build, "\x2c\0\0\0\0\0\0\0", 8); /* then a fragment header of a whole one */
    build_ipv6_fragment(build, TCP, 1, 0, false);
    add_tcp(build);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
}

static void a_length_of_zero_comes_from_offloading(void **state)
{
    struct bench *bench = *state;
    struct packet packet;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    packet = build_packet(&bench->build, ETHERNET);
    bench->build.bytes[16] = bench->build.bytes[17] = 0;
    assert_true(decoder_packet(bench->decoder, &packet, &bench->segment));
    assert_hello(bench);
}

/* Each tunnel around Ethernet or IP around the same segment. */
static void tunnel_headers(struct build *build, int which)
{
    switch (which) {
    case 0: /* VXLAN */
        build_ipv4(build, 17, 8, 9);
        build_udp(build, 4789);
        build_bytes(build, "\x08\0\0\0\0\0\x4d\0", 8);
        build_ethernet(build, TYPE_IPV4);
        break;
    case 1: /* VXLAN on the kernel's old port, VLAN inside */
        build_ipv4(build, 17, 8, 9);
        build_udp(build, 8472);
        build_bytes(build, "\x08\0\0\0\0\0\x4d\0", 8);
        build_ethernet(build, TYPE_VLAN);
        build_vlan(build, 3, TYPE_IPV4);
        break;
    case 2: /* GENEVE with an option, Ethernet inside */
        build_ipv4(build, 17, 8, 9);
        build_udp(build, 6081);
        build_bytes(build, "\x02\0\x65\x58\0\0\x4d\0", 8);
        build_bytes(build, "\x01\x02\x80\x01\0\0\0\0", 8);
        build_ethernet(build, TYPE_IPV4);
        break;
    case 3: /* GENEVE, IP inside */
        build_ipv4(build, 17, 8, 9);
        build_udp(build, 6081);
        build_bytes(build, "\0\0\x08\0\0\0\x4d\0", 8);
        break;
    case 4: /* GRE, plain */
        build_ipv4(build, 47, 8, 9);
        build_bytes(build, "\0\0\x08\0", 4);
        break;
    case 5: /* GRE with checksum, key and sequence, Ethernet inside (NVGRE has the key) */
        build_ipv4(build, 47, 8, 9);
        build_bytes(build, "\xb0\0\x65\x58\0\0\0\0\0\0\0\x01\0\0\0\x02", 16);
        build_ethernet(build, TYPE_IPV4);
        break;
    case 6: /* ERSPAN I */
        build_ipv4(build, 47, 8, 9);
        build_bytes(build, "\0\0\x88\xbe", 4);
        build_ethernet(build, TYPE_IPV4);
        break;
    case 7: /* ERSPAN II */
        build_ipv4(build, 47, 8, 9);
        build_bytes(build, "\x10\0\x88\xbe\0\0\0\x01\x10\x01\0\x01\0\0\0\0", 16);
        build_ethernet(build, TYPE_IPV4);
        break;
    case 8: /* ERSPAN III with its platform header */
        build_ipv4(build, 47, 8, 9);
        build_bytes(build, "\x10\0\x22\xeb\0\0\0\x01", 8);
        build_bytes(build, "\x20\x01\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0", 20);
        build_ethernet(build, TYPE_IPV4);
        break;
    case 9: build_ipv4(build, 4, 8, 9); break; /* IP in IP */
    case 10: build_ipv6(build, 4, 8, 9); break;
    case 11: /* MPLS in GRE in IPv6 */
        build_ipv6(build, 47, 8, 9);
        build_bytes(build, "\0\0\x88\x47", 4);
        build_32(build, 1001u << 12 | 0x100 | 64);
        break;
    default: /* ERSPAN III, bare IP inside */
        build_ipv4(build, 47, 8, 9);
        build_bytes(build, "\x10\0\x22\xeb\0\0\0\x01\x20\x01\0\x01\0\0\0\0\0\0\x08\0", 20);
        break;
    }
}

#define TUNNELS 13

static void tunnels_are_opened(void **state)
{
    struct bench *bench = *state;

    for (int which = 0; which < TUNNELS; which++) {
        build_reset(&bench->build);
        build_ethernet(&bench->build, which == 10 || which == 11 ? TYPE_IPV6 : TYPE_IPV4);
        tunnel_headers(&bench->build, which);
        build_ipv4(&bench->build, TCP, 1, 2);
        add_tcp(&bench->build);
        assert_true(decode(bench, ETHERNET));
        assert_hello(bench);
        assert_int_equal(bench->segment.source.bytes[3], 1);
    }
}

static void ipv6_in_ipv4_is_opened(void **state)
{
    struct bench *bench = *state;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, 41, 8, 9);
    build_ipv6(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
    assert_int_equal(bench->segment.source.family, 6);
}

static void nesting_has_an_end(void **state)
{
    struct bench *bench = *state;

    for (int depth = 8; depth <= 9; depth++) {
        build_reset(&bench->build);
        build_ethernet(&bench->build, TYPE_IPV4);
        for (int i = 1; i < depth; i++)
            build_ipv4(&bench->build, 4, 8, 9);
        build_ipv4(&bench->build, TCP, 1, 2);
        add_tcp(&bench->build);
        assert_int_equal(decode(bench, ETHERNET), depth == 8);
    }
    assert_lost(bench, LOSS_packet_malformed, 1);
}

static void other_protocols_are_counted(void **state)
{
    struct bench *bench = *state;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, 17, 1, 2);
    build_udp(&bench->build, 53);
    assert_false(decode(bench, ETHERNET));
    build_reset(&bench->build);
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, 17, 1, 2);
    build_udp(&bench->build, 4789);
    build_text(&bench->build, "not a VXLAN header at all");
    bench->build.bytes[42] = 0;
    assert_false(decode(bench, ETHERNET));
    assert_lost(bench, LOSS_not_tcp, 2);
}

/* Whatever its place, a cut through the headers is a cut when the wire had more, and malformed when it had not. */
static void headers_cut_off_are_told_from_headers_too_short(void **state)
{
    struct bench *bench = *state;
    struct packet packet;
    const struct ledger *ledger = decoder_ledger(bench->decoder);

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    packet = build_packet(&bench->build, ETHERNET);
    for (packet.captured = 0; packet.captured < 54; packet.captured++)
        assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    assert_int_equal(ledger->lost[LOSS_packet_cut], 54);
    for (packet.captured = 0; packet.captured < 34; packet.captured++) {
        packet.original = packet.captured;
        assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    }
    assert_int_equal(ledger->lost[LOSS_packet_malformed], 34);
}

static void payload_cut_by_the_snap_length_is_said(void **state)
{
    struct bench *bench = *state;
    struct packet packet;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    packet = build_packet(&bench->build, ETHERNET);
    packet.captured -= 3;
    assert_true(decoder_packet(bench->decoder, &packet, &bench->segment));
    assert_slice_equal(bench->segment.payload, "he");
    assert_int_equal(bench->segment.missing, 3);
    assert_lost(bench, LOSS_packet_cut, 1);
}

/* AWS and others cut mirrored packets before they put them into the tunnel: only the inner length tells. */
static void payload_cut_by_the_mirror_is_said(void **state)
{
    struct bench *bench = *state;
    struct packet packet;

    build_ethernet(&bench->build, TYPE_IPV4);
    tunnel_headers(&bench->build, 0);
    build_ipv4(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    packet = build_packet(&bench->build, ETHERNET);
    packet.captured = packet.original = packet.captured - 2;
    assert_true(decoder_packet(bench->decoder, &packet, &bench->segment));
    assert_slice_equal(bench->segment.payload, "hel");
    assert_int_equal(bench->segment.missing, 2);
}

static void contradictions_are_malformed(void **state)
{
    struct bench *bench = *state;
    struct packet packet;

    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4(&bench->build, TCP, 1, 2);
    add_tcp(&bench->build);
    packet = build_packet(&bench->build, ETHERNET);
    bench->build.bytes[46] = 0x40; /* a TCP header of 16 bytes */
    assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    bench->build.bytes[46] = 0xf0; /* one that is longer than its packet */
    assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    bench->build.bytes[46] = 0x50;
    bench->build.bytes[14] = 0x44; /* an IP header of 16 bytes */
    assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    bench->build.bytes[14] = 0x65; /* version 6 under the EtherType of version 4 */
    assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    bench->build.bytes[14] = 0x45;
    bench->build.bytes[17] = 19; /* an IP packet shorter than its header */
    assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    assert_lost(bench, LOSS_packet_malformed, 5);
}

/* A TCP segment of 20 + 40 bytes, of which a fragment carries from..to. */
static void whole_segment(uint8_t bytes[60])
{
    struct build build;

    build_reset(&build);
    build_tcp(&build, 40000, 80, 100, SEGMENT_ACK);
    build_text(&build, "0123456789abcdefghijklmnopqrstuvwxyzABCD");
    memcpy(bytes, build.bytes, 60);
}

static bool decode_fragment(struct bench *bench, bool six, unsigned identification, unsigned from,
                            unsigned to, const uint8_t bytes[60])
{
    build_reset(&bench->build);
    build_ethernet(&bench->build, six ? TYPE_IPV6 : TYPE_IPV4);
    if (six) {
        build_ipv6(&bench->build, 44, 1, 2);
        build_ipv6_fragment(&bench->build, TCP, identification, from, to < 60);
    } else {
        build_ipv4_fragment(&bench->build, TCP, identification, from, to < 60);
    }
    build_bytes(&bench->build, bytes + from, to - from);
    return decode(bench, ETHERNET);
}

static void assert_whole(struct bench *bench, uint64_t packets)
{
    assert_slice_equal(bench->segment.payload, "0123456789abcdefghijklmnopqrstuvwxyzABCD");
    assert_int_equal(decoder_ledger(bench->decoder)->analysed[LEDGER_PACKETS], packets);
}

static void fragments_come_together_in_any_order(void **state)
{
    static const unsigned cuts[4] = { 0, 16, 40, 60 };
    static const int orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
                                      { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
    struct bench *bench = *state;
    uint8_t bytes[60];

    whole_segment(bytes);
    for (unsigned i = 0; i < 12; i++) {
        const int *order = orders[i / 2];
        bool six = i % 2;

        for (int j = 0; j < 3; j++)
            assert_int_equal(decode_fragment(bench, six, i, cuts[order[j]], cuts[order[j] + 1], bytes),
                             j == 2);
        assert_whole(bench, 3 * (i + 1));
    }
}

static void the_first_copy_of_a_fragmented_byte_stays(void **state)
{
    struct bench *bench = *state;
    uint8_t bytes[60], other[60];

    whole_segment(bytes);
    memset(other, '#', sizeof other);
    assert_false(decode_fragment(bench, false, 5, 24, 40, bytes));
    assert_false(decode_fragment(bench, false, 5, 24, 40, other));
    assert_false(decode_fragment(bench, false, 5, 0, 24, bytes));
    assert_false(decode_fragment(bench, false, 5, 0, 32, other));
    assert_true(decode_fragment(bench, false, 5, 40, 60, bytes));
    assert_whole(bench, 5);
}

static void a_fragment_may_cover_several_others(void **state)
{
    struct bench *bench = *state;
    uint8_t bytes[60], other[60];

    whole_segment(bytes);
    memset(other, '#', sizeof other);
    memcpy(other, bytes, 8);
    memcpy(other + 16, bytes + 16, 8);
    memcpy(other + 32, bytes + 32, 28);
    assert_false(decode_fragment(bench, false, 5, 8, 16, bytes));
    assert_false(decode_fragment(bench, false, 5, 24, 32, bytes));
    assert_false(decode_fragment(bench, false, 5, 0, 40, other));
    assert_true(decode_fragment(bench, false, 5, 40, 60, other));
    assert_whole(bench, 4);
}

static void a_datagram_that_stays_incomplete_is_counted(void **state)
{
    struct bench *bench = *state;
    uint8_t bytes[60];

    whole_segment(bytes);
    assert_false(decode_fragment(bench, false, 5, 0, 16, bytes));
    assert_false(decode_fragment(bench, false, 5, 40, 60, bytes));
    assert_int_equal(ledger_open(decoder_ledger(bench->decoder), LEDGER_PACKETS), 2);
    decoder_finish(bench->decoder);
    assert_lost(bench, LOSS_fragment_missing, 2);
}

static void incomplete_datagrams_time_out(void **state)
{
    struct bench *bench = *state;
    struct packet packet;
    uint8_t bytes[60];

    whole_segment(bytes);
    assert_false(decode_fragment(bench, false, 5, 0, 16, bytes));
    build_reset(&bench->build);
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4_fragment(&bench->build, TCP, 6, 0, true);
    build_zeros(&bench->build, 8);
    packet = build_packet(&bench->build, ETHERNET);
    packet.time = 31000000000;
    assert_false(decoder_packet(bench->decoder, &packet, &bench->segment));
    assert_lost(bench, LOSS_fragment_missing, 1);
}

static void fragments_that_contradict_are_malformed(void **state)
{
    struct bench *bench = *state;
    uint8_t bytes[60];

    whole_segment(bytes);
    assert_false(decode_fragment(bench, false, 5, 0, 12, bytes)); /* not in units of 8 */
    assert_lost(bench, LOSS_packet_malformed, 1);
    assert_false(decode_fragment(bench, false, 5, 40, 60, bytes));
    build_reset(&bench->build);
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4_fragment(&bench->build, TCP, 5, 56, true); /* beyond the last one */
    build_zeros(&bench->build, 8);
    assert_false(decode(bench, ETHERNET));
    assert_lost(bench, LOSS_packet_malformed, 2);
    build_reset(&bench->build);
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4_fragment(&bench->build, TCP, 6, 65528, false); /* beyond the longest datagram */
    build_zeros(&bench->build, 16);
    assert_false(decode(bench, ETHERNET));
    assert_lost(bench, LOSS_packet_malformed, 3);
}

static void a_tunnel_in_fragments_is_opened(void **state)
{
    struct bench *bench = *state;
    struct build inner;
    size_t half;

    build_reset(&inner);
    build_udp(&inner, 4789);
    build_bytes(&inner, "\x08\0\0\0\0\0\x4d\0", 8);
    build_ethernet(&inner, TYPE_IPV4);
    build_ipv4(&inner, TCP, 1, 2);
    add_tcp(&inner);
    build_packet(&inner, 0);
    half = 48;
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4_fragment(&bench->build, 17, 9, 0, true);
    build_bytes(&bench->build, inner.bytes, half);
    assert_false(decode(bench, ETHERNET));
    build_reset(&bench->build);
    build_ethernet(&bench->build, TYPE_IPV4);
    build_ipv4_fragment(&bench->build, 17, 9, (unsigned)half, false);
    build_bytes(&bench->build, inner.bytes + half, inner.len - half);
    assert_true(decode(bench, ETHERNET));
    assert_hello(bench);
    assert_int_equal(decoder_ledger(bench->decoder)->analysed[LEDGER_PACKETS], 2);
}

static void fragments_stay_under_their_ceiling(void **state)
{
    const struct decoder_settings settings = { .fragment_memory = 65536 };
    struct memory account = { 0 };
    struct decoder *decoder = decoder_new(&account, &settings);
    struct bench *bench = *state;
    size_t before = account.used;
    uint64_t random = 1;

    for (unsigned i = 0; i < 5000; i++) {
        struct packet packet;

        build_reset(&bench->build);
        build_ethernet(&bench->build, TYPE_IPV4);
        build_ipv4_fragment(&bench->build, TCP, i, (unsigned)random_below(&random, 1000) * 8, true);
        build_zeros(&bench->build, 8 * (1 + random_below(&random, 50)));
        packet = build_packet(&bench->build, ETHERNET);
        assert_false(decoder_packet(decoder, &packet, &bench->segment));
        assert_true(account.used - before < 65536 + 65536); /* with the table */
    }
    assert_true(decoder_ledger(decoder)->lost[LOSS_fragment_missing] > 4000);
    decoder_finish(decoder);
    assert_int_equal(decoder_ledger(decoder)->lost[LOSS_fragment_missing], 5000);
    decoder_free(decoder);
    assert_int_equal(account.used, 0);
}

/* A thousand small fragments of one datagram are an attack on the list they stand in. */
static void a_datagram_has_a_bounded_number_of_pieces(void **state)
{
    struct bench *bench = *state;

    for (unsigned i = 0; i < 1000; i++) {
        build_reset(&bench->build);
        build_ethernet(&bench->build, TYPE_IPV4);
        build_ipv4_fragment(&bench->build, TCP, 1, (i * 613 % 1000) * 16, true);
        build_zeros(&bench->build, 8);
        assert_false(decode(bench, ETHERNET));
    }
    assert_true(decoder_ledger(bench->decoder)->lost[LOSS_fragment_missing] >= 257);
}

static void refused_memory_is_a_counted_loss(void **state)
{
    static const unsigned cuts[4] = { 0, 16, 40, 60 };
    struct bench *bench = *state;
    uint8_t bytes[60];
    bool whole = false;

    whole_segment(bytes);
    for (uint64_t nth = 1; !whole; nth++) {
        struct memory account = { .fail_at = nth };
        struct bench failing = { .decoder = decoder_new(&account, NULL) };

        assert_true(nth < 100);
        if (!failing.decoder)
            continue;
        for (int i = 0; i < 3; i++)
            whole = decode_fragment(&failing, false, 5, cuts[i], cuts[i + 1], bytes);
        decoder_finish(failing.decoder);
        assert_int_equal(ledger_open(decoder_ledger(failing.decoder), LEDGER_PACKETS), 0);
        decoder_free(failing.decoder);
        assert_int_equal(account.used, 0);
    }
    build_reset(&bench->build);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_ethernet_packet_gives_its_segment),
        TEST(ethernet_padding_is_no_payload),
        TEST(both_directions_have_one_hash),
        TEST(every_link_layer_is_read),
        TEST(an_unknown_link_layer_is_counted),
        TEST(tags_and_labels_come_off),
        TEST(a_pseudowire_in_mpls_carries_ethernet),
        TEST(pppoe_sessions_are_read),
        TEST(ipv4_options_are_skipped),
        TEST(ipv6_extension_headers_are_skipped),
        TEST(a_length_of_zero_comes_from_offloading),
        TEST(tunnels_are_opened),
        TEST(ipv6_in_ipv4_is_opened),
        TEST(nesting_has_an_end),
        TEST(other_protocols_are_counted),
        TEST(headers_cut_off_are_told_from_headers_too_short),
        TEST(payload_cut_by_the_snap_length_is_said),
        TEST(payload_cut_by_the_mirror_is_said),
        TEST(contradictions_are_malformed),
        TEST(fragments_come_together_in_any_order),
        TEST(the_first_copy_of_a_fragmented_byte_stays),
        TEST(a_fragment_may_cover_several_others),
        TEST(a_datagram_that_stays_incomplete_is_counted),
        TEST(incomplete_datagrams_time_out),
        TEST(fragments_that_contradict_are_malformed),
        TEST(a_tunnel_in_fragments_is_opened),
        TEST(fragments_stay_under_their_ceiling),
        TEST(a_datagram_has_a_bounded_number_of_pieces),
        TEST(refused_memory_is_a_counted_loss),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
