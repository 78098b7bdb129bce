/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/pairing.h"

enum { REQUEST, RESPONSE };

/* A message kept until its other half comes; `message` points into the bytes after it. */
struct kept {
    struct kept *next;
    size_t size;
    bool uncertain; /* some response to a lost request may come before its own */
    enum h1_asked asked;
    struct h1_message message;
};

/* What the response being read answers: decided when its head was read, for requests that come later are not its. */
enum answers {
    ANSWERS_UNDECIDED,
    ANSWERS_KEPT,  /* `answered` */
    ANSWERS_OPEN,  /* the request that is not complete yet */
    ANSWERS_EARLY, /* a request that was told without waiting */
    ANSWERS_NOTHING,
};

struct pairing {
    struct h1_half halves[2];
    struct kept *first, *last; /* requests waiting for their responses */
    struct kept *answered;
    struct kept *ahead; /* a response that is complete before its request */
    uint64_t fed[2];
    uint32_t waiting;
    uint32_t told_early; /* requests told without waiting whose responses may still come, before `first` */
    uint32_t begun;      /* acknowledged when the request being read began */
    uint32_t lost_at;    /* where the responses stood when requests were lost in a hole */
    bool requests_lost;
    enum answers answers;
    bool request_open;   /* a request head was read, its end was not */
    bool open_uncertain; /* and its response may have been in a hole */
    bool searching[2];
    bool opaque[2];
    enum h1_asked open_asked; /* what the open request asks */
};

/* The listener's context: one call into the reader. */
struct call {
    struct pairings *pairings;
    struct flow *flow;
    struct pairing *pairing;
    uint32_t acknowledged;
};

#define KEPT_HEAD ((sizeof(struct kept) + 15) & ~(size_t)15)

static struct kept *keep(struct pairings *pairings, const struct h1_message *message)
{
    size_t size = KEPT_HEAD + h1_copy_size(message);
    struct kept *kept = pool_get(pairings->pool, size);

    if (!kept)
        return NULL;
    *kept = (struct kept){ .size = size };
    h1_copy(message, (char *)kept + KEPT_HEAD, &kept->message);
    return kept;
}

static void give(struct pairings *pairings, struct kept *kept)
{
    if (kept)
        pool_give(pairings->pool, kept, kept->size);
}

static struct kept *take_first(struct pairing *pairing)
{
    struct kept *kept = pairing->first;

    pairing->first = kept->next;
    if (!kept->next)
        pairing->last = NULL;
    pairing->waiting--;
    return kept;
}

static void tell_first(const struct call *call, enum emit_count count)
{
    struct kept *kept = take_first(call->pairing);

    emitter_emit(call->pairings->emitter, call->flow, &kept->message, NULL, count);
    give(call->pairings, kept);
}

static void leave_unanswered(const struct call *call)
{
    while (call->pairing->first)
        tell_first(call, EMIT_UNANSWERED);
    call->pairing->told_early = 0;
}

static enum h1_asked asked_by(const struct h1_message *request)
{
    if (slice_eq(request->method, SLICE("HEAD")))
        return H1_ASKED_HEAD;
    return slice_eq(request->method, SLICE("CONNECT")) ? H1_ASKED_CONNECT : H1_ASKED_OTHER;
}

static enum answers match(const struct call *call)
{
    struct pairing *pairing = call->pairing;

    if (pairing->told_early) {
        pairing->told_early--;
        return ANSWERS_EARLY;
    }
    while (pairing->first && pairing->first->uncertain)
        tell_first(call, EMIT_UNANSWERED);
    if (!pairing->first)
        return pairing->request_open && !pairing->open_uncertain ? ANSWERS_OPEN : ANSWERS_NOTHING;
    pairing->answered = take_first(pairing);
    return ANSWERS_KEPT;
}

static enum h1_asked on_asked(void *context)
{
    const struct call *call = context;
    struct pairing *pairing = call->pairing;

    pairing->answers = match(call);
    if (pairing->answers == ANSWERS_KEPT)
        return pairing->answered->asked;
    return pairing->answers == ANSWERS_OPEN ? pairing->open_asked : H1_ASKED_UNKNOWN;
}

static void on_head(void *context, const struct h1_message *head)
{
    struct pairing *pairing = ((const struct call *)context)->pairing;

    if (head->is_response)
        return;
    pairing->request_open = true;
    pairing->open_uncertain = false;
    pairing->open_asked = asked_by(head);
}

static void count_message(const struct call *call, bool cut)
{
    struct ledger *ledger = call->pairings->ledger;

    ledger->seen[LEDGER_MESSAGES]++;
    if (cut)
        ledger->lost[LOSS_message_incomplete]++;
    else
        ledger->analysed[LEDGER_MESSAGES]++;
}

