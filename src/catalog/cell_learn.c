/* SPDX-License-Identifier: Apache-2.0 */
/* What one exchange teaches its cell. */
#include "base/arena.h"
#include "catalog/cell_lists.h"
#include "catalog/observations.h"
#include "catalog/parts.h"
#include "http/xml.h"

bool cell_count_body(struct ledger *ledger, enum body_state state)
{
    static const struct {
        enum body_state state;
        enum ledger_loss loss;
    } losses[] = {
        { BODY_CUT, LOSS_body_gap },
        { BODY_TOO_LARGE, LOSS_body_limit },
        { BODY_UNDECODABLE, LOSS_body_undecodable },
        { BODY_ABSENT, LOSS_body_absent },
    };

    if (state == BODY_NONE)
        return false;
    ledger->seen[LEDGER_BODIES]++;
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        if (state == losses[i].state) {
            ledger->lost[losses[i].loss]++;
            return false;
        }
    return true;
}

static enum schema_verdict learn_content(struct cell_learner *with, struct body_evidence *evidence,
                                         enum content_kind kind, const struct message *message,
                                         struct slice content_type)
{
    struct pair *pairs;
    size_t count;
    struct xml_root root;

    switch (kind) {
    case CONTENT_JSON:
        return schema_learn_json(with->learner, evidence->schema, message->body, with->listener,
                                 with->listener_context);
    case CONTENT_FORM:
        if (!parts_form(message->body, with->arena, &pairs, &count))
            return SCHEMA_MALFORMED;
        return schema_learn_pairs(with->learner, evidence->schema, pairs, count);
    case CONTENT_MULTIPART:
        if (!parts_multipart(content_type, message->body, with->arena, &pairs, &count))
            return SCHEMA_MALFORMED;
        return schema_learn_pairs(with->learner, evidence->schema, pairs, count);
    case CONTENT_XML:
        if (!xml_find_root(message->body, &root))
            return SCHEMA_MALFORMED;
        text_smallest(&evidence->xml_root, with->account, root.name);
        text_smallest(&evidence->xml_namespace, with->account, root.namespace_uri);
        return SCHEMA_LEARNED;
    case CONTENT_TEXT:
    case CONTENT_BINARY: break;
    }
    return SCHEMA_LEARNED;
}

/* What a body is may change under one media type that says little: it is read as what it is. A media type beyond the
 * bound is read too and then forgotten, as are those that the bound drops later: what is counted in the ledger must not
 * depend on which came first. */
static void learn_body(struct cell_learner *with, struct body_evidence **list, const struct message *message,
                       const struct fields *fields, int64_t time)
{
    bool whole = cell_count_body(with->ledger, message->body_state);
    struct parts_body body;
    struct slice content_type;
    struct body_evidence *evidence, beyond = { 0 };
    enum schema_verdict verdict = SCHEMA_LIMITED;

    if (message->body_state == BODY_NONE)
        return;
    content_type = fields_find(fields, FIELD_CONTENT_TYPE);
    body = parts_body_kind(content_type, message->body, with->arena);
    evidence = bodies_get(list, with->account, body.media_type, body.kind);
    if (!evidence)
        evidence = &beyond;
    else if (body.kind < evidence->kind)
        evidence->kind = body.kind;
    support_add(&evidence->support, time, 1);
    if (!evidence->schema && body.kind <= CONTENT_MULTIPART)
        evidence->schema = schema_new(with->account);
    if (whole && (evidence->schema || body.kind > CONTENT_MULTIPART))
        verdict = learn_content(with, evidence, body.kind, message, content_type);
    body_done(&beyond, with->account);
    if (whole && verdict == SCHEMA_LEARNED)
        with->ledger->analysed[LEDGER_BODIES]++;
    else if (whole)
        with->ledger->lost[verdict == SCHEMA_MALFORMED ? LOSS_body_malformed : LOSS_body_unlearned]++;
}

static void learn_pairs(struct cell_learner *with, struct schema **schema, const struct pair *pairs,
                        size_t count)
{
    if (count == 0)
        return;
    if (!*schema)
        *schema = schema_new(with->account);
    if (*schema)
        schema_learn_pairs(with->learner, *schema, pairs, count);
}

static void learn_request(struct cell_learner *with, struct request_evidence *request,
                          const struct cell_input *input)
{
    request->count++;
    request->with_body += input->exchange->request.body_state != BODY_NONE;
    learn_pairs(with, &request->query, input->query, input->query_count);
    learn_pairs(with, &request->headers, input->headers, input->header_count);
    learn_pairs(with, &request->cookies, input->cookies, input->cookie_count);
    learn_body(with, &request->bodies, &input->exchange->request, input->request_fields,
               input->exchange->started);
}

