/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/pairing.h"

enum { REQUEST, RESPONSE };

/* A message kept until its other half comes; `message` points into the bytes after it. */
struct kept {
    struct kept *next;
    size_t size;
    uint64_t passed; /* bytes of responses that were skipped before it came */
    bool uncertain;  /* some response to a lost request may come before its own */
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
    bool is_response;
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
    /* What was skipped since a request came held the head of its response. */
    while (pairing->first &&
           (pairing->first->uncertain || pairing->halves[RESPONSE].skipped > pairing->first->passed))
        tell_first(call, EMIT_UNANSWERED);
    if (!pairing->first)
        return pairing->request_open && !pairing->open_uncertain && !pairing->ahead ? ANSWERS_OPEN
                                                                                    : ANSWERS_NOTHING;
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

/* Was this request sent before the client had a response to those that were lost? Or before it had a response that
 * was told without a request, and may have been its? */
static bool is_uncertain(struct call *call)
{
    struct pairing *pairing = call->pairing;
    const struct flow *flow = call->flow;
    const struct side *server = &flow->sides[!flow->client];

    if (flow->flags & FLOW_UNASKED && sequence_after(flow->unasked, pairing->begun) > 0)
        return true;
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
    kept->passed = pairing->halves[RESPONSE].skipped;
    if (pairing->searching[RESPONSE])
        kept->passed += h1_pending(&pairing->halves[RESPONSE]);
    *(pairing->last ? &pairing->last->next : &pairing->first) = kept;
    pairing->last = kept;
    pairing->waiting++;
}

/* The response was begun when its request was not complete. Now it is, or the response waits for it; false: neither. */
static bool meet_open_request(struct call *call, const struct h1_message *message, enum answers *answers)
{
    struct pairing *pairing = call->pairing;

    if (!pairing->request_open) {
        *answers = match(call);
        return false;
    }
    if (!pairing->ahead)
        pairing->ahead = keep(call->pairings, message);
    if (!pairing->ahead)
        pairing->open_uncertain = true; /* no later response is its */
    return pairing->ahead != NULL;
}

static void on_response(struct call *call, const struct h1_message *message)
{
    struct pairings *pairings = call->pairings;
    struct pairing *pairing = call->pairing;
    enum answers answers = pairing->answers == ANSWERS_UNDECIDED ? match(call) : pairing->answers;

    pairing->answers = ANSWERS_UNDECIDED;
    if (answers == ANSWERS_NOTHING && message->missing_bytes)
        leave_unanswered(call); /* its end is a guess: it may have swallowed others */
    if (answers != ANSWERS_OPEN || !meet_open_request(call, message, &answers)) {
        struct kept *kept = pairing->answered;
        enum emit_count alone = answers == ANSWERS_EARLY ? EMIT_REST : EMIT_UNASKED;

        if (!kept) {
            call->flow->flags |= FLOW_UNASKED;
            call->flow->unasked = call->flow->sides[!call->flow->client].next;
        }
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

/* Messages of this direction may have passed unread: what waits for its other half may not meet a wrong one. */
static void lose_messages(const struct call *call)
{
    struct pairing *pairing = call->pairing;

    if (call->is_response) {
        leave_unanswered(call);
        pairing->open_uncertain = pairing->request_open;
    } else {
        pairing_requests_lost(pairing, call->flow->sides[!call->flow->client].next);
    }
}

/* A request that could not be read may be answered all the same, and the other way round. */
static void on_lost(void *context, enum h1_lost why, uint64_t bytes)
{
    struct call *call = context;
    struct ledger *ledger = call->pairings->ledger;

    ledger->seen[LEDGER_MESSAGES]++;
    ledger->lost[why == H1_LOST_MALFORMED ? LOSS_message_malformed : LOSS_message_incomplete]++;
    lose_messages(call);
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

static struct call call_make(struct pairings *pairings, struct flow *flow, bool is_response,
                             uint32_t acknowledged)
{
    return (struct call){ pairings, flow, flow->pairing, acknowledged, is_response };
}

static void note_step(struct pairing *pairing, int half, enum step step)
{
    pairing->searching[half] = step == STEP_BAD;
    pairing->opaque[half] = step == STEP_DONE;
}

void pairing_bytes(struct pairings *pairings, struct flow *flow, bool is_response, struct slice bytes,
                   int64_t time, uint32_t acknowledged)
{
    struct call call = call_make(pairings, flow, is_response, acknowledged);
    struct pairing *pairing = flow->pairing;
    struct h1_half *half = &pairing->halves[is_response];
    uint64_t denied = pairings->h1.account->denied;

    pairing->fed[is_response] += bytes.len;
    if (!is_response && (pairing->searching[REQUEST] || h1_is_idle(half)))
        pairing->begun = acknowledged;
    note_step(pairing, is_response, h1_feed(&pairings->h1, half, &call, bytes, time));
    if (pairings->h1.account->denied != denied && pairing->searching[is_response])
        lose_messages(&call); /* a search without memory passes over what it looks for */
}

void pairing_gap(struct pairings *pairings, struct flow *flow, bool is_response, uint64_t count, int64_t time)
{
    struct call call = call_make(pairings, flow, is_response, 0);
    struct pairing *pairing = flow->pairing;

    note_step(pairing, is_response, h1_gap(&pairings->h1, &pairing->halves[is_response], &call, count, time));
    if (is_response &&
        pairing->requests_lost) /* an answer to one of them may have been in this hole, or not */
        pairing->lost_at = flow->sides[!flow->client].next;
    if (pairing->searching[is_response])
        lose_messages(&call);
}

void pairing_requests_lost(struct pairing *pairing, uint32_t responses_at)
{
    pairing->requests_lost = true;
    pairing->lost_at = responses_at;
}

void pairing_end(struct pairings *pairings, struct flow *flow, bool is_response, int64_t time)
{
    struct call call = call_make(pairings, flow, is_response, 0);

    h1_close(&pairings->h1, &flow->pairing->halves[is_response], &call, true, time);
    flow->pairing->searching[is_response] = false;
}

void pairing_close(struct pairings *pairings, struct flow *flow, int64_t time)
{
    struct call call = call_make(pairings, flow, false, 0);
    struct pairing *pairing = flow->pairing;

    h1_close(&pairings->h1, &pairing->halves[REQUEST], &call, false, time);
    call.is_response = true;
    h1_close(&pairings->h1, &pairing->halves[RESPONSE], &call, false, time);
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
