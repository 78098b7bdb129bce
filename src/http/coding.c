/* SPDX-License-Identifier: Apache-2.0 */
/* Which codings a message has, and in which order they come off. The decoders are in inflate.c and
 * unpack.c. */
#include "http/coding.h"

#include "http/coding_state.h"

#define DEFAULT_LIMIT ((size_t)32 << 20)
#define STACK_MOST 4 /* codings on one body; nobody sends more than two */

enum coding_kind {
    CODING_GZIP,
    CODING_DEFLATE,
    CODING_BROTLI,
    CODING_ZSTD,
    CODING_UNKNOWN,
};

struct stack {
    enum coding_kind kinds[STACK_MOST];
    size_t count;
    bool unreadable; /* an unknown coding, or too many */
};

bool coding_init(struct coding *coding, struct memory *account, size_t limit)
{
    *coding = (struct coding){ .account = account, .limit = limit ? limit : DEFAULT_LIMIT };
    coding->state = memory_get(account, sizeof *coding->state);
    if (!coding->state)
        return false;
    coding->state->account = account;
    return true;
}

void coding_done(struct coding *coding)
{
    if (coding->state) {
        inflate_done(coding->state);
        unpack_done(coding->state);
        memory_give(coding->account, coding->state, sizeof *coding->state);
    }
    *coding = (struct coding){ 0 };
}

bool output_reserve(struct output *output, size_t more)
{
    size_t need = output->len + more, room = output->room ? output->room * 4 : 1024;

    if (output->room && need <= output->room)
        return true;
    if (output->room >= output->limit)
        return false;
    while (room < need && room < output->limit)
        room *= 2;
    if (room > output->limit)
        room = output->limit;
    char *at = arena_get(output->arena, room + BODY_SLACK);
    if (!at)
        return false;
    if (output->len)
        memcpy(at, output->at, output->len);
    output->at = at;
    output->room = room;
    return true;
}

static enum coding_kind kind_of(struct slice name)
{
    if (slice_eq_nocase(name, SLICE("gzip")) || slice_eq_nocase(name, SLICE("x-gzip")))
        return CODING_GZIP;
    if (slice_eq_nocase(name, SLICE("deflate")))
        return CODING_DEFLATE;
    if (slice_eq_nocase(name, SLICE("br")))
        return CODING_BROTLI;
    if (slice_eq_nocase(name, SLICE("zstd")))
        return CODING_ZSTD;
    return CODING_UNKNOWN;
}

static void push(struct stack *stack, enum coding_kind kind)
{
    if (kind == CODING_UNKNOWN || stack->count == STACK_MOST)
        stack->unreadable = true;
    else
        stack->kinds[stack->count++] = kind;
}

/* All Content-Encoding fields are one list, in the order in which the codings were applied. */
static struct stack listed_codings(const struct message *message)
{
    struct stack stack = { .count = 0 };

    for (size_t i = 0; i < message->header_count; i++) {
        const struct header *header = &message->headers[i];
        struct slice rest = header->value;
        if (header->name.len != sizeof "Content-Encoding" - 1 ||
            !slice_eq_nocase(header->name, SLICE("Content-Encoding")))
            continue;
        while (rest.len) {
            struct slice name = slice_trim(slice_cut(&rest, ','));
            if (name.len && !slice_eq_nocase(name, SLICE("identity")))
                push(&stack, kind_of(name));
        }
    }
    return stack;
}

static bool contains(struct slice text, struct slice part)
{
    return text.len >= part.len && memmem(text.at, text.len, part.at, part.len) != NULL;
}

/* A file that is gzip by its own right stays as it is. */
static bool type_is_gzip(const struct message *message)
{
    for (size_t i = 0; i < message->header_count; i++) {
        const struct header *header = &message->headers[i];
        if (slice_eq_nocase(header->name, SLICE("Content-Type")))
            return contains(header->value, SLICE("gz")) || contains(header->value, SLICE("tar"));
    }
    return false;
}

static enum outcome take_off(struct coding *coding, enum coding_kind kind, struct slice in, bool whole,
                             struct output *output)
{
    switch (kind) {
    case CODING_GZIP: return inflate_gzip(coding->state, in, whole, output);
    case CODING_DEFLATE: return inflate_deflate(coding->state, in, whole, output);
    case CODING_BROTLI: return unpack_brotli(coding->state, in, output);
    default: return unpack_zstd(coding->state, in, output);
    }
}

static void settle(struct message *message, enum outcome outcome, struct slice body)
{
    message->body = (struct slice){ NULL, 0 };
    if (outcome == OUTCOME_TOO_LARGE) {
        message->body_state = BODY_TOO_LARGE;
    } else if (message->body_state == BODY_CUT) {
        message->body = body; /* as far as it went: a cut coding ends anywhere */
    } else if (outcome != OUTCOME_WHOLE) {
        message->body_state = BODY_UNDECODABLE;
    } else if (body.len == 0) {
        message->body_state = BODY_NONE;
    } else {
        message->body = body;
    }
}

void coding_decode_message(struct coding *coding, struct message *message, struct arena *arena)
{
    if ((message->body_state != BODY_WHOLE && message->body_state != BODY_CUT) || message->body.len == 0)
        return;
    struct stack stack = listed_codings(message);
    if (stack.unreadable) {
        settle(message, OUTCOME_DAMAGED, SLICE(""));
        return;
    }
    if (stack.count == 0 && inflate_is_gzip(message->body) && !type_is_gzip(message)) {
        push(&stack, CODING_GZIP);
        message->oddities |= ODDITY_NOT_LISTED_CODING;
    }
    if (stack.count == 0)
        return;
    bool whole = message->body_state == BODY_WHOLE;
    struct slice body = message->body;
    enum outcome outcome = OUTCOME_WHOLE;
    while (stack.count && (outcome == OUTCOME_WHOLE || (outcome == OUTCOME_CUT && !whole))) {
        struct output output = { .arena = arena, .limit = coding->limit };
        outcome =
            take_off(coding, stack.kinds[--stack.count], body, whole && outcome == OUTCOME_WHOLE, &output);
        body = (struct slice){ output.at, output.len };
    }
    if (stack.count)
        body = (struct slice){ NULL, 0 }; /* a damaged outer coding: what came out is no body */
    settle(message, outcome, body);
}