static void learn_response(struct cell *cell, struct cell_learner *with, const struct cell_input *input)
{
    const struct exchange *exchange = input->exchange;
    struct response_evidence *response, beyond = { 0 };
    struct pair *pairs;
    size_t count;

    if (exchange->flags & EXCHANGE_NO_RESPONSE || exchange->status == 0)
        return;
    response = response_get(cell, with->account, exchange->status);
    if (!response)
        response = &beyond;
    support_add(&response->support, exchange->started, 1);
    count = parts_response_headers(input->response_fields, with->arena, &pairs);
    learn_pairs(with, &response->headers, pairs, count);
    learn_body(with, &response->bodies, &exchange->response, input->response_fields, exchange->started);
    response_done(&beyond, with->account);
    cell->deprecated += fields_find(input->response_fields, FIELD_DEPRECATION).len > 0;
}

/* Only bodies whose keys are worth it are walked: their schema knows, once this body is learned (so that it does not matter which
 * came first). */
static void read_privileges(struct cell_learner *with, struct cell *cell, const struct cell_input *input)
{
    const struct exchange *exchange = input->exchange;
    const struct response_evidence *response;

    if (exchange->status / 100 != 2 || exchange->response.body.len == 0 ||
        !slice_eq(exchange->method, SLICE("GET")))
        return;
    response = response_get(cell, with->account, exchange->status);
    for (const struct body_evidence *body = response ? response->bodies : NULL; body; body = body->next)
        if (body->schema && schema_has_privileges(body->schema)) {
            signal_read_privileges(input->signals);
            return;
        }
}

static void learn_security(struct cell *cell, struct cell_learner *with, const struct cell_input *input,
                           bool accepted)
{
    if (input->credential_count == 0) {
        cell->anonymous++;
        cell->anonymous_accepted += accepted;
    }
    for (size_t i = 0; i < input->credential_count; i++) {
        const struct credential *credential = &input->credentials[i];
        struct security_evidence *entry =
            security_get(cell, with->account, credential->kind, credential->name);

        if (!entry)
            continue;
        support_add(&entry->support, input->exchange->started, 1);
        entry->accepted += accepted;
        entry->leading += credential->kind == input->credentials[0].kind;
        entry->jwt += credential->is_jwt;
    }
}

/* Eighths of an octave above one microsecond. */
static uint32_t latency_index(uint64_t nanoseconds)
{
    uint64_t units = nanoseconds / 1000 + 1;
    unsigned octave = 63u - (unsigned)__builtin_clzll(units);
    uint64_t eighth = octave >= 3 ? (units >> (octave - 3)) & 7 : (units << (3 - octave)) & 7;

    return (uint32_t)(octave * 8 + eighth);
}

/* Answers that say the request itself was wrong. One that was not allowed, came at a bad time or met a broken server
 * (401, 403, 409, 429, 5xx ...) looks like those that succeed. */
static bool is_refused_for_its_form(uint16_t status)
{
    switch (status) {
    case 400:
    case 404:
    case 405:
    case 406:
    case 410:
    case 411:
    case 413:
    case 414:
    case 415:
    case 416:
    case 417:
    case 422:
    case 431: return true;
    default: return false;
    }
}

static struct request_evidence *evidence_for(struct cell *cell, uint16_t status)
{
    if (status < 400)
        return &cell->accepted;
    return is_refused_for_its_form(status) ? &cell->rejected : &cell->unjudged;
}

void cell_learn(struct cell *cell, struct cell_learner *with, const struct cell_input *input)
{
    const struct exchange *exchange = input->exchange;
    bool accepted = exchange->status > 0 && exchange->status < 400;
    unsigned class = exchange->status / 100;

    support_add(&cell->support, exchange->started, 1);
    cell->by_class[class < 6 ? class : 0]++;
    cell->request_bytes += exchange->request.wire_bytes;
    cell->response_bytes += exchange->response.wire_bytes;
    if (exchange->ended > exchange->started)
        latency_add(cell, with->account,
                    latency_index((uint64_t)exchange->ended - (uint64_t)exchange->started), 1);
    distinct_add(&cell->consumers, input->consumer);
    learn_request(with, evidence_for(cell, exchange->status), input);
    learn_response(cell, with, input);
    learn_security(cell, with, input, accepted);
    if (input->signals)
        read_privileges(with, cell, input);
    if (input->signals)
        observations_learn(&cell->observations, with->account, input->signals);
}
