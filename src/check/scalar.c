/* SPDX-License-Identifier: Apache-2.0 */
/* Values that are no objects: their kind, and the form of what they say. */
#include "check/checker.h"

/* ---- patterns */

void check_pattern(struct checker *checker, struct position at, struct slice pattern)
{
    const char *why;

    /* JSON Schema only says that it SHOULD be a regular expression. */
    if (regex_is_wrong(regex_get(&checker->set->regexes, pattern), &why))
        check_fault(checker, RULE_pattern_syntax, at, "the pattern '%.*s' is no regular expression: %s",
                    NAME_ARG(pattern), why);
}

/* ---- words */

void check_choice(struct checker *checker, struct slice name, const struct tree_node *node,
                  const char *choices)
{
    struct slice text = tree_string(node), rest = slice_of(choices);

    if (node->kind != TREE_STRING || check_is_choice(text, choices))
        return;
    while (rest.len) {
        struct slice choice = slice_cut(&rest, ' ');

        if (check_is_near(choice, text)) {
            check_fault(checker, RULE_wrong_value, tree_position(node),
                        "'%.*s' may not be '%.*s': did you mean '%.*s'?", NAME_ARG(name), NAME_ARG(text),
                        SLICE_ARG(choice));
            return;
        }
    }
    check_fault(checker, RULE_wrong_value, tree_position(node), "'%.*s' may not be '%.*s', only one of: %s",
                NAME_ARG(name), NAME_ARG(text), choices);
}

/* What an element says, so that what is written alike and of one kind is the same; empty for lists and objects. */
static struct slice element_key(struct checker *checker, const struct tree_node *element)
{
    if (element->kind == TREE_SEQUENCE || element->kind == TREE_MAPPING)
        return SLICE("");
    if (element->kind == TREE_STRING)
        return element->text;
    return arena_printf(&checker->arena, "%c%.*s", '\0', SLICE_ARG(check_short(element->text)));
}

void check_unique(struct checker *checker, struct slice name, const struct tree_node *list, bool must)
{
    struct table known;

    if (!list || list->kind != TREE_SEQUENCE)
        return;
    table_init(&known, checker->set->account);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct tree_node *element = list->elements[i];
        struct slice key = element_key(checker, element);

        if (!key.len || !check_remember(checker, &known, key, element))
            continue;
        (must ? check_fault : check_warning)(checker, RULE_duplicate_value, tree_position(element),
                                             "'%.*s' stands twice in '%.*s'", NAME_ARG(element->text),
                                             NAME_ARG(name));
    }
    table_done(&known);
}

/* ---- kinds */

static void tell(struct checker *checker, struct slice name, const struct tree_node *node, const char *wanted)
{
    bool could_be_quoted = node->is_plain && node->kind != TREE_NULL && node->kind != TREE_STRING;

    check_fault(checker, RULE_wrong_type, tree_position(node), "'%.*s' must be %s, not %s%s", NAME_ARG(name),
                wanted, check_kind_name(node),
                could_be_quoted && !strcmp(wanted, "a string") ? ": put it in quotes" : "");
}

static bool is_string(struct checker *checker, struct slice name, const struct tree_node *node)
{
    if (node->kind == TREE_STRING)
        return true;
    tell(checker, name, node, "a string");
    return false;
}

static void check_form(struct checker *checker, struct slice name, const struct tree_node *node,
                       enum check_kind kind)
{
    struct slice text = tree_string(node);

    switch (kind) {
    case KIND_URL:
        if (!check_url(text))
            check_fault(checker, RULE_url_form, tree_position(node), "'%.*s' is no URL: '%.*s'",
                        NAME_ARG(name), NAME_ARG(text));
        break;
    case KIND_URI:
        if (!check_uri(text))
            check_fault(checker, RULE_url_form, tree_position(node), "'%.*s' is no absolute URI: '%.*s'",
                        NAME_ARG(name), NAME_ARG(text));
        break;
    case KIND_EMAIL:
        if (!check_email(text))
            check_fault(checker, RULE_email_form, tree_position(node), "'%.*s' is no e-mail address: '%.*s'",
                        NAME_ARG(name), NAME_ARG(text));
        break;
    case KIND_MEDIA_TYPE:
        if (!check_media_type(text))
            check_fault(checker, RULE_media_type_form, tree_position(node),
                        "'%.*s' is no media type: it should look like application/json", NAME_ARG(text));
        break;
    case KIND_PATTERN: check_pattern(checker, tree_position(node), text); break;
    default: break;
    }
}

static void check_names(struct checker *checker, struct slice name, const struct tree_node *node)
{
    if (node->kind != TREE_SEQUENCE) {
        tell(checker, name, node, "a list");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++)
        is_string(checker, name, node->elements[i]);
    check_unique(checker, name, node, true);
}

/* OpenAPI 3.1: JSON Schema 2020-12, validation 6.1.1. Swagger 2.0 speaks of types one at a time, but takes `type` from a
 * JSON Schema that has lists, and so does its official schema. */
static void check_types(struct checker *checker, struct slice name, const struct tree_node *node)
{
    static const char types[] = "string number integer boolean array object null";
    bool is_old = checker->format == CONTRACT_SWAGGER_20;

    if (node->kind == TREE_SEQUENCE) {
        check_names(checker, name, node);
        for (uint32_t i = 0; i < node->count; i++)
            check_choice(checker, name, node->elements[i], types);
        if (!node->count)
            check_fault(checker, RULE_empty_list, tree_position(node), "'%.*s' allows no type at all",
                        NAME_ARG(name));
    } else if (is_string(checker, name, node)) {
        check_choice(checker, name, node,
                     is_old ? "string number integer boolean array object null file" : types);
    }
    if (is_old && (node->kind == TREE_SEQUENCE || slice_eq(tree_string(node), SLICE("null"))))
        check_fault(checker, RULE_several_types, tree_position(node),
                    "few tools understand a list of types, or null, in Swagger 2.0: name one type");
}

static bool is_count(const struct tree_node *node)
{
    uint64_t value;

    return tree_unsigned(node, &value);
}

void check_scalar(struct checker *checker, struct slice name, const struct tree_node *node,
                  enum check_kind kind)
{
    switch (kind) {
    case KIND_ANY: break;
    case KIND_BOOLEAN:
        if (node->kind != TREE_BOOLEAN)
            tell(checker, name, node, "true or false");
        break;
    case KIND_SCHEMA_OR_BOOLEAN: break; /* a boolean: others went to the walk */
    case KIND_NUMBER:
        if (node->kind != TREE_NUMBER)
            tell(checker, name, node, "a number");
        break;
    case KIND_UNSIGNED:
        if (node->kind != TREE_NUMBER)
            tell(checker, name, node, "a number");
        else if (!is_count(node))
            check_fault(checker, RULE_wrong_value, tree_position(node),
                        "'%.*s' must be an integer that is not negative", NAME_ARG(name));
        break;
    case KIND_NAMES: check_names(checker, name, node); break;
    case KIND_TYPE: check_types(checker, name, node); break;
    default:
        if (is_string(checker, name, node))
            check_form(checker, name, node, kind);
        break;
    }
}
