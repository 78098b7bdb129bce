/* SPDX-License-Identifier: Apache-2.0 */
/* A packet as a source hands it over: one link-layer frame, borrowed until the call returns. PACKET_SLACK bytes after
 * its end are readable (with any content): bodies are scanned in place, and the scanner loads wide. A source whose
 * buffer ends with the packet copies that one packet. */
#ifndef WIRE_PACKET_H
#define WIRE_PACKET_H

#include "base/slice.h"

#include <stdint.h>

#define PACKET_SLACK BODY_SLACK

struct packet {
    int64_t time; /* nanoseconds since the epoch */
    uint32_t
        link_type; /* a LINKTYPE_ number, as files and libpcap's pcap_datalink_val say it (DLT 12 and 14 too) */
    uint32_t captured; /* bytes that are here */
    uint32_t original; /* bytes there were on the wire; less than captured: captured is believed */
    const uint8_t *bytes;
};

/* Nanoseconds from one capture time to another; times in files are hostile too, so it stops at the ends. */
static inline int64_t time_between(int64_t from, int64_t to)
{
    int64_t between;

    if (__builtin_sub_overflow(to, from, &between))
        return to > from ? INT64_MAX : INT64_MIN;
    return between;
}

#endif
