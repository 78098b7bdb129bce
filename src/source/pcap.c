/* SPDX-License-Identifier: Apache-2.0 */
/* Classic capture files (record-ietf-opsawg-pcap): a header of 24 bytes, then records. Read here in all
 * their dialects: both byte orders, microseconds and nanoseconds, the longer record header of Kuznetzov's
 * patched libpcap, and the swapped lengths of versions before 2.4. Packets are handed out where they lie
 * in the window. */
#include "source/input.h"
#include "source/numbers.h"
#include "source/source.h"

#include <inttypes.h>

#define FILE_HEADER 24
#define MAGIC_MICROSECONDS 0xa1b2c3d4
#define MAGIC_NANOSECONDS 0xa1b23c4d
#define MAGIC_KUZNETZOV 0xa1b2cd34
/* Link type: the upper bits say how long the frame check sequence is. */
#define LINK_TYPE_BITS 0x03ffffff
/* The most a sane writer keeps of a packet, whatever the header's snap length says. libpcap's own limit. */
#define SNAP_SANE ((uint32_t)256 << 10)
#define SNAP_MOST ((uint32_t)16 << 20)

struct pcap {
    bool big_endian, nanoseconds;
    bool header_read;
    uint8_t record_header; /* 16, or 24 for Kuznetzov's */
    uint16_t minor;
    uint32_t link_type, longest;
    size_t want; /* what the window must hold before anything can be done */
};

static bool read_magic(struct slice head, struct pcap *ret)
{
    if (head.len < 4)
        return false;
    for (int big_endian = 0; big_endian < 2; big_endian++) {
        uint32_t magic = number_32(head.at, big_endian);

        if (magic != MAGIC_MICROSECONDS && magic != MAGIC_NANOSECONDS && magic != MAGIC_KUZNETZOV)
            continue;
        ret->big_endian = big_endian;
        ret->nanoseconds = magic == MAGIC_NANOSECONDS;
        ret->record_header = magic == MAGIC_KUZNETZOV ? 24 : 16;
        return true;
    }
    return false;
}

static bool pcap_sniff(struct slice head)
{
    struct pcap pcap;

    return read_magic(head, &pcap);
}

static bool pcap_open(struct source_run *run, struct error *err)
{
    struct pcap *pcap = memory_get(run->account, sizeof *pcap);

    if (!pcap)
        return error_set(err, ERROR_MEMORY, "no memory left to read %s", input_name(run->input));
    pcap->want = FILE_HEADER;
    run->state = pcap;
    return true;
}

static void pcap_close(struct source_run *run)
{
    memory_give(run->account, run->state, sizeof(struct pcap));
    run->state = NULL;
}

static enum step read_header(struct source_run *run, struct error *err)
{
    struct pcap *pcap = run->state;
    struct slice window = input_window(run->input);
    uint32_t snap_length;

    if (!read_magic(window, pcap)) {
        error_set(err, ERROR_INPUT,
                  "%s does not begin like a pcap capture (magic number a1b2c3d4): leave --from out to have "
                  "it recognised",
                  input_name(run->input));
        return STEP_BAD;
    }
    if (number_16(window.at + 4, pcap->big_endian) != 2) {
        error_set(err, ERROR_INPUT,
                  "%s is a pcap capture of version %u, which nobody has defined: only 2.x is",
                  input_name(run->input), number_16(window.at + 4, pcap->big_endian));
        return STEP_BAD;
    }
    pcap->minor = number_16(window.at + 6, pcap->big_endian);
    snap_length = number_32(window.at + 16, pcap->big_endian);
    pcap->longest = snap_length < SNAP_SANE ? SNAP_SANE : snap_length < SNAP_MOST ? snap_length : SNAP_MOST;
    pcap->link_type = number_32(window.at + 20, pcap->big_endian) & LINK_TYPE_BITS;
    pcap->header_read = true;
    input_consume(run->input, FILE_HEADER);
    pcap->want = pcap->record_header;
    return STEP_MORE;
}

