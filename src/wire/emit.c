/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/emit.h"

#include "base/hash.h"

/* Most unpacked bodies fit in one block, and blocks are kept from one exchange to the next. */
#define EMITTER_BLOCK ((size_t)64 << 10)

bool emitter_init(struct emitter *emitter, struct memory *account, size_t body_most)
{
    arena_init(&emitter->arena, account, EMITTER_BLOCK);
    return coding_init(&emitter->coding, account, body_most);
}

void emitter_done(struct emitter *emitter)
{
    coding_done(&emitter->coding);
    arena_done(&emitter->arena);
}

/* The same in every run over the same capture, whatever the lanes. */
static uint64_t connection_id(const struct flow *flow)
{
    uint64_t id = hash_mix(hash_content(slice_make(&flow->key, sizeof flow->key)), (uint64_t)flow->first);

    return id ? id : 1;
}

static void count_body(struct ledger *ledger, enum body_state state)
{
    if (state == BODY_NONE)
        return;
    ledger->seen[LEDGER_BODIES]++;
    switch (state) {
    case BODY_TOO_LARGE: ledger->lost[LOSS_body_limit]++; break;
    case BODY_UNDECODABLE: ledger->lost[LOSS_body_undecodable]++; break;
    case BODY_CUT: ledger->lost[LOSS_body_gap]++; break;
    default: ledger->analysed[LEDGER_BODIES]++; break;
    }
}

/* absolute-form (RFC 9112 3.2.2): scheme "://" authority and the rest; a proxy's request. */
static bool split_absolute(struct slice target, struct slice *authority, struct slice *rest)
{
    const char *colon = target.len ? memchr(target.at, ':', target.len) : NULL;
    struct slice after;
    size_t len = 0;

    if (!colon || target.at[0] == '/' ||
        !slice_starts_with(slice_make(colon, (size_t)(target.at + target.len - colon)), SLICE("://")))
        return false;
    after = slice_make(colon + 3, (size_t)(target.at + target.len - colon - 3));
    while (len < after.len && after.at[len] != '/' && after.at[len] != '?' && after.at[len] != '#')
        len++;
    *authority = slice_make(after.at, len);
    *rest = slice_make(after.at + len, after.len - len);
    return true;
}

static void fill_target(struct emitter *emitter, struct exchange *exchange, const struct h1_message *request)
{
    struct slice target = request->target, user, rest;

    exchange->authority = message_header(&request->message, SLICE("host"));
    if (split_absolute(target, &exchange->authority, &rest)) {
        const char *at = memrchr(exchange->authority.at, '@', exchange->authority.len);

        if (at) {
            user = slice_make(exchange->authority.at, (size_t)(at - exchange->authority.at) + 1);
            exchange->authority = slice_make(at + 1, exchange->authority.len - user.len);
            if (memchr(user.at, ':', user.len))
                exchange->flags |= EXCHANGE_USERINFO;
        }
        target = rest;
        if (target.len == 0 ||
            target.at[0] != '/') /* the path may be left out; "?" or "#" may follow at once */
            target = arena_printf(&emitter->arena, "/%.*s",
                                  (int)(target.len > INT32_MAX ? INT32_MAX : target.len), target.at);
    }
    exchange->target = slice_cut(&target, '#');
}

static void fill_request(struct emitter *emitter, struct exchange *exchange, const struct h1_message *request)
{
    exchange->method = request->method;
    exchange->version_major = request->version_major;
    exchange->version_minor = request->version_minor;
    exchange->request = request->message;
    coding_decode_message(&emitter->coding, &exchange->request, &emitter->arena);
    count_body(emitter->ledger, exchange->request.body_state);
    fill_target(emitter, exchange, request);
}

static void fill_response(struct emitter *emitter, struct exchange *exchange,
                          const struct h1_message *response)
{
    exchange->status = response->status;
    exchange->response = response->message;
    coding_decode_message(&emitter->coding, &exchange->response, &emitter->arena);
    count_body(emitter->ledger, exchange->response.body_state);
    if (response->upgraded)
        exchange->flags |= EXCHANGE_UPGRADED;
}

static void count_exchange(struct ledger *ledger, enum emit_count count)
{
    if (count == EMIT_REST)
        return;
    ledger->seen[LEDGER_EXCHANGES]++;
    switch (count) {
    case EMIT_UNANSWERED: ledger->lost[LOSS_request_unanswered]++; break;
    case EMIT_UNASKED: ledger->lost[LOSS_response_unasked]++; break;
    case EMIT_EARLY: ledger->lost[LOSS_memory_limit]++; break;
    default: ledger->analysed[LEDGER_EXCHANGES]++; break;
    }
}

void emitter_emit(struct emitter *emitter, const struct flow *flow, const struct h1_message *request,
                  const struct h1_message *response, enum emit_count count)
{
    struct exchange exchange = {
        .client = flow_address(flow, flow->client),
        .server = flow_address(flow, !flow->client),
        .scheme = SLICE("http"),
        .flags = (request ? 0 : EXCHANGE_NO_REQUEST) | (response ? 0 : EXCHANGE_NO_RESPONSE),
        .connection = connection_id(flow),
    };

    if (request) {
        exchange.started = exchange.ended = request->started;
        fill_request(emitter, &exchange, request);
    }
    if (response) {
        exchange.ended = response->ended;
        fill_response(emitter, &exchange, response);
    }
    if (response && !request) {
        exchange.started = response->started;
        exchange.version_major = response->version_major;
        exchange.version_minor = response->version_minor;
    }
    count_exchange(emitter->ledger, count);
    emitter->sink(emitter->context, &exchange);
    arena_reset(&emitter->arena);
}
