/* SPDX-License-Identifier: Apache-2.0 */
/* A datagram is a sorted list of pieces that do not overlap. It is whole when the last fragment came and the pieces'
 * bytes add up to its end: since they do not overlap, no walk is needed to know. */
#include "wire/fragments.h"

#include "wire/packet.h"

/* A datagram holds at most 65,535 bytes: at the smallest MTU in use (576) some 120 fragments. */
#define PIECES_MOST 256
#define DATAGRAM_MOST 65535u

struct piece {
    struct piece *next;
    uint32_t start, end;
    uint8_t bytes[];
};

struct datagram {
    struct datagram_key key;
    struct datagram *older, *newer;
    struct piece *first, *last;
    int64_t time; /* of the first fragment */
    uint64_t packets;
    uint32_t pieces;
    uint32_t held; /* bytes in pieces */
    uint32_t end;  /* bytes in all, once the last fragment came; else 0 */
    uint8_t protocol;
    char *whole; /* held + PACKET_SLACK bytes, when finished */
};

void fragments_init(struct fragments *fragments, struct memory *account, size_t most, int64_t timeout)
{
    *fragments = (struct fragments){ .account = account, .most = most, .timeout = timeout };
    table_init(&fragments->table, account);
}

static struct slice key_slice(const struct datagram *datagram)
{
    return slice_make(&datagram->key, sizeof datagram->key);
}

static void unlink_datagram(struct fragments *fragments, struct datagram *datagram)
{
    *(datagram->older ? &datagram->older->newer : &fragments->oldest) = datagram->newer;
    *(datagram->newer ? &datagram->newer->older : &fragments->newest) = datagram->older;
    table_remove(&fragments->table, key_slice(datagram));
}

static void give_pieces(struct fragments *fragments, struct datagram *datagram)
{
    while (datagram->first) {
        struct piece *piece = datagram->first;
        size_t size = sizeof *piece + piece->end - piece->start;

        datagram->first = piece->next;
        fragments->used -= size;
        memory_give(fragments->account, piece, size);
    }
}

static void give_datagram(struct fragments *fragments, struct datagram *datagram)
{
    give_pieces(fragments, datagram);
    if (datagram->whole)
        memory_give(fragments->account, datagram->whole, datagram->end + PACKET_SLACK);
    fragments->used -= sizeof *datagram;
    memory_give(fragments->account, datagram, sizeof *datagram);
}

static void lose_datagram(struct fragments *fragments, struct datagram *datagram)
{
    fragments->lost += datagram->packets;
    unlink_datagram(fragments, datagram);
    give_datagram(fragments, datagram);
}

void fragments_drop(struct fragments *fragments)
{
    while (fragments->oldest)
        lose_datagram(fragments, fragments->oldest);
}

void fragments_release(struct fragments *fragments)
{
    while (fragments->finished) {
        struct datagram *datagram = fragments->finished;

        fragments->finished = datagram->newer;
        give_datagram(fragments, datagram);
    }
}

void fragments_done(struct fragments *fragments)
{
    fragments_drop(fragments);
    fragments_release(fragments);
    table_done(&fragments->table);
}

static struct datagram *datagram_of(struct fragments *fragments, const struct fragment *fragment)
{
    struct datagram *datagram =
        table_find(&fragments->table, slice_make(&fragment->key, sizeof fragment->key));

    if (datagram)
        return datagram;
    datagram = memory_get(fragments->account, sizeof *datagram);
    if (!datagram)
        return NULL;
    datagram->key = fragment->key;
    datagram->time = fragment->time;
    datagram->protocol = fragment->protocol;
    if (!table_put(&fragments->table, key_slice(datagram), datagram)) {
        memory_give(fragments->account, datagram, sizeof *datagram);
        return NULL;
    }
    fragments->used += sizeof *datagram;
    datagram->older = fragments->newest;
    *(fragments->newest ? &fragments->newest->newer : &fragments->oldest) = datagram;
    fragments->newest = datagram;
    return datagram;
}

