/* SPDX-License-Identifier: Apache-2.0 */
/* A slice is a borrowed run of bytes. It owns nothing, is never NUL-terminated and travels by value. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *at;
    size_t len;
};

#define SLICE(literal) ((struct slice){ (literal), sizeof(literal) - 1 })
/* The same in the initialiser of a static table. */
#define SLICE_TEXT(literal)                                                                                  \
    {                                                                                                        \
        (literal), sizeof(literal) - 1                                                                       \
    }

/* printf("%.*s", SLICE_ARG(s)). Only for slices known to be short (< 2 GiB). */
#define SLICE_ARG(s) (int)(s).len, (s).at

/* Bytes that must be readable (with any content) after the end of every message body handed to the body scanner,
 * so that wide loads need no bounds check of their own. Whoever makes a body buffer provides them. */
#define BODY_SLACK 64

static inline struct slice slice_of(const char *text)
{
    return (struct slice){ text, text ? strlen(text) : 0 };
}

static inline struct slice slice_make(const void *at, size_t len)
{
    return (struct slice){ (const char *)at, len };
}

static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Byte order, shorter first when one is a prefix of the other: <0, 0, >0. */
static inline int slice_compare(struct slice a, struct slice b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Takes what comes before the first `stop`, moving *rest past it; all of *rest when there is none. */
static inline struct slice slice_cut(struct slice *rest, char stop)
{
    const char *end = rest->len ? memchr(rest->at, stop, rest->len) : NULL;
    struct slice head = { rest->at, end ? (size_t)(end - rest->at) : rest->len };
    size_t eaten = head.len + (end != NULL);

    if (eaten) { /* no arithmetic on the NULL of an empty slice */
        rest->at += eaten;
        rest->len -= eaten;
    }
    return head;
}

/* The next part of *rest between `stop`s that is not empty; false when there is none any more. */
static inline bool slice_next(struct slice *rest, char stop, struct slice *ret)
{
    do {
        *ret = slice_cut(rest, stop);
    } while (ret->len == 0 && rest->len);
    return ret->len > 0;
}

/* ASCII only, whatever the locale (RFC 9110 5.1: field names are case-insensitive ASCII tokens). */
bool slice_eq_nocase(struct slice a, struct slice b);
bool slice_starts_with_nocase(struct slice whole, struct slice head);
bool slice_ends_with_nocase(struct slice whole, struct slice tail);
bool slice_contains_nocase(struct slice whole, struct slice part);
/* Whether `list` has the text, in any case. */
bool slice_is_among_nocase(struct slice text, const char *const *list, size_t count);
#define SLICE_AMONG_NOCASE(text, list) slice_is_among_nocase((text), (list), sizeof(list) / sizeof *(list))

bool slice_starts_with(struct slice whole, struct slice head);
bool slice_ends_with(struct slice whole, struct slice tail);
/* Without leading and trailing SP and HTAB (OWS of RFC 9110 5.6.3). */
struct slice slice_trim(struct slice s);
/* Decimal digits only, all of them, no sign; false (and *ret untouched) when empty, not digits, or above `max`. */
bool slice_to_u64(struct slice s, unsigned long long max, unsigned long long *ret);

#endif