/* Was this request sent before the client had a response to those that were lost? */
static bool is_uncertain(struct call *call)
{
    struct pairing *pairing = call->pairing;
    const struct side *server = &call->flow->sides[!call->flow->client];

    if (!pairing->requests_lost || !(server->flags & SIDE_SEEN))
        return false;
    if (sequence_after(pairing->begun, pairing->lost_at) <= 0)
        return true;
    pairing->requests_lost = false;
    return false;
}

static void on_request(struct call *call, const struct h1_message *message)
{
    struct pairings *pairings = call->pairings;
    struct pairing *pairing = call->pairing;
    struct kept *kept;

    pairing->request_open = false;
    if (pairing->ahead) {
        emitter_emit(pairings->emitter, call->flow, message, &pairing->ahead->message, EMIT_PAIR);
        give(pairings, pairing->ahead);
        pairing->ahead = NULL;
        return;
    }
    if (pairing->waiting >= pairings->requests_most) {
        tell_first(call, EMIT_UNANSWERED);
        pairing->told_early++;
    }
    kept = keep(pairings, message);
    if (!kept) { /* in order: those that waited longer go first */
        for (; pairing->first; pairing->told_early++)
            tell_first(call, EMIT_EARLY);
        emitter_emit(pairings->emitter, call->flow, message, NULL, EMIT_EARLY);
        pairing->told_early++;
        return;
    }
    kept->uncertain = is_uncertain(call) || pairing->open_uncertain;
    kept->asked = asked_by(message);
    *(pairing->last ? &pairing->last->next : &pairing->first) = kept;
    pairing->last = kept;
    pairing->waiting++;
}

/* The request whose head was there when this response began: complete by now, or the response waits for it. */
static bool meet_open_request(struct call *call, const struct h1_message *message)
{
    struct pairing *pairing = call->pairing;

    if (!pairing->request_open && pairing->first) {
        pairing->answered = take_first(pairing);
        return false;
    }
    if (pairing->request_open && !pairing->ahead)
        pairing->ahead = keep(call->pairings, message);
    return pairing->ahead != NULL;
}

static void on_response(struct call *call, const struct h1_message *message)
{
    struct pairings *pairings = call->pairings;
    struct pairing *pairing = call->pairing;
    enum answers answers = pairing->answers == ANSWERS_UNDECIDED ? match(call) : pairing->answers;
    enum emit_count alone = answers == ANSWERS_EARLY ? EMIT_REST : EMIT_UNASKED;

    pairing->answers = ANSWERS_UNDECIDED;
    if (answers == ANSWERS_NOTHING &&
        message->missing_bytes) /* whose end is a guess: it may have swallowed others */
        leave_unanswered(call);
    if (answers != ANSWERS_OPEN || !meet_open_request(call, message)) {
        struct kept *kept = pairing->answered;

        pairing->answered = NULL;
        emitter_emit(pairings->emitter, call->flow, kept ? &kept->message : NULL, message,
                     kept ? EMIT_PAIR : alone);
        give(pairings, kept);
    }
    if (message->upgraded) {
        h1_go_opaque(&pairings->h1, &pairing->halves[REQUEST]);
        pairing->opaque[REQUEST] = !pairing->request_open;
    }
}

static void on_message(void *context, const struct h1_message *message)
{
    struct call *call = context;

    count_message(call, message->cut);
    if (!message->is_response) {
        on_request(call, message);
        call->pairing->begun = call->acknowledged; /* what follows in these bytes begins here */
    } else if (!message->interim) {
        on_response(call, message);
    }
}

static void on_lost(void *context, enum h1_lost why, uint64_t bytes)
{
    struct ledger *ledger = ((const struct call *)context)->pairings->ledger;

    ledger->seen[LEDGER_MESSAGES]++;
    ledger->lost[why == H1_LOST_MALFORMED ? LOSS_message_malformed : LOSS_message_incomplete]++;
}

bool pairings_init(struct pairings *pairings, struct memory *account, size_t body_most)
{
    const struct h1_limits limits = { .body_bytes = body_most };
    const struct h1_listener listener = { on_asked, on_head, on_message, on_lost };

    return h1_init(&pairings->h1, &limits, &listener, account);
}

void pairings_done(struct pairings *pairings)
{
    h1_done(&pairings->h1);
}

struct pairing *pairing_new(struct pairings *pairings, bool request_midstream, bool response_midstream)
{
    struct pairing *pairing = pool_get(pairings->pool, sizeof *pairing);

