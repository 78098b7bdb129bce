/* SPDX-License-Identifier: Apache-2.0 */
/* Multipart bodies (RFC 2046 5.1, RFC 7578): parts as slices of the body, one after the other. Line ends may
 * be bare LF; a missing final delimiter ends the last part at the end of the body and is said. */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "base/slice.h"
#include "http/step.h"

struct multipart {
    struct slice rest;
    struct slice boundary;
    bool started;
    bool unclosed; /* the body ended without its final delimiter */
};

struct multipart_part {
    struct slice name, filename; /* of Content-Disposition, as written */
    bool has_filename;           /* also when it is empty: a file input nobody filled */
    struct slice content_type;   /* empty: text/plain (RFC 7578 4.4) */
    struct slice content_transfer_encoding;
    struct slice content_id;
    struct slice headers; /* the part's header section */
    struct slice body;
};

/* content_type is the value of the message's Content-Type; its boundary parameter is needed. false without
 * one. Both slices must live as long as the walk. */
bool multipart_begin(struct multipart *multipart, struct slice content_type, struct slice body);
/* STEP_MORE: *ret is the next part. STEP_DONE: that was the last. STEP_BAD: no delimiter where one must
 * be. */
enum step multipart_next(struct multipart *multipart, struct multipart_part *ret);

#endif
