/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences and mappings in brackets (7.4). Lines in them may be indented as one likes, but deeper than what is around them;
 * people often put the last bracket further to the left, which is read with a warning. */
#include "tree/yaml.h"

/* The innermost bracket that is open. Pairs without braces stand in one, too. */
static const struct tree_node *open_bracket(const struct yaml_reader *yaml)
{
    uint32_t depth = yaml->build.depth - 1;

    while (depth && !strchr("[{", yaml->text[yaml->build.frames[depth].node->start]))
        depth--;
    return yaml->build.frames[depth].node;
}

/* To what comes next in brackets. */
static bool skip(struct yaml_reader *yaml)
{
    uint32_t line = yaml->line;

    yaml_skip_blank(yaml);
    if (yaml->at == yaml->end || yaml_is_marker(yaml)) {
        const struct tree_node *open = open_bracket(yaml);

        return builder_stop(&yaml->build, open->line, open->column, "syntax",
                            open->kind == TREE_SEQUENCE ? "this '[' is never closed"
                                                        : "this '{' is never closed");
    }
    if (yaml->line != line)
        yaml_check_indent(yaml);
    return true;
}

/* `-`, `?` or `:` as an indicator: nothing that belongs to a text follows. */
static bool is_indicator(const struct yaml_reader *yaml, char indicator)
{
    return *yaml->at == indicator && (yaml_is_space(yaml->at[1]) || yaml_is_flow_mark(yaml->at[1]));
}

static bool take_properties(struct yaml_reader *yaml, struct yaml_properties *properties)
{
    while (*yaml->at == '&' || *yaml->at == '!') {
        if (!yaml_take_property(yaml, properties) || !skip(yaml))
            return false;
    }
    return true;
}

/* Nothing is written where a value, or a key, may be. */
static bool is_empty(const struct yaml_reader *yaml)
{
    return *yaml->at == ',' || *yaml->at == ']' || *yaml->at == '}' || is_indicator(yaml, ':');
}

static bool emit_empty(struct yaml_reader *yaml, struct yaml_place place,
                       const struct yaml_properties *properties)
{
    return yaml_emit_empty(yaml, properties->end.at ? properties->end : place, properties);
}

static bool take_container(struct yaml_reader *yaml, const struct yaml_properties *properties);

/* A value, or the key of a mapping in braces. `place`: where it would stand when it is not written. */
static bool take_node(struct yaml_reader *yaml, struct yaml_place place)
{
    struct yaml_piece piece = { .style = STYLE_PLAIN };

    if (!take_properties(yaml, &piece.properties))
        return false;
    if (is_empty(yaml))
        return emit_empty(yaml, place, &piece.properties);
    if (*yaml->at == '[' || *yaml->at == '{')
        return take_container(yaml, &piece.properties);
    return yaml_take_piece(yaml, &piece) && yaml_emit(yaml, &piece);
}

/* The value of the key that was read last, if there is one. `touches`: what follows the ':' may touch it. */
static bool take_value(struct yaml_reader *yaml, bool touches)
{
    struct yaml_properties none = { .end = { NULL, 0, 0 } };

    if (!skip(yaml))
        return false;
    if (!is_indicator(yaml, ':') && !(touches && *yaml->at == ':'))
        return yaml_emit_empty(yaml, yaml->content, &none);
    yaml->at++;
    yaml_mark_content(yaml);
    return skip(yaml) && take_node(yaml, yaml->content);
}

/* Whether the key that was read last is one that ':' may touch (7.4.2): quotes and brackets end it. */
static bool key_touches(const struct yaml_reader *yaml)
{
    char last = yaml->content.at[-1];

    return last == '"' || last == '\'' || last == ']' || last == '}';
}

static bool take_pair(struct yaml_reader *yaml)
{
    if (is_indicator(yaml, '?')) {
        yaml->at++;
        yaml_mark_content(yaml);
        if (!skip(yaml))
            return false;
    }
    return take_node(yaml, yaml_here(yaml)) && take_value(yaml, key_touches(yaml));
}

/* [a: b] is a sequence of a mapping of one pair (7.4.1). The key is `key`, which may be NULL: it is not written, or a '?'
 * stands before it. */
static bool take_single_pair(struct yaml_reader *yaml, const struct yaml_piece *key)
{
    struct yaml_properties none = { .end = { NULL, 0, 0 } };

    if (key && (!key->is_one_line || key->begin.line != yaml->line))
        return yaml_wrong(yaml, yaml_here(yaml),
                          "the key before this ':' stands in several lines; is a ',' or a bracket missing?");
    if (!yaml_open(yaml, TREE_MAPPING, true, key ? key->begin : yaml_here(yaml), &none))
        return false;
    if (!(key ? yaml_emit(yaml, key) && take_value(yaml, key_touches(yaml)) : take_pair(yaml)))
        return false;
    return yaml_close(yaml);
}

/* An element that may turn out to be the key of a single pair. */
static bool take_element(struct yaml_reader *yaml)
{
    struct yaml_piece piece = { .style = STYLE_PLAIN };
    struct yaml_place place = yaml_here(yaml);
    bool is_quoted;

    if (is_indicator(yaml, '?') || is_indicator(yaml, ':'))
        return take_single_pair(yaml, NULL);
    if (!take_properties(yaml, &piece.properties))
        return false;
    if (is_empty(yaml))
        return emit_empty(yaml, place, &piece.properties);
    if (*yaml->at == '[' || *yaml->at == '{')
        return take_container(yaml, &piece.properties);
    if (!yaml_take_piece(yaml, &piece) || !skip(yaml))
        return false;
    is_quoted = piece.style == STYLE_SINGLE_QUOTED || piece.style == STYLE_DOUBLE_QUOTED;
    if (is_indicator(yaml, ':') || (is_quoted && *yaml->at == ':'))
        return take_single_pair(yaml, &piece);
    return yaml_emit(yaml, &piece);
}

static bool take_entries(struct yaml_reader *yaml, bool is_sequence)
{
    char close = is_sequence ? ']' : '}';

    if (!skip(yaml))
        return false;
    while (*yaml->at != close) {
        if (*yaml->at == ',')
            return yaml_unexpected(yaml, "something before the ','");
        if (!(is_sequence ? take_element(yaml) : take_pair(yaml)) || !skip(yaml))
            return false;
        if (*yaml->at == ':')
            return yaml_wrong(yaml, yaml_here(yaml),
                              "a key must be a word or a text in one line, with ': ' behind it");
        if (*yaml->at == close)
            break;
        if (*yaml->at != ',')
            return yaml_unexpected(yaml, is_sequence ? "',' or ']'" : "',' or '}'");
        yaml->at++;
        if (!skip(yaml))
            return false;
    }
    return true;
}

static bool take_container(struct yaml_reader *yaml, const struct yaml_properties *properties)
{
    bool is_sequence = *yaml->at == '[';

    if (!yaml_open(yaml, is_sequence ? TREE_SEQUENCE : TREE_MAPPING, true, yaml_here(yaml), properties))
        return false;
    yaml->at++;
    yaml_mark_content(yaml);
    if (!take_entries(yaml, is_sequence))
        return false;
    yaml->at++;
    yaml_mark_content(yaml);
    return yaml_close(yaml);
}

bool yaml_take_flow(struct yaml_reader *yaml, const struct yaml_properties *properties)
{
    bool taken;

    yaml->has_warned_indent = false;
    yaml->flow_depth++;
    taken = take_container(yaml, properties);
    yaml->flow_depth--;
    return taken;
}
