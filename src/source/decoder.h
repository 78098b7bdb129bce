/* SPDX-License-Identifier: Apache-2.0 */
/* Streaming decompression of whole files: gzip (several members in a row too, RFC 1952 2.2) and zstd (RFC 8878). Memory
 * does not depend on the size of the file: zlib's window, and at most 128 MiB for zstd's. Message bodies have their
 * own decoders (http/coding.h). */
#ifndef SOURCE_DECODER_H
#define SOURCE_DECODER_H

#include "base/memory.h"
#include "base/slice.h"
#include "http/step.h"

#define DECODER_HEAD 4 /* bytes that decoder_recognise wants to see */

struct decoder;

enum decoder_kind { DECODER_NONE, DECODER_GZIP, DECODER_ZSTD };

enum decoder_kind decoder_recognise(struct slice head);
const char *decoder_name(enum decoder_kind kind); /* "gzip" */

/* NULL when memory was refused. */
struct decoder *decoder_new(enum decoder_kind kind, struct memory *account);
/* Takes from the front of *in and writes up to `room` bytes; *written says how many. `last`: no input follows *in.
 * STEP_MORE: room or input is used up. STEP_DONE: the end of the compressed data. STEP_BAD: decoder_wrong. */
enum step decoder_run(struct decoder *decoder, struct slice *in, bool last, char *out, size_t room, size_t *written);
/* What was wrong, to follow "the gzip data": "is damaged", "ends too early". */
const char *decoder_wrong(const struct decoder *decoder);
void decoder_free(struct decoder *decoder);

#endif
