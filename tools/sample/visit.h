/* SPDX-License-Identifier: Apache-2.0 */
/* A visit: one client's keep-alive connection to one service, and the calls made on it. */
#ifndef SAMPLE_VISIT_H
#define SAMPLE_VISIT_H

#include "dice.h"
#include "talk.h"

struct scratch;

enum framing {
    FRAMING_LENGTH,
    FRAMING_CHUNKED,
    FRAMING_GZIP,
    FRAMING_GZIP_CHUNKED,
    FRAMING_UNTIL_CLOSE, /* HTTP/1.0: the end of the connection is the end of the body */
};

struct call {
    const char *method, *target;
    const char *headers;     /* further request field lines, each with CRLF; NULL: none */
    const char *type, *body; /* of the request; NULL: none */
    unsigned status;
    const char *answer_headers;       /* like headers */
    const char *answer_type, *answer; /* NULL: none */
    size_t answer_len;                /* 0: strlen(answer) */
    enum framing framing;
    enum trouble trouble; /* befalls the response */
    bool ask_only;        /* the capture ends, or the server dies, before the answer */
};

struct visit {
    struct dice *dice;
    struct scratch *scratch;
    struct talk talk;
    const char *host, *agent;
    const char *credentials; /* field lines sent with every request */
};

/* Strings that live until the tool ends. */
struct scratch *scratch_new(void);
void scratch_free(struct scratch *scratch);
char *scratch_printf(struct scratch *scratch, const char *format, ...) __attribute__((format(printf, 2, 3)));
void *scratch_get(struct scratch *scratch, size_t size);

void visit_call(struct visit *visit, const struct call *call);
/* Sends all requests before the first answer (RFC 9112 9.3.2). */
void visit_pipeline(struct visit *visit, const struct call *calls, size_t count);

#endif