/* Puts the bytes start..end behind `before` (NULL: first). */
static bool add_piece(struct fragments *fragments, struct datagram *datagram, struct piece *before,
                      uint32_t start, uint32_t end, const char *bytes)
{
    struct piece *piece =
        datagram->pieces < PIECES_MOST ? memory_get(fragments->account, sizeof *piece + end - start) : NULL;

    if (!piece)
        return false;
    fragments->used += sizeof *piece + end - start;
    piece->start = start;
    piece->end = end;
    memcpy(piece->bytes, bytes, end - start);
    piece->next = before ? before->next : datagram->first;
    *(before ? &before->next : &datagram->first) = piece;
    if (!piece->next)
        datagram->last = piece;
    datagram->pieces++;
    datagram->held += end - start;
    return true;
}

/* Takes what no earlier fragment brought. */
static bool fill(struct fragments *fragments, struct datagram *datagram, const struct fragment *fragment)
{
    uint32_t at = fragment->offset, end = at + (uint32_t)fragment->bytes.len;
    struct piece *before = NULL, *next = datagram->first;

    if (datagram->last && datagram->last->end <= at) /* in order: the usual case */
        before = datagram->last, next = NULL;
    while (at < end) {
        uint32_t stop = end;

        if (next && next->end <= at) {
            before = next;
            next = next->next;
            continue;
        }
        if (next && next->start <= at) {
            at = next->end;
            continue;
        }
        if (next && next->start < end)
            stop = next->start;
        if (!add_piece(fragments, datagram, before, at, stop, fragment->bytes.at + (at - fragment->offset)))
            return false;
        before = before ? before->next : datagram->first;
        at = stop;
    }
    return true;
}

/* Copies the pieces together and moves the datagram to the finished ones. */
static bool finish(struct fragments *fragments, struct datagram *datagram)
{
    datagram->whole = memory_get(fragments->account, datagram->end + PACKET_SLACK);
    if (!datagram->whole)
        return false;
    for (const struct piece *piece = datagram->first; piece; piece = piece->next)
        memcpy(datagram->whole + piece->start, piece->bytes, piece->end - piece->start);
    unlink_datagram(fragments, datagram);
    give_pieces(fragments, datagram);
    datagram->newer = fragments->finished;
    fragments->finished = datagram;
    return true;
}

static bool contradicts(const struct datagram *datagram, const struct fragment *fragment)
{
    size_t end = fragment->offset + fragment->bytes.len;

    if (datagram->end)
        return end > datagram->end || (!fragment->more && end != datagram->end);
    return !fragment->more && datagram->last && datagram->last->end > end;
}

enum fragment_verdict fragments_add(struct fragments *fragments, const struct fragment *fragment,
                                    struct whole_datagram *ret)
{
    struct datagram *datagram;

    if (fragment->bytes.len == 0 || fragment->offset + fragment->bytes.len > DATAGRAM_MOST ||
        (fragment->more && fragment->bytes.len % 8 != 0))
        return FRAGMENT_BAD;
    while (fragments->oldest && time_between(fragments->oldest->time, fragment->time) > fragments->timeout)
        lose_datagram(fragments, fragments->oldest);
    datagram = datagram_of(fragments, fragment);
    if (!datagram) {
        fragments->lost += fragment->packets;
        return FRAGMENT_WAITS;
    }
    if (contradicts(datagram, fragment))
        return FRAGMENT_BAD;
    datagram->packets += fragment->packets;
    if (fragment->offset == 0)
        datagram->protocol = fragment->protocol;
    if (!fragment->more)
        datagram->end = fragment->offset + (uint32_t)fragment->bytes.len;
    if (!fill(fragments, datagram, fragment)) {
        lose_datagram(fragments, datagram);
        return FRAGMENT_WAITS;
    }
    if (datagram->end == datagram->held) {
        if (!finish(fragments, datagram)) {
            lose_datagram(fragments, datagram);
            return FRAGMENT_WAITS;
        }
        *ret = (struct whole_datagram){ slice_make(datagram->whole, datagram->end), datagram->protocol,
                                        datagram->packets };
        return FRAGMENT_WHOLE;
    }
    while (fragments->oldest && fragments->used > fragments->most)
        lose_datagram(fragments, fragments->oldest);
    return FRAGMENT_WAITS;
}
