/* SPDX-License-Identifier: Apache-2.0 */
/* Templates that documents promise, as a tree that the decision of templates (catalog/template.h) walks along: where people
 * wrote down what is a parameter, nobody needs to guess.
 *
 * A documented literal is one, unless no parameter is documented there and evidence takes it for a value among others that no document
 * names: then a value was written down in the parameter's place. Beside a documented parameter, segments shaped like identifiers are its values, and so are
 * words below which the service does what the document says of the parameter, unless all other evidence speaks loudly for
 * an undocumented literal. What no document speaks of is decided by evidence alone. */
#ifndef CATALOG_GUIDE_H
#define CATALOG_GUIDE_H

#include "base/arena.h"

struct guide_method {
    struct slice name;
    struct guide_method *next;
};

struct guide_node {
    uint64_t hash; /* hash_content of the text: the trie knows sensitive segments by it */
    struct slice
        text; /* of literals and suffixes (":cancel", ".json"); of segments with several parameters the pattern */
    struct guide_node *literals, *suffixes; /* linked by next */
    struct guide_node *parameter;           /* or NULL */
    bool has_any_suffix;                    /* a parameter stands behind a dot or colon: {sha}.{format} */
    struct guide_method *methods;
    struct guide_node *next;
};

/* The templates of one service. */
struct guide {
    struct arena *arena;
    struct slice service; /* key */
    struct guide_node root;
    struct guide *next;
};

void guide_init(struct guide *guide, struct arena *arena, struct slice service);
/* template and method are copied. false when memory was refused. */
bool guide_add(struct guide *guide, struct slice template, struct slice method);
/* The template with "{}" where a parameter stands, into `ret` (room for template.len); answers its length. */
size_t guide_drop_names(struct slice template, char *ret);
/* `masked`: the text is a mask, this is the hash of what it hides; 0: the text is the segment itself. */
const struct guide_node *guide_literal(const struct guide_node *node, struct slice text, uint64_t masked);
const struct guide_node *guide_suffix(const struct guide_node *node, struct slice text);
/* Where a raw segment of traffic leads: the literal of that name, else the parameter; NULL when neither is documented. */
const struct guide_node *guide_step(const struct guide_node *node, struct slice text, uint64_t masked);
/* Whether a documented segment ends so at this stem. */
bool guide_has_suffix(const struct guide_node *stem, struct slice text);
bool guide_has_method(const struct guide_node *node, struct slice method);

#endif