static void count_record(struct source_run *run, enum ledger_loss loss)
{
    run->ledger->seen[LEDGER_RECORDS]++;
    run->ledger->lost[loss]++;
}

/* The window holds less than a record, and nothing more will come. */
static enum step finish(struct source_run *run, struct error *err)
{
    struct pcap *pcap = run->state;
    size_t left = input_window(run->input).len;
    const char *name = input_name(run->input);

    if (left)
        count_record(run, LOSS_record_cut);
    if (input_failed(run->input, err))
        return STEP_BAD;
    if (!pcap->header_read) {
        error_set(err, ERROR_INPUT,
                  "%s ends after %zu bytes, inside the header of a pcap capture: capture again", name, left);
        return STEP_BAD;
    }
    if (left == 0)
        return STEP_DONE;
    error_set(err, ERROR_INPUT,
              "%s ends inside a packet: %zu of its %zu bytes are there, at byte %" PRIu64
              "; the packets before it are kept (the capture was interrupted, or copied in part)",
              name, left, pcap->want, input_offset(run->input));
    return STEP_BAD;
}

static enum step damaged(struct source_run *run, uint64_t offset, uint32_t captured, struct error *err)
{
    count_record(run, LOSS_record_malformed);
    error_set(err, ERROR_INPUT,
              "%s is damaged: the packet at byte %" PRIu64 " claims %" PRIu32
              " bytes, more than this capture allows; the packets before it are kept (a repair tool may save "
              "the rest)",
              input_name(run->input), offset, captured);
    return STEP_BAD;
}

static void hand_out(struct source_run *run, const struct pcap *pcap, const char *at, uint32_t captured,
                     uint32_t original)
{
    uint32_t seconds = number_32(at, pcap->big_endian);
    uint32_t fraction = number_32(at + 4, pcap->big_endian);
    struct packet packet = {
        .time = seconds * 1000000000LL + (pcap->nanoseconds ? fraction : fraction * 1000LL),
        .link_type = pcap->link_type,
        .captured = captured,
        .original = original,
        .bytes = (const uint8_t *)at + pcap->record_header,
    };

    run->progress.packets++;
    run->sink.packet(run->sink.context, &packet);
}

static enum step read_records(struct source_run *run, struct error *err)
{
    struct pcap *pcap = run->state;
    struct slice window = input_window(run->input);
    const char *at = window.at, *end = window.at + window.len;
    enum step step = STEP_MORE;

    for (;;) {
        uint32_t captured, original;

        pcap->want = pcap->record_header;
        if ((size_t)(end - at) < pcap->want)
            break;
        captured = number_32(at + 8, pcap->big_endian);
        original = number_32(at + 12, pcap->big_endian);
        /* The two lengths stood the other way round before 2.3, and in some writers' 2.3. */
        if (pcap->minor < 3 || (pcap->minor == 3 && captured > original)) {
            uint32_t swap = captured;

            captured = original;
            original = swap;
        }
        if (captured > pcap->longest) {
            step = damaged(run, input_offset(run->input) + (uint64_t)(at - window.at), captured, err);
            break;
        }
        pcap->want += captured;
        if ((size_t)(end - at) < pcap->want)
            break;
        hand_out(run, pcap, at, captured, original);
        at += pcap->want;
    }
    input_consume(run->input, (size_t)(at - window.at));
    return step;
}

static enum step pcap_next(struct source_run *run, struct error *err)
{
    struct pcap *pcap = run->state;
    enum step step = STEP_MORE;

    switch (input_fill(run->input, pcap->want)) {
    case INPUT_WAIT: break;
    case INPUT_END: step = finish(run, err); break;
    case INPUT_READY: step = pcap->header_read ? read_records(run, err) : read_header(run, err); break;
    }
    run->progress.bytes = input_bytes(run->input);
    return step;
}

const struct source source_pcap = {
    .name = "pcap",
    .help = "classic capture files, as tcpdump -w writes them",
    .format = "pcap captures",
    .sniff = pcap_sniff,
    .open = pcap_open,
    .next = pcap_next,
    .close = pcap_close,
};
