/* SPDX-License-Identifier: Apache-2.0 */
/* Documents people wrote, YAML or JSON, as trees whose every node knows its file, line and column. Nothing here knows what
 * a document is about.
 *
 * JSON (RFC 8259) and YAML (1.2.2, core schema) are read by parsers of this room. The first byte that is not white space
 * decides: '{' or '[' is tried as JSON first and, when that fails, as YAML, because flow style YAML looks the same; a file
 * named .json that is not JSON is told of all the same. Lenient where meaning is clear, with a warning: a byte order mark, quoted
 * text and brackets that go on too far to the left. Of duplicate keys in one mapping the last one counts, as most
 * readers have it, and a FAULT_FATAL says so at the second: what such a document means is a guess. Merge keys (<<) are
 * resolved: what a mapping says itself overrides what is merged in, earlier mappings override later ones. Collections as
 * keys are refused. More than one YAML document in a file: the first is read, a warning tells of the others.
 *
 * Bounded whatever is in the file: TREE_FILE_MOST bytes, TREE_DEPTH levels, and aliases are references to the one node they
 * name, so an alias bomb costs what its text costs; a document of more than TREE_EXPANDED_MOST nodes is refused, where what
 * an alias names is counted at each alias, since whoever walks it would walk that far. An alias to a node that holds it is
 * refused. Time is linear in the size of the text.
 *
 * Rules of faults: alias-cycle, byte-order-mark, complex-key, control-character, duplicate-key, empty, indentation,
 * json-comment, merge-key, not-json, not-utf-8, nul-byte, several-documents, syntax, tag, too-deep, too-large,
 * too-many-values, unknown-alias.
 *
 * A tree_reader owns all files read through it, their texts and nodes: they live until tree_reader_done. Nodes are
 * immutable. A node that aliases reach stands in several places but has the position of its anchor. */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include "base/error.h"
#include "base/table.h"
#include "tree/fault.h"

#define TREE_FILE_MOST (32u << 20)
#define TREE_DEPTH 200
#define TREE_EXPANDED_MOST (4u << 20)

enum tree_kind { TREE_NULL, TREE_BOOLEAN, TREE_NUMBER, TREE_STRING, TREE_SEQUENCE, TREE_MAPPING };

struct tree_node;

struct tree_member {
    struct slice key; /* decoded; of scalar keys that are no strings the text: 200, true */
    uint64_t hash;
    uint32_t line, column; /* of the key */
    uint32_t start;        /* offset of the key in the text of the file */
    bool is_merged;        /* a merge key (<<) brought it in: key and value stand elsewhere in the file */
    const struct tree_node *value;
};

struct tree_node {
    uint8_t kind;    /* enum tree_kind */
    bool is_true;    /* of TREE_BOOLEAN */
    bool is_flow;    /* container written in [ ] or { }; in JSON all are */
    bool is_plain;   /* scalar without quotes, not a block scalar */
    bool is_aliased; /* stands in more than one place, by alias or merge key */
    /* Where the value begins: its quotes, brackets or | with it, anchor and tag not; a block mapping at its first key (or
     * the '?' before it). */
    uint32_t line, column;
    /* Offsets in the text of the file. `end` is behind the last byte of the value; a block container's is that of its last
     * member's value, a block scalar's that of its last line, without the line end. A value that is not written stands
     * behind its ':' or '-', and start == end. */
    uint32_t start, end;
    uint32_t count; /* members or elements */
    const struct tree_file *file;
    struct slice text; /* scalars: decoded; numbers, booleans and null as written */
    union {
        const struct tree_member *members;       /* TREE_MAPPING, in the order of the file */
        const struct tree_node *const *elements; /* TREE_SEQUENCE */
    };
    const uint32_t *index; /* private to tree_get: large mappings have one */
};

struct tree_file {
    struct slice path; /* as it is shown to people: relative when it was given so */
    struct slice real; /* canonical: two names of one file are one file */
    struct slice text; /* the whole of it, followed by a NUL; without byte order mark */
    bool is_json;
    size_t order;                 /* 0: the first read */
    const struct tree_node *root; /* NULL: it could not be read, a fault says why */
};

struct tree_reader {
    struct memory *account;
    struct arena arena;
    struct faults faults; /* of all files */
    struct table files;   /* struct tree_file, by real path */
    size_t file_count;
    size_t bytes; /* of all files together: at most TREE_TOTAL_MOST */
};

#define TREE_TOTAL_MOST (128u << 20)

void tree_reader_init(struct tree_reader *reader, struct memory *account);
void tree_reader_done(struct tree_reader *reader);
/* Reads a file from disk ("-": standard input), once: asked again it answers the same. NULL when there is none (*err says
 * why: missing, a directory, no permission, too large); a file that is there but cannot be understood is answered without
 * root and with its faults. */
const struct tree_file *tree_read(struct tree_reader *reader, const char *path, struct error *err);
/* The same from memory, under that name; `text` is copied. Asked again under one name, it reads what it is given; tree_read
 * answers the last. NULL only when memory was refused. */
const struct tree_file *tree_read_text(struct tree_reader *reader, const char *name, struct slice text);

/* The value of a member; NULL when there is none, or `node` is NULL or no mapping. Constant time on large mappings. */
const struct tree_node *tree_get(const struct tree_node *node, struct slice key);
const struct tree_member *tree_member(const struct tree_node *node, struct slice key);
/* tree_get for a literal key. */
#define TREE_GET(node, literal) tree_get((node), SLICE(literal))
/* By JSON Pointer (RFC 6901) without '#', percent-decoded already; "" is `node` itself. NULL when it leads nowhere. */
const struct tree_node *tree_pointer(const struct tree_node *node, struct slice pointer);

/* The text of a string; empty when it is NULL or no string. */
struct slice tree_string(const struct tree_node *node);
/* True only for a boolean that is true. */
bool tree_is_true(const struct tree_node *node);
/* false when it is no number, or not finite as a double. */
bool tree_number(const struct tree_node *node, double *ret);
/* A non-negative integer up to UINT64_MAX, also written 1e3 or 10.0. */
bool tree_unsigned(const struct tree_node *node, uint64_t *ret);
/* Deep equality of values as JSON has it: 1 equals 1.0, order of members does not matter. */
bool tree_equal(const struct tree_node *a, const struct tree_node *b);
/* Value as compact JSON, members in the order of the file; for messages and enum values. */
void tree_json(const struct tree_node *node, struct buffer *out);

static inline struct position tree_position(const struct tree_node *node)
{
    return node ? (struct position){ node->file, node->line, node->column } : (struct position){ NULL, 0, 0 };
}

static inline struct position tree_key_position(const struct tree_node *mapping,
                                                const struct tree_member *member)
{
    return (struct position){ mapping->file, member->line, member->column };
}

const char *tree_kind_name(enum tree_kind kind); /* "a mapping", "a string", ... */

#endif