    if (!pairing)
        return NULL;
    *pairing = (struct pairing){ .searching = { request_midstream, response_midstream } };
    for (int half = REQUEST; half <= RESPONSE; half++) {
        h1_half_init(&pairing->halves[half], half == RESPONSE);
        if (pairing->searching[half])
            h1_start_midstream(&pairing->halves[half]);
    }
    return pairing;
}

static struct call call_make(struct pairings *pairings, struct flow *flow, uint32_t acknowledged)
{
    return (struct call){ pairings, flow, flow->pairing, acknowledged };
}

static void note_step(struct pairing *pairing, int half, enum step step)
{
    pairing->searching[half] = step == STEP_BAD;
    pairing->opaque[half] = step == STEP_DONE;
}

void pairing_bytes(struct pairings *pairings, struct flow *flow, bool is_response, struct slice bytes,
                   int64_t time, uint32_t acknowledged)
{
    struct call call = call_make(pairings, flow, acknowledged);
    struct pairing *pairing = flow->pairing;
    struct h1_half *half = &pairing->halves[is_response];

    pairing->fed[is_response] += bytes.len;
    if (!is_response && (pairing->searching[REQUEST] || h1_is_idle(half)))
        pairing->begun = acknowledged;
    note_step(pairing, is_response, h1_feed(&pairings->h1, half, &call, bytes, time));
}

void pairing_gap(struct pairings *pairings, struct flow *flow, bool is_response, uint64_t count, int64_t time)
{
    struct call call = call_make(pairings, flow, 0);
    struct pairing *pairing = flow->pairing;

    note_step(pairing, is_response, h1_gap(&pairings->h1, &pairing->halves[is_response], &call, count, time));
    if (is_response &&
        pairing->requests_lost) /* an answer to one of them may have been in this hole, or not */
        pairing->lost_at = flow->sides[!flow->client].next;
    if (!pairing->searching[is_response])
        return;
    if (is_response) {
        leave_unanswered(&call);
        pairing->open_uncertain = pairing->request_open;
    } else {
        pairing_requests_lost(pairing, flow->sides[!flow->client].next);
    }
}

void pairing_requests_lost(struct pairing *pairing, uint32_t responses_at)
{
    pairing->requests_lost = true;
    pairing->lost_at = responses_at;
}

void pairing_end(struct pairings *pairings, struct flow *flow, bool is_response, int64_t time)
{
    struct call call = call_make(pairings, flow, 0);

    h1_close(&pairings->h1, &flow->pairing->halves[is_response], &call, true, time);
    flow->pairing->searching[is_response] = false;
}

void pairing_close(struct pairings *pairings, struct flow *flow, int64_t time)
{
    struct call call = call_make(pairings, flow, 0);
    struct pairing *pairing = flow->pairing;

    for (int half = REQUEST; half <= RESPONSE; half++)
        h1_close(&pairings->h1, &pairing->halves[half], &call, false, time);
    leave_unanswered(&call);
    if (pairing->ahead) { /* its request was lost after all */
        emitter_emit(pairings->emitter, flow, NULL, &pairing->ahead->message, EMIT_UNASKED);
        give(pairings, pairing->ahead);
        pairing->ahead = NULL;
    }
}

bool pairing_is_idle(const struct pairing *pairing)
{
    return !pairing->first && !pairing->answered && !pairing->ahead && !pairing->told_early &&
           !pairing->answers && !pairing->requests_lost && !pairing->request_open &&
           !pairing->searching[REQUEST] && !pairing->searching[RESPONSE] && !pairing->opaque[REQUEST] &&
           !pairing->opaque[RESPONSE] && h1_is_idle(&pairing->halves[REQUEST]) &&
           h1_is_idle(&pairing->halves[RESPONSE]);
}

bool pairing_is_upgraded(const struct pairing *pairing)
{
    return pairing->opaque[REQUEST] && pairing->opaque[RESPONSE] && !pairing->first && !pairing->ahead;
}

void pairing_free(struct pairings *pairings, struct pairing *pairing)
{
    struct ledger *ledger = pairings->ledger;

    for (int i = REQUEST; i <= RESPONSE; i++) {
        struct h1_half *half = &pairing->halves[i];

        ledger->lost[LOSS_stream_unsynchronised] += half->skipped;
        ledger->lost[LOSS_upgraded] += half->opaque;
        ledger->analysed[LEDGER_BYTES] += pairing->fed[i] - half->skipped - half->opaque;
        h1_half_done(&pairings->h1, half);
    }
    pool_give(pairings->pool, pairing, sizeof *pairing);
}
