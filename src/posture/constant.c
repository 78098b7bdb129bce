/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/constant.h"

static bool asks_for_many_objects(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *parameter = &endpoint->parameters[i];

        if (parameter->place == PLACE_PATH && parameter->field->values &&
            sample_distinct(&parameter->field->values->sample) >= CONSTANT_OBJECTS)
            return true;
    }
    return false;
}

static bool is_constant(const struct exposed *row)
{
    const struct values *values = row->field ? row->field->values : NULL;

    if (row->place != EXPOSED_RESPONSE_BODY && row->place != EXPOSED_RESPONSE_HEADER)
        return false;
    if (row->row->group != GROUP_CONTACT && row->row->group != GROUP_IDENTITY &&
        row->row->group != GROUP_FINANCIAL)
        return false;
    return values && values->count >= CONSTANT_VALUES && values->sample.count == 1 &&
           !values->sample.overflowed;
}

size_t constant_remove(const struct endpoint *endpoint, const struct exposed *rows, size_t count,
                       struct arena *arena, const struct exposed **ret)
{
    struct exposed *left;
    size_t kept = 0;

    *ret = rows;
    if (count == 0 || !asks_for_many_objects(endpoint))
        return count;
    left = arena_get_array(arena, count, sizeof *left);
    if (!left)
        return count;
    for (size_t i = 0; i < count; i++)
        if (!is_constant(&rows[i]))
            left[kept++] = rows[i];
    *ret = left;
    return kept;
}
