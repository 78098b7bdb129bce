/* SPDX-License-Identifier: Apache-2.0 */
/* pcapng captures (record-ietf-opsawg-pcapng): sections of blocks. A section header fixes the byte order,
 * interface descriptions say what packets that name them are. Read are packets (enhanced, simple, and the
 * obsolete kind) and interface statistics, whose drops go into the ledger; everything else is passed over
 * without being kept.
 *
 * A block whose length makes no sense ends the reading: nobody knows where the next one begins. A block
 * whose length is sound but whose content is not costs that block. */
#include "source/input.h"
#include "source/numbers.h"
#include "source/source.h"

#include <inttypes.h>

enum block_type {
    BLOCK_SECTION = 0x0a0d0d0a, /* the same in both byte orders */
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 2, /* obsolete */
    BLOCK_SIMPLE = 3,
    BLOCK_STATISTICS = 5,
    BLOCK_ENHANCED = 6,
};

#define ORDER_MAGIC 0x1a2b3c4d
#define BLOCK_FRAME 12 /* type and length before the body, length again after it */
#define BLOCK_MOST ((uint32_t)16 << 20)
#define INTERFACES_MOST 65536

enum option {
    OPTION_END = 0,
    OPTION_STATISTICS_IFDROP = 5,
    OPTION_STATISTICS_OSDROP = 7,
    OPTION_RESOLUTION = 9,
    OPTION_OFFSET = 14,
};

struct interface {
    uint16_t link_type;
    uint8_t resolution; /* as if_tsresol: 10^-n seconds, 2^-n with the top bit */
    uint32_t snap_length;
    int64_t offset;   /* seconds to add */
    uint64_t dropped; /* counted in the ledger so far */
};

struct pcapng {
    bool big_endian;
    bool in_section;
    struct interface *interfaces; /* of this section */
    size_t count, room;
    int64_t last_time; /* simple packets carry none */
    uint64_t skip;     /* bytes of an uninteresting block still to pass */
    size_t want;
};

static bool pcapng_sniff(struct slice head)
{
    return head.len >= 12 && number_32(head.at, false) == BLOCK_SECTION &&
           (number_32(head.at + 8, false) == ORDER_MAGIC || number_32(head.at + 8, true) == ORDER_MAGIC);
}

static bool pcapng_open(struct source_run *run, struct error *err)
{
    struct pcapng *ng = memory_get(run->account, sizeof *ng);

    if (!ng)
        return error_set(err, ERROR_MEMORY, "no memory left to read %s", input_name(run->input));
    ng->want = BLOCK_FRAME;
    run->state = ng;
    return true;
}

static void pcapng_close(struct source_run *run)
{
    struct pcapng *ng = run->state;

    memory_give(run->account, ng->interfaces, ng->room * sizeof *ng->interfaces);
    memory_give(run->account, ng, sizeof *ng);
    run->state = NULL;
}

/* ---- options ---- */

struct option_at {
    uint16_t code;
    struct slice value;
};

/* Takes the next option from *rest; false at their end, or where they stop making sense. */
static bool take_option(const struct pcapng *ng, struct slice *rest, struct option_at *ret)
{
    size_t padded;

    if (rest->len < 4)
        return false;
    ret->code = number_16(rest->at, ng->big_endian);
    ret->value = slice_make(rest->at + 4, number_16(rest->at + 2, ng->big_endian));
    padded = (ret->value.len + 3) & ~(size_t)3;
    if (ret->code == OPTION_END || ret->value.len > rest->len - 4)
        return false;
    *rest = slice_make(rest->at + 4, rest->len - 4);
    padded = padded < rest->len ? padded : rest->len;
    *rest = slice_make(rest->at + padded, rest->len - padded);
    return true;
}

/* ---- time ---- */

