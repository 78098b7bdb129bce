/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/stream.h"

#include "base/clock.h"

/* A sequence number further away than this is no part of the connection: larger windows are allowed (RFC 7323 2.3: 1
 * GiB) but not seen. */
#define FAR (64 << 20)

/* How long a hole is waited for. Acknowledged: the peer had it, so it can only be late within the capture. Not
 * acknowledged: it may still be sent again. */
#define PATIENCE_ACKNOWLEDGED NANOSECONDS_PER_SECOND
#define PATIENCE (10 * NANOSECONDS_PER_SECOND)
#define SEGMENTS_ACKNOWLEDGED 64
#define SEGMENTS_MOST 1024

/* A segment that waits. Those of one direction are sorted and do not overlap. */
struct early {
    struct early *next;
    int64_t time;
    uint32_t sequence, len;
    uint32_t missing; /* cut off by the snap length, after the bytes */
    uint32_t acknowledged;
    bool depends; /* on the other direction up to `acknowledged` */
    bool counted; /* only its length is kept */
    char bytes[];
};

struct waiting {
    struct early *first[2], *last[2];
    size_t bytes[2];
    uint32_t count;
};

static size_t early_size(const struct early *early)
{
    return sizeof *early + (early->counted ? 0 : early->len + BODY_SLACK);
}

static void give_early(struct streams *streams, struct waiting *waiting, unsigned side, struct early *early)
{
    waiting->first[side] = early->next;
    if (!early->next)
        waiting->last[side] = NULL;
    waiting->bytes[side] -= early_size(early);
    waiting->count--;
    streams->held -= early_size(early);
    memory_give(streams->account, early, early_size(early));
}

/* Bytes of the sender that the capture never held, up to sequence number `to`. */
static void give_up(struct streams *streams, struct flow *flow, unsigned side, uint32_t to, int64_t time)
{
    struct side *self = &flow->sides[side];
    uint32_t from = self->next;

    if (self->flags & SIDE_FIN && sequence_after(to, self->fin) > 0)
        to = self->fin;
    if (sequence_after(to, from) <= 0)
        return;
    self->lost_from = from;
    self->lost_to = self->next = to;
    streams->listener->gap(streams->context, flow, side, to - from, time);
}

static void end_if_reached(struct streams *streams, struct flow *flow, unsigned side, int64_t time)
{
    struct side *self = &flow->sides[side];

    if ((self->flags & (SIDE_FIN | SIDE_DONE)) != SIDE_FIN || self->next != self->fin)
        return;
    self->next++;
    self->flags |= SIDE_DONE;
    streams->listener->end(streams->context, flow, side, time);
}

/* What a segment brings, less what was told already. */
struct fresh {
    struct slice bytes;
    uint32_t sequence, missing;
};

static struct fresh trim(struct fresh fresh, uint32_t next)
{
    int32_t old = sequence_after(next, fresh.sequence);
    uint32_t skip = old > 0 ? (uint32_t)old : 0;

    if (skip == 0)
        return fresh;
    fresh.sequence += skip;
    if (skip <= fresh.bytes.len) {
        fresh.bytes = slice_make(fresh.bytes.at + skip, fresh.bytes.len - skip);
        return fresh;
    }
    skip -= (uint32_t)fresh.bytes.len;
    fresh.bytes.len = 0;
    fresh.missing = skip < fresh.missing ? fresh.missing - skip : 0;
    return fresh;
}

/* `fresh` begins at `next`. What was cut off is a hole, unless (`until`) other bytes wait that fill it. */
static void tell(struct streams *streams, struct flow *flow, unsigned side, struct fresh fresh, int64_t time,
                 uint32_t acknowledged, const struct early *until)
{
    struct side *self = &flow->sides[side];

    if (fresh.bytes.len) {
        self->next += (uint32_t)fresh.bytes.len;
        streams->listener->bytes(streams->context, flow, side, fresh.bytes, time, acknowledged);
    }
    if (fresh.missing) {
        uint32_t to = self->next + fresh.missing;

        if (until && sequence_after(to, until->sequence) > 0)
            to = until->sequence;
        give_up(streams, flow, side, to, time);
    }
    end_if_reached(streams, flow, side, time);
}

