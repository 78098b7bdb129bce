/* SPDX-License-Identifier: Apache-2.0 */
/* YAML documents and their block style (8, 9): what belongs to what is said by how far it is indented. A node's parent is
 * indented by `indent` (-1 at the top); the node stands further to the right, only a sequence in a mapping may stand
 * straight below its key. */
#include "tree/read.h"
#include "tree/yaml.h"

/* What may stand at a place. */
enum {
    MAY_COLLECT = 1, /* a collection in the line of the indicator before it: - a: b */
    MAY_ALIGN = 2,   /* a sequence that is indented no further than its parent */
};

static const char complex_key[] = "a key must be a word or a text, not something in brackets";
static const char tab_before[] = "a tab stands before this, where YAML takes spaces only: indent with spaces";

static bool take_block_node(struct yaml_reader *yaml, int indent, unsigned how);

static int column_of(const struct yaml_reader *yaml)
{
    return (int)(yaml->at - yaml->line_start);
}

/* `-`, `?` or `:` with white space behind it. */
static bool is_indicator(const struct yaml_reader *yaml, char indicator)
{
    return *yaml->at == indicator && yaml_is_space(yaml->at[1]);
}

static bool take_indicator(struct yaml_reader *yaml)
{
    yaml->at++;
    yaml_mark_content(yaml);
    return true;
}

/* Nothing belongs to the collection that is indented by `indent` any more. */
static bool is_over(const struct yaml_reader *yaml, int indent)
{
    return yaml->at == yaml->end || yaml_is_marker(yaml) ||
           (yaml->line != yaml->content.line && yaml_indentation(yaml) < indent);
}

/* The next entry of a collection begins here, in a line of its own, as far to the right as the others. */
static bool check_entry(struct yaml_reader *yaml, int indent)
{
    if (yaml->line == yaml->content.line)
        return yaml_unexpected(yaml, "the end of the line");
    if (column_of(yaml) != yaml_indentation(yaml))
        return yaml_wrong(yaml, yaml_here(yaml), tab_before);
    if (column_of(yaml) != indent)
        return yaml_wrong(yaml, yaml_here(yaml),
                          "this is indented like none of the lines above that it could belong to");
    return true;
}

static bool take_sequence(struct yaml_reader *yaml, const struct yaml_properties *properties, int parent)
{
    int indent = column_of(yaml);

    if (!yaml_open(yaml, TREE_SEQUENCE, false, yaml_here(yaml), properties))
        return false;
    do {
        take_indicator(yaml);
        if (!take_block_node(yaml, indent, MAY_COLLECT))
            return false;
        yaml_skip_blank(yaml);
        if (is_over(yaml, indent))
            break;
        if (!check_entry(yaml, indent))
            return false;
        if (!is_indicator(yaml, '-') && indent > parent)
            return yaml_wrong(yaml, yaml_here(yaml),
                              "'- ' is expected here, as in the lines above that stand straight over it");
    } while (is_indicator(yaml, '-'));
    return yaml_close(yaml);
}

/* The piece that was read has a ':' behind it. In one line, as a key must (8.2.2). */
static bool is_key(struct yaml_reader *yaml, const struct yaml_piece *piece, bool *ret)
{
    yaml_skip_white(yaml);
    *ret = is_indicator(yaml, ':');
    if (*ret && !piece->is_one_line)
        return yaml_wrong(
            yaml, yaml_here(yaml),
            piece->style == STYLE_PLAIN
                ? "a ': ' in a text that goes on from the line above: is the indentation right? "
                  "A text that holds ': ' needs quotes"
                : "a key must stand in one line");
    return true;
}

/* A key that is written without '?', where there must be one. */
static bool take_key(struct yaml_reader *yaml)
{
    struct yaml_piece piece = { .style = STYLE_PLAIN };
    bool has_colon;

    while (*yaml->at == '&' || *yaml->at == '!') {
        if (!yaml_take_property(yaml, &piece.properties))
            return false;
        yaml_skip_white(yaml);
    }
    if (is_indicator(yaml, ':'))
        return yaml_emit_empty(yaml, piece.properties.end.at ? piece.properties.end : yaml_here(yaml),
                               &piece.properties);
    if (*yaml->at == '[' || *yaml->at == '{')
        return yaml_wrong(yaml, yaml_here(yaml), complex_key);
    if (is_indicator(yaml, '-'))
        return yaml_wrong(yaml, yaml_here(yaml),
                          "an entry of a list stands where a key is expected: indent it deeper");
    if (!yaml_take_piece(yaml, &piece) || !is_key(yaml, &piece, &has_colon))
        return false;
    if (!has_colon)
        return yaml_wrong(yaml, piece.begin, "a key is expected here, with a ':' behind it");
    return yaml_emit(yaml, &piece);
}

