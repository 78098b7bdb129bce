/* SPDX-License-Identifier: Apache-2.0 */
/* A capture in the making: Ethernet frames with their times, written as one pcap file in order of time. */
#ifndef SAMPLE_CAPTURE_H
#define SAMPLE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct capture;

struct capture *capture_new(void);
void capture_free(struct capture *capture);
/* Copies the frame. Frames of the same time keep the order in which they came. */
void capture_frame(struct capture *capture, int64_t time, const uint8_t *frame, size_t len);
/* pcap with microseconds, LINKTYPE_ETHERNET; false when the file could not be written. */
bool capture_write(struct capture *capture, FILE *file);
size_t capture_count(const struct capture *capture);

/* Allocation for this tool: it is a build step, so want of memory ends it with a sentence. */
void *grab(void *old, size_t size);

#endif
