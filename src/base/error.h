/* SPDX-License-Identifier: Apache-2.0 */
/* Our own failures (a file that is missing, a database that is locked, a wrong option): a kind and one sentence a
 * user can act on, filled where the facts are known and printed once, at the top. Oddities of the traffic are never
 * errors: they are flags on the exchange or named losses in the ledger. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

enum error_kind {
    ERROR_NONE,
    ERROR_USAGE,  /* the command line is wrong */
    ERROR_INPUT,  /* a file or stream cannot be understood */
    ERROR_SYSTEM, /* the operating system said no */
    ERROR_STORE,  /* the database said no */
    ERROR_MEMORY, /* no memory, or the ceiling was met where nothing could be forgotten */
};

struct error {
    enum error_kind kind;
    char text[512]; /* NUL-terminated, one sentence, safe to print on a terminal */
};

/* Both return false, so that a caller can `return error_set(...)`. The first error set wins: later ones are ignored
 * while err->kind is not ERROR_NONE. err may be NULL. error_system appends strerror(errno). */
bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool error_system(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