/* What follows a key that is written with '?' (8.2.2); the ':' may be left out. */
static bool take_explicit_value(struct yaml_reader *yaml, int indent)
{
    struct yaml_properties none = { .end = { NULL, 0, 0 } };

    yaml_skip_blank(yaml);
    if (is_over(yaml, indent) || column_of(yaml) != indent || !is_indicator(yaml, ':'))
        return yaml_emit_empty(yaml, yaml->content, &none);
    return take_indicator(yaml) && take_block_node(yaml, indent, MAY_COLLECT | MAY_ALIGN);
}

static bool take_entry(struct yaml_reader *yaml, int indent)
{
    yaml->indent = indent;
    if (is_indicator(yaml, '?'))
        return take_indicator(yaml) && take_block_node(yaml, indent, MAY_COLLECT | MAY_ALIGN) &&
               take_explicit_value(yaml, indent);
    if (!take_key(yaml))
        return false;
    yaml_skip_white(yaml);
    return take_indicator(yaml) && take_block_node(yaml, indent, MAY_ALIGN);
}

/* `first` is the key that was read already; NULL when it was not. */
static bool take_mapping(struct yaml_reader *yaml, const struct yaml_properties *properties, int indent,
                         const struct yaml_piece *first)
{
    struct yaml_place begin = first ? first->begin : yaml_here(yaml);

    if (!yaml_open(yaml, TREE_MAPPING, false, begin, properties))
        return false;
    if (!first && !take_entry(yaml, indent))
        return false;
    if (first &&
        !(yaml_emit(yaml, first) && take_indicator(yaml) && take_block_node(yaml, indent, MAY_ALIGN)))
        return false;
    for (;;) {
        yaml_skip_blank(yaml);
        if (is_over(yaml, indent))
            return yaml_close(yaml);
        if (!check_entry(yaml, indent) || !take_entry(yaml, indent))
            return false;
    }
}

/* Anchors and tags before a node. Those in a line of their own are the node's, those in the line of a key are the
 * key's: they may be `inner`. */
static bool take_properties(struct yaml_reader *yaml, int indent, struct yaml_properties *outer,
                            struct yaml_properties *inner)
{
    for (;;) {
        yaml_skip_blank(yaml);
        if (inner->end.at && yaml->line != inner->end.line) {
            if (!yaml_join_properties(yaml, outer, inner))
                return false;
            *inner = (struct yaml_properties){ .end = { NULL, 0, 0 } };
        }
        if ((*yaml->at != '&' && *yaml->at != '!') || is_over(yaml, indent + 1))
            return true;
        if (!yaml_take_property(yaml, inner))
            return false;
    }
}

/* Whether a collection may begin at `begin`: in a line of its own, or behind - and the like, with spaces before it. */
static bool check_collection(struct yaml_reader *yaml, struct yaml_place begin, struct yaml_place from,
                             unsigned how, const char *wrong)
{
    const char *space = begin.line == from.line ? from.at : begin.at - (begin.column - 1);

    if (begin.line == from.line && !(how & MAY_COLLECT))
        return yaml_wrong(yaml, begin, wrong);
    if (space < begin.at && memchr(space, '\t', (size_t)(begin.at - space)))
        return yaml_wrong(yaml, begin, tab_before);
    return true;
}

static bool take_list(struct yaml_reader *yaml, int indent, struct yaml_place from, unsigned how,
                      struct yaml_properties *outer, const struct yaml_properties *inner)
{
    if (inner->end.at)
        return yaml_wrong(yaml, yaml_here(yaml), "a list must begin in the line below its anchor or tag");
    return check_collection(yaml, yaml_here(yaml), from, how,
                            "a list must begin in a line of its own, not in that of its key") &&
           take_sequence(yaml, outer, indent);
}

/* A mapping whose first key is written with '?', or not at all. */
static bool take_odd_mapping(struct yaml_reader *yaml, struct yaml_place from, unsigned how,
                             struct yaml_properties *outer, const struct yaml_properties *inner)
{
    return check_collection(yaml, yaml_here(yaml), from, how,
                            "a mapping must begin in a line of its own here") &&
           yaml_join_properties(yaml, outer, inner) && take_mapping(yaml, outer, column_of(yaml), NULL);
}

/* A scalar, or the mapping that it is the first key of. */
static bool take_scalar(struct yaml_reader *yaml, int indent, struct yaml_place from, unsigned how,
                        struct yaml_properties *outer, const struct yaml_properties *inner)
{
    struct yaml_piece piece = { .properties = *inner };
    struct yaml_place begin = inner->end.at ? inner->begin : yaml_here(yaml);
    bool has_colon;

    yaml->indent = indent;
    if (!yaml_take_piece(yaml, &piece) || !is_key(yaml, &piece, &has_colon))
        return false;
    if (has_colon) {
        const char *wrong = indent < 0 ? "a mapping must begin in the line below '---'"
                                       : "a second ': ' in one line: a text that holds ': ' needs quotes";
        struct yaml_place at = indent < 0 ? begin : yaml_here(yaml);

        if (begin.line == from.line && !(how & MAY_COLLECT))
            return yaml_wrong(yaml, at, wrong);
        return check_collection(yaml, begin, from, how, wrong) &&
               take_mapping(yaml, outer, (int)begin.column - 1, &piece);
    }
    piece.properties = *outer;
    return yaml_join_properties(yaml, &piece.properties, inner) && yaml_emit(yaml, &piece);
}

