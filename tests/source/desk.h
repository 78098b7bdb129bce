/* SPDX-License-Identifier: Apache-2.0 */
/* Runs sources over bytes and writes what they hand out as text, one line a packet, a few lines an
 * exchange. */
#ifndef TESTS_SOURCE_DESK_H
#define TESTS_SOURCE_DESK_H

#include "base/buffer.h"
#include "source/files.h"

struct desk {
    struct memory account; /* what the sources use */
    struct memory own;     /* what the desk uses */
    struct ledger ledger;
    struct warnings warnings;
    struct source_progress progress;
    struct buffer told; /* NUL-terminated after each reading */
    struct error error; /* the first */
    unsigned errors, opened, steps;
    /* Set between desk_begin and a reading. */
    const char *forced;
    const char *interface;
    size_t read_size;
    volatile sig_atomic_t stop;
    unsigned stop_after; /* exchanges; 0: never */
    unsigned most_steps; /* 0: until done */
};

void desk_begin(struct desk *desk);
/* Everything given back, or the test fails. */
void desk_end(struct desk *desk);
/* Forgets what was told and counted. */
void desk_again(struct desk *desk);

void desk_read_places(struct desk *desk, const char *const *places, size_t count);
/* The bytes as a file without a name. */
void desk_read(struct desk *desk, struct slice bytes);
/* The bytes through a pipe, as if from standard input. At most 64 KiB. */
void desk_read_pipe(struct desk *desk, struct slice bytes);

/* A desk and the file that a test writes for it. */
struct bench {
    struct desk desk;
    struct memory account; /* the file's */
    struct buffer file;
    bool big_endian; /* how the file is being written, where its format leaves that open */
};

void bench_begin(struct bench *bench);
void bench_end(struct bench *bench);

#define assert_told(desk, expected) assert_string_equal((desk)->told.at, expected)
/* The first `lines` lines of `expected` were told, and nothing else. */
void assert_told_lines(const struct desk *desk, const char *expected, size_t lines);
/* Seen and the two losses of records. */
void assert_records(const struct desk *desk, uint64_t seen, uint64_t malformed, uint64_t cut);
void assert_error_has(const struct desk *desk, const char *part);
void assert_warning_has(const struct desk *desk, const char *part);

#endif