/* Ticks of 10^-n or 2^-n seconds as nanoseconds, saturating: files may say anything. */
static int64_t nanoseconds(uint64_t ticks, const struct interface *interface)
{
    unsigned power = interface->resolution & 0x7f;
    uint64_t seconds, rest = 0, per_second = 1;
    int64_t time;

    if (interface->resolution & 0x80) {
        seconds = power < 64 ? ticks >> power : 0;
        if (power && power < 64)
            rest = ticks & (((uint64_t)1 << power) - 1);
        /* Keep 32 bits of the fraction: more is below a nanosecond. */
        if (power > 32)
            rest = power < 96 ? (power < 64 ? rest : ticks) >> (power - 32) : 0;
        rest = rest * 1000000000 >> (power < 32 ? power : 32);
    } else {
        for (unsigned i = 0; i < power && i < 19; i++)
            per_second *= 10;
        seconds = power <= 19 ? ticks / per_second : 0;
        rest = power <= 19 ? ticks % per_second : ticks;
        for (unsigned i = power; i < 9; i++)
            rest *= 10;
        for (unsigned i = power; i > 9 && rest; i--)
            rest /= 10;
    }
    if (seconds > INT64_MAX || __builtin_mul_overflow((int64_t)seconds, INT64_C(1000000000), &time) ||
        __builtin_add_overflow(time, (int64_t)rest, &time))
        time = INT64_MAX;
    if (interface->offset) {
        int64_t shift;

        if (__builtin_mul_overflow(interface->offset, INT64_C(1000000000), &shift) ||
            __builtin_add_overflow(time, shift, &time))
            time = interface->offset < 0 ? INT64_MIN : INT64_MAX;
    }
    return time;
}

static uint64_t ticks_of(const struct pcapng *ng, const char *at)
{
    return (uint64_t)number_32(at, ng->big_endian) << 32 | number_32(at + 4, ng->big_endian);
}

/* ---- blocks: `body` is what stands between the two lengths; false when it contradicts itself ---- */

static bool read_section(struct source_run *run, struct slice body)
{
    struct pcapng *ng = run->state;

    ng->in_section = true;
    ng->count = 0;
    ng->last_time = 0;
    return body.len >= 16 && number_16(body.at + 4, ng->big_endian) == 1;
}

static bool read_interface(struct source_run *run, struct slice body)
{
    struct pcapng *ng = run->state;
    struct interface *interface;
    struct option_at option;
    struct slice options;

    if (body.len < 8 || ng->count == INTERFACES_MOST)
        return false;
    if (ng->count == ng->room) {
        size_t room = ng->room ? 2 * ng->room : 8;
        void *at = memory_resize(run->account, ng->interfaces, ng->room * sizeof *interface,
                                 room * sizeof *interface);

        if (!at)
            return false;
        ng->interfaces = at;
        ng->room = room;
    }
    interface = &ng->interfaces[ng->count++];
    *interface = (struct interface){
        .link_type = number_16(body.at, ng->big_endian),
        .snap_length = number_32(body.at + 4, ng->big_endian),
        .resolution = 6,
    };
    options = slice_make(body.at + 8, body.len - 8);
    while (take_option(ng, &options, &option)) {
        if (option.code == OPTION_RESOLUTION && option.value.len >= 1)
            interface->resolution = (uint8_t)option.value.at[0];
        if (option.code == OPTION_OFFSET && option.value.len >= 8)
            interface->offset = (int64_t)number_64(option.value.at, ng->big_endian);
    }
    return true;
}

/* Drops are running totals of an interface: what is new goes into the ledger. */
static void count_drops(struct source_run *run, struct interface *interface, uint64_t dropped)
{
    if (dropped <= interface->dropped)
        return;
    run->ledger->seen[LEDGER_PACKETS] += dropped - interface->dropped;
    run->ledger->lost[LOSS_kernel_drop] += dropped - interface->dropped;
    interface->dropped = dropped;
}

static bool read_statistics(struct source_run *run, struct slice body)
{
    struct pcapng *ng = run->state;
    struct option_at option;
    struct slice options;
    uint64_t dropped = 0;
    uint32_t id;

    if (body.len < 12)
        return false;
    id = number_32(body.at, ng->big_endian);
    if (id >= ng->count)
        return false;
    options = slice_make(body.at + 12, body.len - 12);
    while (take_option(ng, &options, &option)) {
        if ((option.code == OPTION_STATISTICS_IFDROP || option.code == OPTION_STATISTICS_OSDROP) &&
            option.value.len >= 8) {
            uint64_t count = number_64(option.value.at, ng->big_endian);

            /* An all-ones counter is some writers' "not known". */
            if (count < UINT64_MAX / 4)
                dropped += count;
        }
    }
    count_drops(run, &ng->interfaces[id], dropped);
    return true;
}

