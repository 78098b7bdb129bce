/* SPDX-License-Identifier: Apache-2.0 */
/* The labelled corpus of posture: conversations as text, and the checks that must speak about each (and no others).
 *
 *     # a comment
 *     === positive: one line that says in what guise
 *     expect: auth.missing headers.hsts
 *     config: public: ["GET /status"]
 *     60x client=198.51.100.${n%20} every=2s
 *     > GET /v1/users/${n}
 *     > Authorization: Bearer ${token:${n%5}}
 *     >
 *     > a body of the request
 *     < 200
 *     < Content-Type: application/json
 *     < -X-Content-Type-Options
 *     <
 *     < {"id": ${n}}
 *     === negative: ...
 *     expect:
 *
 * "Nx" before an exchange repeats it and may name:
 *     client=ADDRESS server=ADDRESS[:PORT]   198.51.100.(n%50+1) and 203.0.113.10:443
 *     scheme=http                            https
 *     host=NAME                              api.example.com, as Host says
 *     every=2s                               the time between two: ms, s, m, h, d; 1s
 *     at=+1d                                 the clock is put forward before the first; at=1d: to so long after the start
 *     took=120ms                             5ms
 *     from=100                               the first n; 1
 * "> TLS 1.0" is a connection to that host that cannot be read, and the version its server chose.
 * Placeholders: posture/placeholder.h. An exchange without "<" was not answered. "allow: low" beside "expect:" lets other
 * checks speak up to that severity, "allow: ID ID" lets these; "config:" lines are the lines of .plainsight.yaml.
 *
 * What nobody says is well-built: see request_usual and response_usual in script.c. "> -Name" and "< -Name" take a usual
 * field away, "< -*" all but Content-Type and Content-Length. */
#ifndef TESTS_POSTURE_CONVERSATION_H
#define TESTS_POSTURE_CONVERSATION_H

#include "base/arena.h"
#include "catalog/catalog.h"
#include "posture/check.h"
#include "posture/history.h"

#define CORPUS_START 1767225600000000000 /* the first exchange: 2026-01-01T00:00:00Z */

/* One case of a file; slices are of the file's text. */
struct corpus_case {
    const char *file;
    unsigned line;
    bool positive;
    struct slice title;
    struct slice expected, allowed; /* ids, blanks between */
    struct slice text;              /* from the line after the title on */
};

/* The whole file with BODY_SLACK; free() it. Ends the program when there is none. */
char *corpus_read(const char *file);
/* The next case of *rest; *line: of rest's first line, 1 at the start. false when there is none any more. */
bool corpus_next(const char *file, struct slice *rest, unsigned *line, struct corpus_case *ret);

/* Tells each exchange of a case, in the order they are written. */
void script_tell(const struct corpus_case *from, exchange_sink *sink, void *context);
/* The lines of "config:", as a file. */
void script_config(const struct corpus_case *from, struct buffer *out);

/* What a case amounts to: observed, written, read back, judged. */
struct conversation {
    struct memory account;
    struct arena arena;
    struct tree_reader reader; /* of the settings */
    struct catalog *catalog;   /* read back from what the first one wrote */
    struct inventory *inventory;
    struct posture_settings settings;
    struct history *history;
    struct posture *posture;
    struct event *events;
    size_t event_count, event_room, exchange_count;
};
void conversation_hold(struct conversation *conversation, const struct corpus_case *from);
void conversation_end(struct conversation *conversation);

#endif
