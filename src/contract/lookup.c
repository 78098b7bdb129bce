/* SPDX-License-Identifier: Apache-2.0 */
/* What of an operation speaks for something that was seen. */
#include "contract/contract.h"

const struct contract_response *contract_response_for(const struct contract_operation *operation,
                                                      unsigned status)
{
    const struct contract_response *range = NULL, *fallback = NULL;

    for (size_t i = 0; i < operation->response_count; i++) {
        const struct contract_response *response = &operation->responses[i];

        if (!response->to)
            fallback = fallback ? fallback : response;
        else if (response->from == status && response->to == status)
            return response;
        else if (response->from <= status && status <= response->to)
            range = range ? range : response;
    }
    return range ? range : fallback;
}

/* How well a media range speaks for a type: 0 not at all, else the greater the better. "application/" "*+json" is no range of RFC
 * 9110 12.5.1, but documents have it. */
static unsigned fitness(struct slice range, struct slice type)
{
    struct slice range_rest = range, type_rest = type;
    struct slice range_head = slice_cut(&range_rest, '/'), type_head = slice_cut(&type_rest, '/');
    struct slice suffix;

    if (slice_eq_nocase(range, type))
        return 4;
    if (slice_eq(range_head, SLICE("*")))
        return !range_rest.len || slice_eq(range_rest, SLICE("*"));
    if (!slice_eq_nocase(range_head, type_head) || !range_rest.len || range_rest.at[0] != '*')
        return 0;
    suffix = slice_make(range_rest.at + 1, range_rest.len - 1);
    if (!suffix.len)
        return 2;
    return suffix.at[0] == '+' && slice_ends_with_nocase(type_rest, suffix) ? 3 : 0;
}

const struct contract_media *contract_media_for(const struct contract_media *contents, size_t count,
                                                struct slice media_type)
{
    struct slice type = slice_trim(slice_cut(&media_type, ';'));
    const struct contract_media *best = NULL;
    unsigned best_fitness = 0;

    for (size_t i = 0; i < count; i++) {
        unsigned here = fitness(contents[i].type, type);

        if (here > best_fitness) {
            best_fitness = here;
            best = &contents[i];
        }
    }
    return best;
}

const struct contract_parameter *contract_parameter_find(const struct contract_operation *operation,
                                                         enum contract_place place, struct slice name)
{
    for (size_t i = 0; i < operation->parameter_count; i++) {
        const struct contract_parameter *parameter = &operation->parameters[i];

        if (parameter->place == place && (place == CONTRACT_HEADER ? slice_eq_nocase(parameter->name, name)
                                                                   : slice_eq(parameter->name, name)))
            return parameter;
    }
    return NULL;
}