static bool hand_out(struct source_run *run, const struct interface *interface, int64_t time,
                     struct slice data, uint32_t captured, uint32_t original)
{
    struct pcapng *ng = run->state;
    struct packet packet = {
        .time = time,
        .link_type = interface->link_type,
        .captured = captured,
        .original = original,
        .bytes = (const uint8_t *)data.at,
    };

    if (captured > data.len)
        return false;
    ng->last_time = time;
    run->progress.packets++;
    run->sink.packet(run->sink.context, &packet);
    return true;
}

static bool read_enhanced(struct source_run *run, struct slice body)
{
    struct pcapng *ng = run->state;
    uint32_t id = body.len >= 20 ? number_32(body.at, ng->big_endian) : UINT32_MAX;

    if (id >= ng->count)
        return false;
    return hand_out(run, &ng->interfaces[id], nanoseconds(ticks_of(ng, body.at + 4), &ng->interfaces[id]),
                    slice_make(body.at + 20, body.len - 20), number_32(body.at + 12, ng->big_endian),
                    number_32(body.at + 16, ng->big_endian));
}

/* The obsolete packet block: as the enhanced one, but for a short interface number and a count of drops
 * since the packet before (all ones: not known). */
static bool read_packet(struct source_run *run, struct slice body)
{
    struct pcapng *ng = run->state;
    uint32_t id = body.len >= 20 ? number_16(body.at, ng->big_endian) : UINT32_MAX;
    uint16_t drops;

    if (id >= ng->count)
        return false;
    drops = number_16(body.at + 2, ng->big_endian);
    if (drops != UINT16_MAX)
        count_drops(run, &ng->interfaces[id], ng->interfaces[id].dropped + drops);
    return hand_out(run, &ng->interfaces[id], nanoseconds(ticks_of(ng, body.at + 4), &ng->interfaces[id]),
                    slice_make(body.at + 20, body.len - 20), number_32(body.at + 12, ng->big_endian),
                    number_32(body.at + 16, ng->big_endian));
}

/* No time and no length of its own: interface 0, and as much as its snap length and the block hold. */
static bool read_simple(struct source_run *run, struct slice body)
{
    struct pcapng *ng = run->state;
    uint32_t original, captured;

    if (body.len < 4 || ng->count == 0)
        return false;
    original = captured = number_32(body.at, ng->big_endian);
    if (ng->interfaces[0].snap_length && captured > ng->interfaces[0].snap_length)
        captured = ng->interfaces[0].snap_length;
    return hand_out(run, &ng->interfaces[0], ng->last_time, slice_make(body.at + 4, body.len - 4), captured,
                    original);
}

static bool read_block(struct source_run *run, uint32_t type, struct slice body)
{
    switch (type) {
    case BLOCK_SECTION: return read_section(run, body);
    case BLOCK_INTERFACE: return read_interface(run, body);
    case BLOCK_ENHANCED: return read_enhanced(run, body);
    case BLOCK_PACKET: return read_packet(run, body);
    case BLOCK_SIMPLE: return read_simple(run, body);
    case BLOCK_STATISTICS: return read_statistics(run, body);
    default: return true;
    }
}

static bool is_read(uint32_t type)
{
    return type == BLOCK_SECTION || type == BLOCK_INTERFACE || type == BLOCK_ENHANCED ||
           type == BLOCK_PACKET || type == BLOCK_SIMPLE || type == BLOCK_STATISTICS;
}

/* ---- the file ---- */

static void count_record(struct source_run *run, enum ledger_loss loss)
{
    run->ledger->seen[LEDGER_RECORDS]++;
    run->ledger->lost[loss]++;
}

static enum step damaged(struct source_run *run, uint64_t offset, const char *what, struct error *err)
{
    count_record(run, LOSS_record_malformed);
    error_set(err, ERROR_INPUT,
              "%s is damaged: %s at byte %" PRIu64
              "; the packets before it are kept (a repair tool may save the rest)",
              input_name(run->input), what, offset);
    return STEP_BAD;
}