static bool take_flow(struct yaml_reader *yaml, int indent, const struct yaml_properties *properties)
{
    struct yaml_place begin = yaml_here(yaml);

    yaml->indent = indent;
    if (!yaml_take_flow(yaml, properties))
        return false;
    yaml_skip_white(yaml);
    return *yaml->at != ':' || yaml_wrong(yaml, begin, complex_key);
}

static bool take_block_scalar(struct yaml_reader *yaml, int indent, const struct yaml_properties *properties)
{
    struct yaml_piece piece = { .properties = *properties };

    return yaml_take_block(yaml, indent, &piece) && yaml_emit(yaml, &piece);
}

static bool take_block_node(struct yaml_reader *yaml, int indent, unsigned how)
{
    struct yaml_properties outer = { .end = { NULL, 0, 0 } }, inner = outer;
    struct yaml_place from = yaml->content;
    bool is_aligned, is_empty;

    if (!take_properties(yaml, indent, &outer, &inner))
        return false;
    is_aligned = (how & MAY_ALIGN) && is_indicator(yaml, '-') && column_of(yaml) == indent;
    is_empty = is_over(yaml, indent + 1) && !is_aligned;
    if (!is_empty && is_indicator(yaml, '-'))
        return take_list(yaml, indent, from, how, &outer, &inner);
    if (!is_empty && (is_indicator(yaml, '?') || is_indicator(yaml, ':')))
        return take_odd_mapping(yaml, from, how, &outer, &inner);
    if (!is_empty && !strchr("|>[{", *yaml->at))
        return take_scalar(yaml, indent, from, how, &outer, &inner);
    if (!yaml_join_properties(yaml, &outer, &inner))
        return false;
    if (is_empty)
        return yaml_emit_empty(yaml, outer.end.at ? outer.end : from, &outer);
    return *yaml->at == '[' || *yaml->at == '{' ? take_flow(yaml, indent, &outer)
                                                : take_block_scalar(yaml, indent, &outer);
}

/* To the first byte of the document. *ret_how: what may stand there. */
static bool take_prologue(struct yaml_reader *yaml, unsigned *ret_how)
{
    bool has_directives = false;

    for (;;) {
        yaml_skip_blank(yaml);
        if (yaml->at == yaml->end)
            return builder_stop(&yaml->build, 0, 0, "empty",
                                "the file holds no document, only comments or blank lines");
        if (*yaml->at == '%' && yaml->at == yaml->line_start) {
            has_directives = true;
            if (!yaml_take_directive(yaml))
                return false;
        } else if (yaml_is_marker(yaml) && *yaml->at == '.' && !has_directives) {
            yaml->at += 3;
        } else {
            break;
        }
    }
    *ret_how = MAY_COLLECT;
    if (yaml_is_marker(yaml) && *yaml->at == '-') {
        yaml->at += 3;
        *ret_how = 0;
    } else if (has_directives) {
        return yaml_unexpected(yaml, "'---' below lines that begin with %");
    }
    yaml_mark_content(yaml);
    return true;
}

/* What follows the first document is other documents, or wrong. */
static bool take_epilogue(struct yaml_reader *yaml)
{
    bool has_ended = false;

    for (yaml_skip_blank(yaml); yaml_is_marker(yaml) && *yaml->at == '.'; yaml_skip_blank(yaml)) {
        has_ended = true;
        yaml->at += 3;
        yaml_skip_white(yaml);
        if (!yaml_is_space(*yaml->at) && *yaml->at != '#')
            return yaml_unexpected(yaml, "the end of the line behind '...'");
    }
    if (yaml->at == yaml->end)
        return true;
    if (has_ended || yaml_is_marker(yaml)) {
        fault_add(yaml->build.faults, FAULT_WARNING, yaml_position(yaml, yaml_here(yaml)),
                  "several-documents",
                  "another document begins here; only the first one of the file is read");
        return true;
    }
    if (yaml->line == yaml->content.line)
        return yaml_unexpected(yaml, "the end of the line");
    return yaml_wrong(yaml, yaml_here(yaml),
                      "this does not belong to what stands above: is it indented as far as the first line of "
                      "the document?");
}

void read_yaml(struct tree_reader *reader, struct tree_file *file, struct faults *faults)
{
    struct yaml_reader yaml = { .text = file->text.at,
                                .at = file->text.at,
                                .end = file->text.at + file->text.len,
                                .line_start = file->text.at,
                                .line = 1 };
    unsigned how = 0;

    builder_init(&yaml.build, reader, file, faults);
    if (take_prologue(&yaml, &how) && take_block_node(&yaml, -1, how) && take_epilogue(&yaml))
        file->root = yaml.build.root;
    faults->failed |= yaml.build.failed;
    builder_done(&yaml.build);
}
