/* SPDX-License-Identifier: Apache-2.0 */
/* Streaming decompression of whole files: gzip (several members in a row too, RFC 1952 2.2) and zstd (RFC
 * 8878). Memory does not depend on the size of the file: zlib's window, and at most 128 MiB for zstd's.
 * Message bodies have their own decoders (http/coding.h). */
#ifndef SOURCE_UNPACKER_H
#define SOURCE_UNPACKER_H

#include "base/memory.h"
#include "base/slice.h"
#include "http/step.h"

#define UNPACKER_HEAD 4 /* bytes that unpacker_recognise wants to see */

struct unpacker;

enum unpacker_kind { UNPACKER_NONE, UNPACKER_GZIP, UNPACKER_ZSTD };

enum unpacker_kind unpacker_recognise(struct slice head);
const char *unpacker_name(enum unpacker_kind kind); /* "gzip" */

/* NULL when memory was refused. */
struct unpacker *unpacker_new(enum unpacker_kind kind, struct memory *account);
/* Takes from the front of *in and writes up to `room` bytes; *written says how many. `last`: no input
 * follows *in. STEP_MORE: room or input is used up. STEP_DONE: the end of the compressed data. STEP_BAD:
 * unpacker_wrong. */
enum step unpacker_run(struct unpacker *unpacker, struct slice *in, bool last, char *out, size_t room,
                       size_t *written);
/* What was wrong, to follow "the gzip data": "is damaged", "ends too early". */
const char *unpacker_wrong(const struct unpacker *unpacker);
void unpacker_free(struct unpacker *unpacker);

#endif