static void tell_early(struct streams *streams, struct flow *flow, unsigned side)
{
    struct waiting *waiting = flow->waiting;
    struct early *early = waiting->first[side];
    struct fresh fresh = { { early->bytes, early->len }, early->sequence, early->missing };

    fresh = trim(fresh, flow->sides[side].next);
    tell(streams, flow, side, fresh, early->time, early->acknowledged, early->next);
    give_early(streams, waiting, side, early);
}

static bool is_ready(const struct flow *flow, unsigned side)
{
    const struct early *early = flow->waiting->first[side];

    return early && sequence_after(early->sequence, flow->sides[side].next) <= 0 &&
           !(early->depends && sequence_after(early->acknowledged, flow->sides[!side].next) > 0);
}

/* The direction whose first segment has waited longer; one of them waits. */
static unsigned longest_waiting(const struct waiting *waiting)
{
    if (!waiting->first[0] || !waiting->first[1])
        return waiting->first[0] ? 0 : 1;
    return waiting->first[0]->time <= waiting->first[1]->time ? 0 : 1;
}

/* The last byte that a segment acknowledges never came and nothing comes after it: most likely it was a FIN. */
static bool looks_like_fin(const struct flow *flow, unsigned side, uint32_t to)
{
    const struct side *self = &flow->sides[side];

    return to == self->next + 1 && !(self->flags & (SIDE_FIN | SIDE_GUESSED_FIN)) &&
           !flow->waiting->first[side];
}

/* Does the first waiting segment of a direction acknowledge bytes of the other that were not told? */
static bool lacks(const struct flow *flow, unsigned side)
{
    const struct early *early = flow->waiting->first[side];

    return early && early->depends && sequence_after(early->acknowledged, flow->sides[!side].next) > 0;
}

static uint32_t earlier(uint32_t a, uint32_t b)
{
    return sequence_after(a, b) < 0 ? a : b;
}

/* A hole in front of the first waiting segment of `side`, or as much of it as the other direction had when it sent what
 * comes next of it: both stay in the order in which they happened. */
static void give_up_hole(struct streams *streams, struct flow *flow, unsigned side, int64_t time)
{
    struct waiting *waiting = flow->waiting;
    struct early *early = waiting->first[side], *other = waiting->first[!side];
    uint32_t before = flow->sides[side].next;

    give_up(streams, flow, side,
            lacks(flow, !side) ? earlier(early->sequence, other->acknowledged) : early->sequence, time);
    if (flow->sides[side].next == before) /* it lies after the end, which was learned since it came */
        give_early(streams, waiting, side, early);
}

/* Bytes of the other direction that the first waiting segment of `side` acknowledges. */
static void give_up_acknowledged(struct streams *streams, struct flow *flow, unsigned side, int64_t time)
{
    struct early *early = flow->waiting->first[side], *beyond = flow->waiting->first[!side];
    struct side *peer = &flow->sides[!side];
    uint32_t to = beyond ? earlier(early->acknowledged, beyond->sequence) : early->acknowledged,
             before = peer->next;

    if (looks_like_fin(flow, !side, to)) {
        peer->flags |= SIDE_GUESSED_FIN;
        peer->next++;
        return;
    }
    give_up(streams, flow, !side, to, time);
    end_if_reached(streams, flow, !side, time);
    if (peer->next == before) /* there can be no such bytes */
        early->depends = false;
}

