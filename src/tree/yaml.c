/* SPDX-License-Identifier: Apache-2.0 */
/* White space, faults, and the way into the tree. */
#include "tree/yaml.h"

#include "tree/yaml_core.h"
#include "json/unit.h"

int yaml_indentation(const struct yaml_reader *yaml)
{
    const char *at = yaml->line_start;

    while (*at == ' ')
        at++;
    return (int)(at - yaml->line_start);
}

void yaml_skip_break(struct yaml_reader *yaml)
{
    yaml->at += yaml->at[0] == '\r' && yaml->at[1] == '\n' ? 2 : 1;
    yaml->line_start = yaml->at;
    yaml->line++;
}

void yaml_skip_white(struct yaml_reader *yaml)
{
    while (yaml_is_white(*yaml->at))
        yaml->at++;
}

void yaml_skip_blank(struct yaml_reader *yaml)
{
    for (;;) {
        yaml_skip_white(yaml);
        if (*yaml->at == '#' && (yaml->at == yaml->line_start || yaml_is_white(yaml->at[-1]))) {
            while (!yaml_is_break(*yaml->at) && *yaml->at)
                yaml->at++;
        }
        if (!yaml_is_break(*yaml->at))
            break;
        yaml_skip_break(yaml);
    }
}

bool yaml_is_marker(const struct yaml_reader *yaml)
{
    const char *at = yaml->at;

    return at == yaml->line_start && (*at == '-' || *at == '.') && at[1] == *at && at[2] == *at &&
           yaml_is_space(at[3]);
}

struct yaml_place yaml_place_of(struct yaml_place from, const char *at)
{
    for (; from.at < at; from.at++) {
        bool ends_line = *from.at == '\n' || (*from.at == '\r' && from.at[1] != '\n');

        from.line += ends_line;
        from.column = ends_line ? 1 : from.column + 1;
    }
    return from;
}

bool yaml_wrong(struct yaml_reader *yaml, struct yaml_place place, const char *sentence)
{
    return builder_stop(&yaml->build, place.line, place.column, "syntax", sentence);
}

bool yaml_unexpected(struct yaml_reader *yaml, const char *expected)
{
    struct position at = yaml_position(yaml, yaml_here(yaml));
    int len = 1;

    yaml->build.stopped = true;
    if (yaml->at == yaml->end)
        return fault_add(yaml->build.faults, FAULT_FATAL, at, "syntax",
                         "expected %s, found the end of the file", expected);
    if ((unsigned char)*yaml->at >= 0x80)
        len = json_utf8(yaml->at, (size_t)(yaml->end - yaml->at));
    return fault_add(yaml->build.faults, FAULT_FATAL, at, "syntax", "expected %s, found '%.*s'", expected,
                     len, yaml->at);
}

void yaml_check_indent(struct yaml_reader *yaml)
{
    if (yaml->has_warned_indent || yaml_indentation(yaml) > yaml->indent)
        return;
    yaml->has_warned_indent = true;
    fault_add(yaml->build.faults, FAULT_WARNING, yaml_position(yaml, yaml_here(yaml)), "indentation",
              "this line goes on with what began in a line above, but is not indented deeper than that: "
              "other programs may refuse it");
}

static struct tree_node *node_new(struct yaml_reader *yaml, enum tree_kind kind, struct yaml_place place,
                                  const char *end)
{
    struct tree_node *node = builder_node(&yaml->build, kind);

    if (node) {
        node->line = place.line;
        node->column = place.column;
        node->start = (uint32_t)(place.at - yaml->text);
        node->end = (uint32_t)(end - yaml->text);
    }
    return node;
}

/* By the core schema, or the tag (10.3.2). */
static enum tree_kind kind_of(const struct yaml_piece *piece)
{
    switch (piece->properties.tag) {
    case TAG_STRING: return TREE_STRING;
    case TAG_RESOLVE: return yaml_plain_kind(piece->text);
    default: return piece->style == STYLE_PLAIN ? yaml_plain_kind(piece->text) : TREE_STRING;
    }
}

static struct tree_node *scalar_new(struct yaml_reader *yaml, const struct yaml_piece *piece)
{
    enum tree_kind kind = kind_of(piece);
    struct tree_node *node = node_new(yaml, kind, piece->begin, piece->end);

    if (!node)
        return NULL;
    node->text = piece->text;
    node->is_plain = piece->style == STYLE_PLAIN;
    node->is_true = kind == TREE_BOOLEAN && (*piece->text.at | 0x20) == 't';
    if (piece->properties.anchor.at && !builder_anchor(&yaml->build, piece->properties.anchor, node))
        return NULL;
    return node;
}

/* What an alias means; null when it means nothing that can stand there. */
static struct tree_node *alias_node(struct yaml_reader *yaml, const struct yaml_piece *piece)
{
    struct tree_node *node = builder_alias(&yaml->build, piece->text, yaml_position(yaml, piece->begin));

    if (node || yaml->build.stopped)
        return node;
    node = node_new(yaml, TREE_NULL, piece->begin, piece->end);
    if (node)
        node->text = slice_make(piece->begin.at, 0);
    return node;
}

static bool emit_key(struct yaml_reader *yaml, const struct yaml_piece *piece, struct slice text)
{
    struct tree_member key = { .key = text,
                               .line = piece->begin.line,
                               .column = piece->begin.column,
                               .start = (uint32_t)(piece->begin.at - yaml->text) };

    key.is_merged = piece->style == STYLE_PLAIN && !piece->properties.tag && slice_eq(text, SLICE("<<"));
    builder_top(&yaml->build)->has_merge |= key.is_merged;
    return builder_key(&yaml->build, key);
}

bool yaml_emit(struct yaml_reader *yaml, const struct yaml_piece *piece)
{
    bool is_key = builder_wants_key(&yaml->build);
    struct tree_node *node;

    if (is_key && piece->style != STYLE_ALIAS && !piece->properties.anchor.at)
        return emit_key(yaml, piece, piece->text);
    node = piece->style == STYLE_ALIAS ? alias_node(yaml, piece) : scalar_new(yaml, piece);
    if (!node)
        return false;
    if (!is_key)
        return builder_value(&yaml->build, node);
    if (node->kind == TREE_MAPPING || node->kind == TREE_SEQUENCE)
        return builder_stop(&yaml->build, piece->begin.line, piece->begin.column, "complex-key",
                            "a key must be a single word or text, and this alias means something else");
    return emit_key(yaml, piece, node->text);
}

bool yaml_emit_empty(struct yaml_reader *yaml, struct yaml_place place,
                     const struct yaml_properties *properties)
{
    struct yaml_piece piece = { .properties = *properties,
                                .begin = place,
                                .end = place.at,
                                .text = slice_make(place.at, 0),
                                .style = STYLE_PLAIN };

    yaml->content = place;
    return yaml_emit(yaml, &piece);
}

bool yaml_open(struct yaml_reader *yaml, enum tree_kind kind, bool is_flow, struct yaml_place begin,
               const struct yaml_properties *properties)
{
    struct tree_node *node = node_new(yaml, kind, begin, begin.at);
    struct builder_anchor *anchor = NULL;

    if (!node)
        return false;
    node->is_flow = is_flow;
    if (properties->anchor.at && !(anchor = builder_anchor(&yaml->build, properties->anchor, node)))
        return false;
    return builder_open(&yaml->build, node, anchor);
}

bool yaml_close(struct yaml_reader *yaml)
{
    builder_top(&yaml->build)->node->end = (uint32_t)(yaml->content.at - yaml->text);
    return builder_close(&yaml->build);
}
