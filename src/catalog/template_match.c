/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/template.h"

/* A template written by a person: "{userId}" or "{}" stands for the parameter whatever its name. */
static bool is_placeholder(struct slice text)
{
    return text.len >= 2 && text.at[0] == '{' && text.at[text.len - 1] == '}';
}

bool template_is(const struct template_node *literal, struct slice text, uint64_t hash)
{
    uint64_t masked = literal->value_count ? literal->values[0].masked : 0;

    return masked ? masked == hash : slice_eq(literal->text, text);
}

static struct template_node *match(struct template_node *node, const struct path_segment *segments,
                                   size_t count)
{
    struct template_node *found = NULL, *parameter = NULL;

    if (count == 0)
        return node;
    for (struct template_node *child = node->child; child && !found; child = child->next) {
        if (child->is_suffix != segments[0].is_suffix)
            continue;
        if (child->is_parameter)
            parameter = child;
        else if (template_is(child, segments[0].text, segments[0].hash))
            found = match(child, segments + 1, count - 1);
    }
    if (!found && parameter && (!segments[0].is_suffix || is_placeholder(segments[0].text)))
        found = parameter->is_catch_all ? parameter : match(parameter, segments + 1, count - 1);
    return found;
}

/* A suffix that no template has below this stem is part of the segment: "ada.lopez". */
static size_t join_suffixes(const struct path_segment *segments, size_t count, struct path_segment *ret)
{
    size_t joined = 0;

    for (size_t i = 0; i < count; i++) {
        if (segments[i].is_suffix && joined &&
            ret[joined - 1].text.at + ret[joined - 1].text.len == segments[i].text.at) {
            ret[joined - 1].text.len += segments[i].text.len;
            ret[joined - 1].hash = path_joined_hash(ret[joined - 1].hash, segments[i].hash);
            continue;
        }
        ret[joined++] = segments[i];
    }
    return joined;
}

struct template_node *template_match(struct template_node *root, const struct path_segment *segments,
                                     size_t count)
{
    struct path_segment joined[PATH_DEPTH];
    struct template_node *found = match(root, segments, count);

    if (found || count > PATH_DEPTH)
        return found;
    return match(root, joined, join_suffixes(segments, count, joined));
}