/* One hole less. What a segment acknowledges happened before it, and so perhaps before the hole in front of it. */
static void give_up_one(struct streams *streams, struct flow *flow, int64_t time)
{
    unsigned side = longest_waiting(flow->waiting);
    const struct early *early = flow->waiting->first[side], *other = flow->waiting->first[!side];
    bool hole = sequence_after(early->sequence, flow->sides[side].next) > 0;
    bool other_hole = !other || sequence_after(other->sequence, flow->sides[!side].next) > 0;

    if (hole && (!lacks(flow, side) || !other_hole))
        give_up_hole(streams, flow, side, time);
    else if (!other_hole) /* each claims to come after the other */
        flow->waiting->first[side]->depends = false;
    else
        give_up_acknowledged(streams, flow, side, time);
}

static bool is_patient(const struct flow *flow, int64_t now)
{
    const struct waiting *waiting = flow->waiting;
    unsigned side = longest_waiting(waiting);
    const struct side *self = &flow->sides[side];
    bool hole = sequence_after(waiting->first[side]->sequence, self->next) > 0;
    bool acknowledged = !hole || sequence_after(self->acked, self->next) > 0;
    int64_t waited = time_between(waiting->first[side]->time, now);

    return waiting->count <= (acknowledged ? SEGMENTS_ACKNOWLEDGED : SEGMENTS_MOST) &&
           waited <= (acknowledged ? PATIENCE_ACKNOWLEDGED : PATIENCE);
}

static void drain(struct streams *streams, struct flow *flow, int64_t now, bool force)
{
    struct waiting *waiting = flow->waiting;

    while (waiting->count) {
        if (is_ready(flow, 0))
            tell_early(streams, flow, 0);
        else if (is_ready(flow, 1))
            tell_early(streams, flow, 1);
        else if (force || !is_patient(flow, now))
            give_up_one(streams, flow, now);
        else
            return;
    }
    memory_give(streams->account, waiting, sizeof *waiting);
    flow->waiting = NULL;
}

void stream_force(struct streams *streams, struct flow *flow, int64_t time)
{
    if (flow->waiting)
        drain(streams, flow, time, true);
    for (unsigned side = 0; side < 2; side++) {
        if ((flow->sides[side].flags & (SIDE_FIN | SIDE_DONE)) != SIDE_FIN)
            continue;
        give_up(streams, flow, side, flow->sides[side].fin, time);
        end_if_reached(streams, flow, side, time);
    }
}

/* Puts a piece behind `before` (NULL: first). */
static struct early *add_early(struct streams *streams, struct flow *flow, unsigned side,
                               struct early *before, const struct early *like, struct slice bytes)
{
    struct waiting *waiting = flow->waiting;
    struct early size = { .len = (uint32_t)bytes.len, .counted = like->counted };
    struct early *early = memory_get(streams->account, early_size(&size));

    if (!early)
        return NULL;
    *early = *like;
    early->len = (uint32_t)bytes.len;
    if (!early->counted && bytes.len)
        memcpy(early->bytes, bytes.at, bytes.len);
    early->next = before ? before->next : waiting->first[side];
    *(before ? &before->next : &waiting->first[side]) = early;
    if (!early->next)
        waiting->last[side] = early;
    waiting->bytes[side] += early_size(early);
    waiting->count++;
    streams->held += early_size(early);
    return early;
}

/* Keeps what no earlier segment brought, in pieces between those that wait. false: memory was refused. */
static bool keep_pieces(struct streams *streams, struct flow *flow, unsigned side, struct early *like,
                        struct slice bytes)
{
    struct waiting *waiting = flow->waiting;
    struct early *before = NULL, *next = waiting->first[side];
    uint32_t missing = like->missing;

