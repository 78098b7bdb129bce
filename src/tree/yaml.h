/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the YAML reader share. It reads the text itself, from its first byte to its last, by YAML 1.2.2: read_yaml.c
 * the document and its block style, yaml_flow.c what stands in brackets, yaml_scalar.c plain and quoted scalars, yaml_block.c
 * | and >, yaml_property.c anchors, tags and directives. Numbers in comments are sections of the specification.
 *
 * `at` only moves forward. Every function answers false when reading must stop; a fault says why, or memory was refused. A
 * collection as a key is refused: whoever reads these trees asks for members by name.
 *
 * Why no library: libfyaml 0.7 crashes on some broken documents, decodes some quotes wrongly, and takes quadratic time
 * or hundreds of bytes a byte on others. */
#ifndef TREE_YAML_H
#define TREE_YAML_H

#include "tree/builder.h"

/* A place in the text; in a line that was reached already. */
struct yaml_place {
    const char *at;
    uint32_t line, column;
};

enum yaml_tag {
    TAG_NONE,
    TAG_STRING,  /* ! and !!str: a string, whatever it looks like */
    TAG_RESOLVE, /* !!int, !!float, !!bool, !!null: even in quotes */
    TAG_OTHER,
};

/* The anchor and the tag before a value (6.9). */
struct yaml_properties {
    struct yaml_place begin; /* of the first */
    struct yaml_place end;   /* behind the last; at is NULL when there is none */
    struct slice anchor;     /* {NULL, 0}: none */
    enum yaml_tag tag;
};

enum yaml_style { STYLE_PLAIN, STYLE_SINGLE_QUOTED, STYLE_DOUBLE_QUOTED, STYLE_BLOCK, STYLE_ALIAS };

/* A scalar or an alias that was read, and does not stand in the tree yet: it may turn out to be a key. */
struct yaml_piece {
    struct yaml_properties properties;
    struct yaml_place begin;
    const char *end;
    struct slice text; /* decoded; of an alias its name */
    enum yaml_style style;
    bool is_one_line;
};

#define YAML_HANDLES 16

struct yaml_reader {
    struct builder build;
    const char *text, *at, *end; /* a NUL stands at `end`, and others behind it */
    const char *line_start;
    uint32_t line;
    struct yaml_place content; /* behind the last byte of what was read, blanks and comments left out */
    int indent;                /* of the block collection around the scalar or the brackets that are read */
    uint32_t flow_depth;
    bool has_warned_indent; /* of the value that is read */
    bool has_warned_tag;
    struct slice handles[YAML_HANDLES], prefixes[YAML_HANDLES]; /* %TAG */
    size_t handle_count;
};

static inline bool yaml_is_white(char byte)
{
    return byte == ' ' || byte == '\t';
}

static inline bool yaml_is_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* White space, a line end, or the NUL at the end of the text. */
static inline bool yaml_is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\0';
}

/* ,[]{} end a plain scalar, an anchor or a tag in brackets. */
static inline bool yaml_is_flow_mark(char byte)
{
    return byte == ',' || byte == '[' || byte == ']' || byte == '{' || byte == '}';
}

static inline struct yaml_place yaml_here(const struct yaml_reader *yaml)
{
    return (struct yaml_place){ yaml->at, yaml->line, (uint32_t)(yaml->at - yaml->line_start) + 1 };
}

static inline struct position yaml_position(const struct yaml_reader *yaml, struct yaml_place place)
{
    return (struct position){ yaml->build.file, place.line, place.column };
}

/* What was read ends here. */
static inline void yaml_mark_content(struct yaml_reader *yaml)
{
    yaml->content = yaml_here(yaml);
}

/* The place of a byte behind `from`. */
struct yaml_place yaml_place_of(struct yaml_place from, const char *at);

/* Going back to where one looked ahead from. */
struct yaml_cursor {
    const char *at, *line_start;
    uint32_t line;
};

static inline struct yaml_cursor yaml_save(const struct yaml_reader *yaml)
{
    return (struct yaml_cursor){ yaml->at, yaml->line_start, yaml->line };
}

static inline void yaml_restore(struct yaml_reader *yaml, struct yaml_cursor cursor)
{
    yaml->at = cursor.at;
    yaml->line_start = cursor.line_start;
    yaml->line = cursor.line;
}

/* Spaces at the beginning of the line: indentation (6.1). Tabs are none. */
int yaml_indentation(const struct yaml_reader *yaml);
/* Over one line end. */
void yaml_skip_break(struct yaml_reader *yaml);
/* Over spaces and tabs. */
void yaml_skip_white(struct yaml_reader *yaml);
/* Over white space, line ends and comments; a # behind something else is no comment (6.6). */
void yaml_skip_blank(struct yaml_reader *yaml);
/* --- or ... at the beginning of a line (9.1.2). */
bool yaml_is_marker(const struct yaml_reader *yaml);
/* A fault of syntax, after which nothing is read. */
bool yaml_wrong(struct yaml_reader *yaml, struct yaml_place place, const char *sentence);
/* The same where a character is what is wrong. */
bool yaml_unexpected(struct yaml_reader *yaml, const char *expected);
/* When a line of something that began in a line above stands too far left: a warning, one for each value. */
void yaml_check_indent(struct yaml_reader *yaml);

bool yaml_take_property(struct yaml_reader *yaml, struct yaml_properties *properties);
/* Adds `more`, which stands behind them. */
bool yaml_join_properties(struct yaml_reader *yaml, struct yaml_properties *properties,
                          const struct yaml_properties *more);
/* %YAML, %TAG and others, up to the end of the line (6.8). */
bool yaml_take_directive(struct yaml_reader *yaml);

/* An alias, a quoted or a plain scalar. `piece->properties` is set already. */
bool yaml_take_piece(struct yaml_reader *yaml, struct yaml_piece *piece);
/* | and > (8.1); lines of it are indented more than `indent`. */
bool yaml_take_block(struct yaml_reader *yaml, int indent, struct yaml_piece *piece);
/* [ ] and { } (7.4). */
bool yaml_take_flow(struct yaml_reader *yaml, const struct yaml_properties *properties);

/* Puts it into the tree, as a key or as a value. */
bool yaml_emit(struct yaml_reader *yaml, const struct yaml_piece *piece);
/* A value that is not written, at that place. */
bool yaml_emit_empty(struct yaml_reader *yaml, struct yaml_place place,
                     const struct yaml_properties *properties);
/* `begin` is where it begins. */
bool yaml_open(struct yaml_reader *yaml, enum tree_kind kind, bool is_flow, struct yaml_place begin,
               const struct yaml_properties *properties);
/* It ends where the content read last does. */
bool yaml_close(struct yaml_reader *yaml);

#endif
