/* SPDX-License-Identifier: Apache-2.0 */
/* An input is a file or a pipe seen through a window: a contiguous run of content that begins where the
 * reader has come to. gzip and zstd are recognised by content and taken off on the way, from a pipe as
 * well. Reading is in big blocks; a reader that has consumed a window up to a record cut at its end asks
 * for more, and only that rest is moved.
 *
 *     while (input_fill(input, sizeof header) == INPUT_READY) { look at input_window; input_consume(…); }
 *
 * INPUT_SLACK bytes behind the window are readable, with any content. */
#ifndef SOURCE_INPUT_H
#define SOURCE_INPUT_H

#include "base/error.h"
#include "base/memory.h"
#include "base/slice.h"

#include <signal.h>
#include <stdint.h>

#define INPUT_SLACK BODY_SLACK
#define INPUT_READ ((size_t)256 << 10)

struct input;

enum input_state {
    INPUT_READY, /* the window holds as much as was asked for */
    INPUT_WAIT,  /* nothing came for 250 ms, or a signal did: let the engine look around, ask again */
    INPUT_END,   /* nothing more will come: the window holds the rest. The end, or a failure: input_failed */
};

/* Opens a file, or standard input for "-". read_size: bytes per read(2), 0: INPUT_READ. `stop` may be
 * NULL. */
struct input *input_open(const char *path, size_t read_size, struct memory *account,
                         const volatile sig_atomic_t *stop, struct error *err);
/* Makes the window at least `want` bytes long, growing it when need be. */
enum input_state input_fill(struct input *input, size_t want);
/* Valid until the next input_fill. */
struct slice input_window(const struct input *input);
void input_consume(struct input *input, size_t count);
/* Where in the content (decompressed) the window begins. */
uint64_t input_offset(const struct input *input);
/* After INPUT_END: did reading or decompressing fail, rather than end? If so sets *err. */
bool input_failed(const struct input *input, struct error *err);
/* Somebody wants us to stop. */
bool input_stopped(const struct input *input);
uint64_t input_bytes(const struct input *input);   /* read from disk or pipe, before decompression */
uint64_t input_total(const struct input *input);   /* 0: not known */
const char *input_name(const struct input *input); /* the path, or "standard input" */
void input_close(struct input *input);

#endif