    if (next && sequence_after(like->sequence, waiting->last[side]->sequence + waiting->last[side]->len) >= 0)
        before = waiting->last[side], next = NULL;
    for (;;) {
        struct slice piece = bytes;

        while (next && sequence_after(like->sequence, next->sequence + next->len) >= 0)
            before = next, next = next->next;
        if (next && sequence_after(like->sequence, next->sequence) >= 0) {
            uint32_t skip = next->sequence + next->len - like->sequence;

            if (skip >= bytes.len)
                return true;
            bytes = slice_make(bytes.at + skip, bytes.len - skip);
            like->sequence += skip;
            continue;
        }
        if (next && sequence_after(like->sequence + (uint32_t)bytes.len, next->sequence) > 0)
            piece.len = next->sequence - like->sequence;
        like->missing = piece.len == bytes.len ? missing : 0;
        before = add_early(streams, flow, side, before, like, piece);
        if (!before)
            return false;
        bytes = slice_make(bytes.at + piece.len, bytes.len - piece.len);
        like->sequence += (uint32_t)piece.len;
        if (bytes.len == 0)
            return true;
    }
}

static bool keep(struct streams *streams, struct flow *flow, unsigned side, const struct segment *segment,
                 struct fresh fresh, bool depends)
{
    struct early like = { .time = segment->time,
                          .sequence = fresh.sequence,
                          .missing = fresh.missing,
                          .acknowledged = segment->acknowledgement,
                          .depends = depends,
                          .counted = flow->flags & FLOW_COUNTS };
    size_t size = fresh.bytes.len + sizeof like + BODY_SLACK;

    if (!flow->waiting)
        flow->waiting = memory_get(streams->account, sizeof *flow->waiting);
    return flow->waiting && flow->waiting->bytes[side] + size <= streams->window_most &&
           streams->held + size <= streams->window_total &&
           keep_pieces(streams, flow, side, &like, fresh.bytes);
}

/* No room to keep it: everything before it is given up. */
static void tell_now(struct streams *streams, struct flow *flow, unsigned side, const struct segment *segment,
                     struct fresh fresh)
{
    if (flow->waiting)
        drain(streams, flow, segment->time, true);
    fresh = trim(fresh, flow->sides[side].next);
    give_up(streams, flow, side, fresh.sequence, segment->time);
    tell(streams, flow, side, fresh, segment->time, segment->acknowledgement, NULL);
}

static void acknowledge(struct streams *streams, struct flow *flow, unsigned side,
                        const struct segment *segment)
{
    struct side *peer = &flow->sides[!side];
    uint32_t ack = segment->acknowledgement;
    int32_t ahead;

    if (!(peer->flags & SIDE_KNOWN)) {
        peer->next = peer->acked = ack;
        peer->lost_to = ack;
        peer->lost_from = ack - FAR;
        peer->flags |= SIDE_KNOWN;
        return;
    }
    ahead = sequence_after(ack, peer->next);
    if (ahead > FAR || sequence_after(ack, peer->acked) <= 0)
        return;
    peer->acked = ack;
    if (peer->flags & SIDE_SEEN || ahead <= 0)
        return;
    if (peer->flags & SIDE_GUESSED_FIN) {
        peer->flags &= (uint8_t)~SIDE_GUESSED_FIN;
        peer->next--;
    } else if (ahead == 1) {
        peer->flags |= SIDE_GUESSED_FIN;
        peer->next++;
        return;
    }
    give_up(streams, flow, !side, ack, segment->time);
}

void stream_syn(struct flow *flow, unsigned side, const struct segment *segment)
{
    struct side *self = &flow->sides[side];

    *self = (struct side){ .next = segment->sequence + 1,
                           .acked = segment->sequence + 1,
                           .flags = SIDE_KNOWN | SIDE_SEEN | SIDE_SYN };
}

/* The first segment of a direction whose beginning was not captured. What lies before it is given up. */
static void begin_midstream(struct side *self, uint32_t sequence)
{
    self->next = self->acked = self->lost_to = sequence;
    self->lost_from = sequence - FAR;
    self->flags |= SIDE_KNOWN;
}

static bool is_lost(const struct side *self, uint32_t from, uint32_t to)
{
    return self->lost_from != self->lost_to && sequence_after(self->lost_to, from) > 0 &&
           sequence_after(to, self->lost_from) > 0;
}

