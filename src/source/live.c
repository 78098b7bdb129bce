/* SPDX-License-Identifier: Apache-2.0 */
/* A live interface, through libpcap. What the kernel dropped is read after every batch and goes into the
 * ledger. */
#include "base/buffer.h"
#include "base/clock.h"
#include "source/source.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <poll.h>

#define SNAP_LENGTH 262144
#define BUFFER_BYTES ((uint32_t)64 << 20)
#define TIMEOUT_MILLISECONDS 100
#define WAIT_MILLISECONDS 250
#define BATCH 1024

struct live {
    struct source_run *run;
    pcap_t *pcap;
    bool nanoseconds;
    bool counting; /* the counters have been read once */
    uint32_t link_type;
    uint32_t snap_length;
    uint32_t dropped, interface_dropped; /* libpcap's counters when last read: 32 bits that wrap */
    uint8_t *copy; /* one packet: behind libpcap's own buffer nothing need be readable */
};

static size_t copy_size(const struct live *live)
{
    return (size_t)live->snap_length + PACKET_SLACK;
}

static void live_close(struct source_run *run);

/* The interfaces there are, for somebody who mistyped one. */
static void list_interfaces(char *at, size_t room)
{
    char errors[PCAP_ERRBUF_SIZE];
    pcap_if_t *all = NULL;
    size_t len = 0;

    at[0] = '\0';
    if (pcap_findalldevs(&all, errors) != 0)
        return;
    for (pcap_if_t *one = all; one; one = one->next) {
        int written;

        if (!(one->flags & PCAP_IF_UP))
            continue;
        written = snprintf(at + len, room - len, "%s%s", len ? ", " : "", one->name);
        if (written < 0 || (size_t)written >= room - len) {
            at[len] = '\0';
            break;
        }
        len += (size_t)written;
    }
    pcap_freealldevs(all);
}

static bool explain(const struct source_run *run, pcap_t *pcap, int status, struct error *err)
{
    char interfaces[256];

    switch (status) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
        return error_set(err, ERROR_SYSTEM,
                         "not allowed to capture on %s: run as root, or allow it once with "
                         "setcap cap_net_raw,cap_net_admin=eip on the plainsight binary",
                         run->from);
    case PCAP_ERROR_NO_SUCH_DEVICE:
        list_interfaces(interfaces, sizeof interfaces);
        return error_set(err, ERROR_USAGE, "there is no interface %s%s%s", run->from,
                         interfaces[0] ? "; there are " : "", interfaces);
    case PCAP_ERROR_IFACE_NOT_UP:
        return error_set(err, ERROR_SYSTEM, "interface %s is down: bring it up with ip link set %s up",
                         run->from, run->from);
    default:
        return error_set(err, ERROR_SYSTEM, "cannot capture on %s: %s", run->from,
                         status == PCAP_ERROR && *pcap_geterr(pcap) ? pcap_geterr(pcap)
                                                                    : pcap_statustostr(status));
    }
}

static bool set_filter(const struct source_run *run, pcap_t *pcap, struct error *err)
{
    struct bpf_program program;
    bool set;

    if (!run->options->filter || !*run->options->filter)
        return true;
    if (pcap_compile(pcap, &program, run->options->filter, 1, PCAP_NETMASK_UNKNOWN) != 0) {
        return error_set(err, ERROR_USAGE, "the filter \"%s\" cannot be used: %s (see pcap-filter(7))",
                         run->options->filter, pcap_geterr(pcap));
    }
    set = pcap_setfilter(pcap, &program) == 0;
    pcap_freecode(&program);
    return set || error_set(err, ERROR_SYSTEM, "the filter \"%s\" was refused: %s", run->options->filter,
                            pcap_geterr(pcap));
}

