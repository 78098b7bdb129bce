/* SPDX-License-Identifier: Apache-2.0 */
/* Content codings off (RFC 9110 8.4): gzip and x-gzip, deflate (with or without the zlib wrapper), br, zstd,
 * several on top of each other, each with a ceiling on what comes out, so that a bomb costs no more than the
 * ceiling.
 *
 * A lane has one `struct coding`: the decoders' state is kept from body to body. Output goes to the caller's
 * arena; what fits its blocks allocates nothing. Length fields inside the data are hints for the first try,
 * never believed. */
#ifndef HTTP_CODING_H
#define HTTP_CODING_H

#include "base/arena.h"
#include "base/memory.h"
#include "http/message.h"

struct coding_state;

struct coding {
    struct memory *account;
    size_t limit; /* bytes of one decoded body */
    struct coding_state *state;
};

/* limit 0: 32 MiB. false when memory was refused. */
bool coding_init(struct coding *coding, struct memory *account, size_t limit);
void coding_done(struct coding *coding);

/* Replaces message->body by what Content-Encoding says was coded, or by what a gzip signature gives away
 * although no field says so (ODDITY_NOT_LISTED_CODING). The new body stands in the arena with BODY_SLACK
 * bytes after it.
 *   BODY_WHOLE stays, or becomes BODY_TOO_LARGE (the ceiling, or memory was refused), BODY_UNDECODABLE
 *   (damaged or unknown coding) or BODY_NONE (nothing came out); in these cases the body is empty.
 *   BODY_CUT is decoded as far as it goes and stays BODY_CUT. Other states are left alone. */
void coding_decode_message(struct coding *coding, struct message *message, struct arena *arena);

#endif