static void note_fin(struct flow *flow, unsigned side, const struct segment *segment, uint32_t end)
{
    struct side *self = &flow->sides[side];
    const struct early *last = flow->waiting ? flow->waiting->last[side] : NULL;

    if (!(segment->flags & SEGMENT_FIN) || self->flags & SIDE_FIN)
        return;
    if (self->flags & SIDE_GUESSED_FIN && end == self->next - 1) { /* the guess was right */
        self->next--;
        self->flags &= (uint8_t)~SIDE_GUESSED_FIN;
    }
    if (sequence_after(end, self->next) < 0 || (last && sequence_after(last->sequence + last->len, end) > 0))
        return; /* before bytes that are there: no end of theirs */
    self->fin = end;
    self->flags |= SIDE_FIN;
}

/* The byte that was taken for a FIN was one after all. */
static void take_back_guess(struct streams *streams, struct flow *flow, unsigned side,
                            const struct segment *segment)
{
    struct side *self = &flow->sides[side];

    self->flags &= (uint8_t)~SIDE_GUESSED_FIN;
    self->next--;
    if (sequence_after(segment->sequence, self->next) > 0)
        give_up(streams, flow, side, self->next + 1, segment->time);
}

enum stream_verdict stream_segment(struct streams *streams, struct flow *flow, unsigned side,
                                   const struct segment *segment)
{
    struct side *self = &flow->sides[side], *peer = &flow->sides[!side];
    uint32_t sequence = segment->sequence + (segment->flags & SEGMENT_SYN ? 1 : 0);
    struct fresh fresh = { segment->payload, sequence, segment->missing };
    uint32_t end = sequence + (uint32_t)segment->payload.len + segment->missing;
    bool depends;

    if (!(self->flags & SIDE_KNOWN))
        begin_midstream(self, sequence);
    if (sequence_after(sequence, self->next) > FAR || sequence_after(sequence, self->next) < -FAR)
        return STREAM_FOREIGN;
    if (self->flags & SIDE_DONE && end != sequence && sequence_after(sequence, self->fin) >= 0)
        return STREAM_FOREIGN;
    self->flags |= SIDE_SEEN;
    if (segment->flags & SEGMENT_ACK)
        acknowledge(streams, flow, side, segment);
    if (self->flags & SIDE_GUESSED_FIN && end != sequence && sequence_after(end, self->next) >= 0)
        take_back_guess(streams, flow, side, segment);
    note_fin(flow, side, segment, end);
    if (end == sequence && !(segment->flags & SEGMENT_FIN)) { /* nothing but an acknowledgement */
        if (flow->waiting)
            drain(streams, flow, segment->time, false);
        return STREAM_TAKEN;
    }
    if (end != sequence && sequence_after(end, self->next) <= 0) { /* a copy, or a keep-alive probe */
        end_if_reached(streams, flow, side, segment->time);
        return is_lost(self, sequence, end) ? STREAM_LATE : STREAM_TAKEN;
    }
    if (self->flags & SIDE_FIN && sequence_after(end, self->fin) > 0)
        return STREAM_LATE; /* no receiver takes bytes after the end */
    depends = segment->flags & SEGMENT_ACK && peer->flags & SIDE_SEEN &&
              sequence_after(segment->acknowledgement, peer->next) > 0 &&
              sequence_after(segment->acknowledgement, peer->next) <= FAR;
    if (!flow->waiting && !depends && sequence_after(sequence, self->next) <= 0) {
        tell(streams, flow, side, trim(fresh, self->next), segment->time, segment->acknowledgement, NULL);
        return STREAM_TAKEN;
    }
    if (!keep(streams, flow, side, segment, trim(fresh, self->next), depends))
        tell_now(streams, flow, side, segment, fresh);
    else
        drain(streams, flow, segment->time, false);
    return STREAM_TAKEN;
}