static enum step finish(struct source_run *run, struct error *err)
{
    struct pcapng *ng = run->state;
    size_t left = input_window(run->input).len;

    if (left || ng->skip)
        count_record(run, LOSS_record_cut);
    if (input_failed(run->input, err))
        return STEP_BAD;
    if (left == 0 && ng->skip == 0 && ng->in_section)
        return STEP_DONE;
    error_set(err, ERROR_INPUT,
              "%s ends inside a block, at byte %" PRIu64
              "; the packets before it are kept (the capture was interrupted, or copied in part)",
              input_name(run->input), input_offset(run->input) + left);
    return STEP_BAD;
}

/* Type and length of the block at `at`; a section header fixes the byte order first. NULL, or what is
 * wrong. */
static const char *read_frame(struct pcapng *ng, const char *at, uint32_t *type, uint32_t *length)
{
    if (number_32(at, false) == BLOCK_SECTION) {
        if (number_32(at + 8, false) != ORDER_MAGIC && number_32(at + 8, true) != ORDER_MAGIC)
            return "a section header of no known byte order stands";
        ng->big_endian = number_32(at + 8, true) == ORDER_MAGIC;
    } else if (!ng->in_section) {
        return "there is no pcapng section header";
    }
    *type = number_32(at, ng->big_endian);
    *length = number_32(at + 4, ng->big_endian);
    if (*length < BLOCK_FRAME || *length % 4 || (is_read(*type) && *length > BLOCK_MOST))
        return "a block of impossible length stands";
    return NULL;
}

static enum step read_blocks(struct source_run *run, struct error *err)
{
    struct pcapng *ng = run->state;
    struct slice window = input_window(run->input);
    const char *at = window.at, *end = window.at + window.len, *what = NULL;
    uint64_t offset = input_offset(run->input);

    for (;;) {
        uint32_t type, length;

        ng->want = BLOCK_FRAME;
        if ((size_t)(end - at) < ng->want)
            break;
        what = read_frame(ng, at, &type, &length);
        if (what)
            break;
        if (!is_read(type)) {
            size_t here = (size_t)(end - at) < length ? (size_t)(end - at) : length;

            ng->skip = length - here;
            at += here;
            if (ng->skip)
                break;
            continue;
        }
        ng->want = length;
        if ((size_t)(end - at) < length)
            break;
        if (number_32(at + length - 4, ng->big_endian) != length) {
            what = "the two lengths of a block differ";
            break;
        }
        if (!read_block(run, type, slice_make(at + 8, length - BLOCK_FRAME))) {
            count_record(run, LOSS_record_malformed);
            warnings_add(run->warnings,
                         "%s: the block at byte %" PRIu64 " contradicts itself and was left out",
                         input_name(run->input), offset + (uint64_t)(at - window.at));
        }
        at += length;
    }
    input_consume(run->input, (size_t)(at - window.at));
    return what ? damaged(run, offset + (uint64_t)(at - window.at), what, err) : STEP_MORE;
}

static enum step pass_block(struct source_run *run)
{
    struct pcapng *ng = run->state;
    size_t here = input_window(run->input).len;

    here = here < ng->skip ? here : (size_t)ng->skip;
    input_consume(run->input, here);
    ng->skip -= here;
    return STEP_MORE;
}

static enum step pcapng_next(struct source_run *run, struct error *err)
{
    struct pcapng *ng = run->state;
    enum step step = STEP_MORE;

    switch (input_fill(run->input, ng->skip ? 1 : ng->want)) {
    case INPUT_WAIT: break;
    case INPUT_END: step = finish(run, err); break;
    case INPUT_READY: step = ng->skip ? pass_block(run) : read_blocks(run, err); break;
    }
    run->progress.bytes = input_bytes(run->input);
    return step;
}

const struct source source_pcapng = {
    .name = "pcapng",
    .help = "pcapng capture files, as Wireshark writes them",
    .format = "pcapng captures",
    .sniff = pcapng_sniff,
    .open = pcapng_open,
    .next = pcapng_next,
    .close = pcapng_close,
};