static bool activate(struct source_run *run, struct live *live, struct error *err)
{
    const struct source_options *options = run->options;
    char errors[PCAP_ERRBUF_SIZE] = "";
    int status;

    live->pcap = pcap_create(run->from, errors);
    if (!live->pcap)
        return error_set(err, ERROR_SYSTEM, "cannot capture on %s: %s", run->from, errors);
    pcap_set_snaplen(live->pcap, (int)live->snap_length);
    pcap_set_promisc(live->pcap, !options->not_promiscuous);
    pcap_set_timeout(live->pcap, TIMEOUT_MILLISECONDS);
    pcap_set_buffer_size(live->pcap, (int)(options->buffer_bytes ? options->buffer_bytes : BUFFER_BYTES));
    pcap_set_tstamp_precision(live->pcap, PCAP_TSTAMP_PRECISION_NANO);
    status = pcap_activate(live->pcap);
    if (status < 0)
        return explain(run, live->pcap, status, err);
    if (status > 0 && status != PCAP_WARNING_TSTAMP_TYPE_NOTSUP)
        warnings_add(run->warnings, "capturing on %s: %s", run->from, pcap_statustostr(status));
    if (!set_filter(run, live->pcap, err))
        return false;
    if (pcap_setnonblock(live->pcap, 1, errors) != 0)
        return error_set(err, ERROR_SYSTEM, "cannot capture on %s: %s", run->from, errors);
    live->nanoseconds = pcap_get_tstamp_precision(live->pcap) == PCAP_TSTAMP_PRECISION_NANO;
    live->link_type = (uint32_t)pcap_datalink(live->pcap);
    return true;
}

/* The kernel's counters may hold what was dropped before we came. */
static void read_drops(struct live *live)
{
    struct ledger *ledger = live->run->ledger;
    struct pcap_stat stat;

    if (pcap_stats(live->pcap, &stat) != 0)
        return;
    if (live->counting) {
        uint64_t dropped = (uint64_t)(uint32_t)(stat.ps_drop - live->dropped) +
                           (uint32_t)(stat.ps_ifdrop - live->interface_dropped);

        ledger->seen[LEDGER_PACKETS] += dropped;
        ledger->lost[LOSS_kernel_drop] += dropped;
    }
    live->dropped = stat.ps_drop;
    live->interface_dropped = stat.ps_ifdrop;
}

static bool live_open(struct source_run *run, struct error *err)
{
    struct live *live = memory_get(run->account, sizeof *live);

    if (!live)
        return error_set(err, ERROR_MEMORY, "no memory left to capture on %s", run->from);
    run->state = live;
    live->run = run;
    live->snap_length = run->options->snap_length ? run->options->snap_length : SNAP_LENGTH;
    if (live->snap_length > (uint32_t)16 << 20)
        live->snap_length = (uint32_t)16 << 20;
    live->copy = memory_get(run->account, copy_size(live));
    if (!live->copy)
        error_set(err, ERROR_MEMORY, "no memory left to capture on %s", run->from);
    if (!live->copy || !activate(run, live, err)) {
        live_close(run);
        return false;
    }
    read_drops(live);
    live->counting = true;
    return true;
}

static void on_packet(u_char *context, const struct pcap_pkthdr *header, const u_char *bytes)
{
    struct live *live = (struct live *)(void *)context;
    struct source_run *run = live->run;
    uint32_t captured = header->caplen < live->snap_length ? header->caplen : live->snap_length;
    struct packet packet = {
        .time =
            header->ts.tv_sec * NANOSECONDS_PER_SECOND + header->ts.tv_usec * (live->nanoseconds ? 1 : 1000),
        .link_type = live->link_type,
        .captured = captured,
        .original = header->len,
        .bytes = live->copy,
    };

    memcpy(live->copy, bytes, captured);
    run->progress.packets++;
    run->progress.bytes += captured;
    run->sink.packet(run->sink.context, &packet);
}

static enum step live_next(struct source_run *run, struct error *err)
{
    struct live *live = run->state;
    struct pollfd ready = { .fd = pcap_get_selectable_fd(live->pcap), .events = POLLIN };
    int got;

    if (poll(&ready, ready.fd >= 0, WAIT_MILLISECONDS) < 0 && errno != EINTR) {
        error_system(err, "waiting for packets on %s failed", run->from);
        return STEP_BAD;
    }
    got = pcap_dispatch(live->pcap, BATCH, on_packet, (u_char *)live);
    read_drops(live);
    if (got >= 0 || got == PCAP_ERROR_BREAK)
        return STEP_MORE;
    error_set(err, ERROR_SYSTEM, "capturing on %s ended: %s; the packets before are kept", run->from,
              pcap_geterr(live->pcap));
    return STEP_BAD;
}

static void live_close(struct source_run *run)
{
    struct live *live = run->state;

    if (live->counting)
        read_drops(live);
    if (live->pcap)
        pcap_close(live->pcap);
    memory_give(run->account, live->copy, copy_size(live));
    memory_give(run->account, live, sizeof *live);
    run->state = NULL;
}

const struct source source_live = {
    .name = "live",
    .help = "a network interface (-i NAME)",
    .format = "live interfaces",
    .open = live_open,
    .next = live_next,
    .close = live_close,
};
