/* SPDX-License-Identifier: Apache-2.0 */
/* Signals: what one exchange shows of how an API is secured, before anybody judges it. Read in the single pass, when headers,
 * credentials and bodies are there; counted by the catalog (catalog/observations.h); judged late, by posture/.
 *
 *   mark  a thing an exchange shows or not: "answered 2xx without a credential". One bit; the catalog counts how many exchanges
 *         had it. marks.list
 *   fact  a thing with a subject: "version banner: nginx/1.18.0". The catalog keeps a bounded, mergeable list of subjects with
 *         their support. facts.list. A subject is never a secret or a personal value (law 6): a name, a rule, a version, a mask.
 *
 * Signals claim nothing. Whether four marks in five exchanges are a finding is decided by a check that knows the siblings.
 *
 * A reader is one file, signal/NAME.c: `void signal_NAME(struct signal_reading *reading)`, and a line in readers.list. Cost is what
 * counts here: the usual exchange has none of the fields a reader cares about, and `fields.present` says so in one test. A reader
 * depends on nothing but this exchange (law 1), except for settings. What it works out of a credential alone goes into the
 * credential's memory. */
#ifndef SIGNAL_SIGNAL_H
#define SIGNAL_SIGNAL_H

#include "base/arena.h"
#include "exchange/credential.h"
#include "exchange/exchange.h"
#include "exchange/field.h"

struct classifier;

enum mark {
#define MARK(id, help) MARK_##id,
#include "signal/marks.list"
#undef MARK
    MARKS /* at most 64; the numbers are stored: append only */
};
#define MARK_BIT(id) (1ull << MARK_##id)

enum fact_kind {
#define FACT(id, help) FACT_##id,
#include "signal/facts.list"
#undef FACT
    FACTS /* the numbers are stored: append only */
};

struct signal_fact {
    enum fact_kind kind;
    struct slice
        subject; /* in the arena of the exchange, or of static text; cut to SIGNAL_SUBJECT bytes when it is kept */
};
#define SIGNAL_SUBJECT 96
#define SIGNAL_FACTS 48 /* of one exchange; further ones are dropped */

struct signal_settings {
    bool off;               /* nothing is read */
    bool tests_jwt_secrets; /* HMAC signatures are tried against a short list of bad secrets, offline */
    struct classifier *classifier; /* sensitive/sensitive.h; NULL: built-in classes only */
};

/* What a lane remembers between exchanges, none of which changes what is read, only what it costs. */
struct signal_memory;
struct signal_memory *signal_memory_new(struct memory *account);
void signal_memory_free(struct signal_memory *memory);

struct signal_reading {
    const struct exchange *exchange;
    const struct fields *request, *response;
    const struct credential *credentials; /* strongest first */
    size_t credential_count;
    struct slice path;  /* normalised and decoded */
    struct slice query; /* as sent, without '?' */
    bool is_noise;      /* it becomes no endpoint's evidence: preflight, HEAD, TRACE, assets, scanners ... */
    const struct signal_settings *settings;
    const uint8_t *key; /* of keyed hashes, KEYED_HASH_KEY bytes */
    struct signal_memory *memory;
    struct arena *arena; /* until the next exchange */
    uint8_t answer;      /* enum answer, once somebody asked: signal/answer.h */
    /* Results. */
    uint64_t marks;
    struct signal_fact facts[SIGNAL_FACTS];
    size_t fact_count;
};

/* Runs every reader. */
void signal_read(struct signal_reading *reading);

/* What an answer to a GET shows of privileged members; only for bodies that have some (signal_is_privilege of a key), because it
 * walks the body. */
void signal_read_privileges(struct signal_reading *reading);
/* Whether a member of that name says what somebody may do: "isAdmin", "role". */
bool signal_is_privilege(struct slice name);

/* For readers. */
static inline void signal_mark(struct signal_reading *reading, enum mark mark)
{
    reading->marks |= 1ull << mark;
}
void signal_tell(struct signal_reading *reading, enum fact_kind kind, struct slice subject);
/* The same of "NAME: VALUE". */
void signal_tell_named(struct signal_reading *reading, enum fact_kind kind, struct slice name,
                       struct slice value);
/* The same with a subject that is put together in the arena. */
__attribute__((format(printf, 3, 4))) void signal_tellf(struct signal_reading *reading, enum fact_kind kind,
                                                        const char *format, ...);

static inline bool signal_is_answered(const struct signal_reading *reading)
{
    return reading->exchange->status > 0 && !(reading->exchange->flags & EXCHANGE_NO_RESPONSE);
}
static inline bool signal_is_success(const struct signal_reading *reading)
{
    return reading->exchange->status >= 200 && reading->exchange->status < 300;
}
static inline bool signal_is_https(const struct signal_reading *reading)
{
    return reading->exchange->scheme.len == 5;
}

const char *mark_name(enum mark mark);      /* "anonymous_success" */
const char *fact_name(enum fact_kind kind); /* "version_banner" */

#define READER(name) void signal_##name(struct signal_reading *reading);
#include "signal/readers.list"
#undef READER

#endif
