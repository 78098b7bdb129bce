/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/echo.h"

#include "catalog/cell.h"

#define ECHO_VALUES 64  /* of a parameter, looked at */
#define ECHO_MEMBERS 24 /* that repeated some value */
#define ECHO_LEAST 2    /* values that were repeated */
#define ECHO_DEPTH 4    /* segments from the value to the operation that answered */
#define ECHO_FEW 4      /* values of a member that names one thing */

struct echo_vote {
    struct slice key;
    size_t values; /* whose answers repeated them under this key */
    size_t last;   /* the last of them, so that each counts once */
};

struct echoes {
    struct echo_vote votes[ECHO_MEMBERS];
    size_t count;
    size_t values; /* that were answered with an object */
};

static bool holds(const struct values *values, uint64_t hash)
{
    return values && values->sample.count <= ECHO_FEW && !values->sample.overflowed &&
           sample_find(&values->sample, hash);
}

static void vote(struct echoes *echoes, struct slice key)
{
    size_t i = 0;

    while (i < echoes->count && !slice_eq(echoes->votes[i].key, key))
        i++;
    if (i == ECHO_MEMBERS)
        return;
    if (i == echoes->count)
        echoes->votes[echoes->count++] = (struct echo_vote){ .key = key };
    if (echoes->votes[i].last == echoes->values)
        return;
    echoes->votes[i].last = echoes->values;
    echoes->votes[i].values++;
}

static void listen(struct echoes *echoes, const struct field *object, uint64_t hash)
{
    const struct field *member;
    size_t cursor = 0;

    while ((member = schema_next(object, &cursor)))
        if (holds(member->values, hash) || holds(member->numbers, hash))
            vote(echoes, member->key);
}

static bool is_object(const struct body_evidence *body)
{
    return body->kind == CONTENT_JSON && body->schema && schema_root(body->schema)->types[TYPE_OBJECT];
}

/* Answers below a value, at the nearest operations; false while none was an object. */
static bool listen_below(struct echoes *echoes, const struct path_node *node, uint64_t hash, unsigned depth)
{
    bool answered = false;

    for (const struct cell *cell = node->cells; cell; cell = cell->next)
        for (const struct response_evidence *response = cell->responses; response; response = response->next)
            for (const struct body_evidence *body = response->bodies; body; body = body->next) {
                if (response->status / 100 != 2 || !is_object(body))
                    continue;
                if (!answered)
                    echoes->values++;
                answered = true;
                listen(echoes, schema_root(body->schema), hash);
            }
    for (uint32_t i = 0; !answered && depth > 0 && i < node->child_count; i++)
        answered = listen_below(echoes, node->children[i], hash, depth - 1);
    return answered;
}

struct slice echo_name(const struct template_node *node)
{
    struct echoes echoes = { .count = 0 };
    const struct echo_vote *best = NULL;

    for (size_t i = 0; i < node->node_count && echoes.values < ECHO_VALUES; i++)
        if (!node->nodes[i]->is_bucket)
            listen_below(&echoes, node->nodes[i], node->nodes[i]->hash, ECHO_DEPTH);
    for (size_t i = 0; i < echoes.count; i++) {
        const struct echo_vote *own = &echoes.votes[i];

        if (own->values < ECHO_LEAST || own->values * 5 < echoes.values * 4)
            continue;
        if (slice_eq(own->key, SLICE("id")))
            return own->key;
        if (!best || own->values > best->values ||
            (own->values == best->values && slice_compare(own->key, best->key) < 0))
            best = own;
    }
    return best ? best->key : (struct slice){ NULL, 0 };
}
