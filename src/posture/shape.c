/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/shape.h"

#include "base/byte.h"
#include "base/words.h"

#define DEPTH_MOST 6
#define FOLDED_MOST 48

/* ---- names ---- */

struct inside_name {
    const char *name; /* small letters and digits only; a leading underscore stays */
    enum inside inside;
    bool is_text; /* only when its values are texts: salt is also eaten */
};

static const struct inside_name inside_names[] = {
    { "passwordhash", INSIDE_SECRET, false },
    { "hashedpassword", INSIDE_SECRET, false },
    { "passwordhashed", INSIDE_SECRET, false },
    { "encryptedpassword", INSIDE_SECRET, false },
    { "pwdhash", INSIDE_SECRET, false },
    { "passhash", INSIDE_SECRET, false },
    { "passworddigest", INSIDE_SECRET, false },
    { "passwordsalt", INSIDE_SECRET, false },
    { "salt", INSIDE_SECRET, true },
    { "resettoken", INSIDE_SECRET, false },
    { "passwordresettoken", INSIDE_SECRET, false },
    { "resetpasswordtoken", INSIDE_SECRET, false },
    { "totpsecret", INSIDE_SECRET, false },
    { "otpsecret", INSIDE_SECRET, false },
    { "mfasecret", INSIDE_SECRET, false },
    { "twofactorsecret", INSIDE_SECRET, false },
    { "securityanswer", INSIDE_SECRET, false },
    { "internalnotes", INSIDE_AFFAIR, false },
    { "internalnote", INSIDE_AFFAIR, false },
    { "internalcomment", INSIDE_AFFAIR, false },
    { "internalcomments", INSIDE_AFFAIR, false },
    { "internalstatus", INSIDE_AFFAIR, false },
    { "staffnotes", INSIDE_AFFAIR, false },
    { "adminnotes", INSIDE_AFFAIR, false },
    { "costprice", INSIDE_AFFAIR, false },
    { "purchaseprice", INSIDE_AFFAIR, false },
    { "wholesaleprice", INSIDE_AFFAIR, false },
    { "profitmargin", INSIDE_AFFAIR, false },
    { "grossmargin", INSIDE_AFFAIR, false },
    { "riskscore", INSIDE_AFFAIR, false },
    { "fraudscore", INSIDE_AFFAIR, false },
    { "creditscore", INSIDE_AFFAIR, false },
    { "shadowbanned", INSIDE_AFFAIR, false },
    { "lastloginip", INSIDE_AFFAIR, false },
    { "failedlogins", INSIDE_AFFAIR, false },
    { "failedloginattempts", INSIDE_AFFAIR, false },
    { "loginattempts", INSIDE_AFFAIR, false },
    { "isinternal", INSIDE_AFFAIR, false },
    { "debuginfo", INSIDE_AFFAIR, false },
    { "__v", INSIDE_RECORD, false },
    { "_class", INSIDE_RECORD, false },
    { "isdeleted", INSIDE_RECORD, false },
    { "softdeleted", INSIDE_RECORD, false },
    { "deletedat", INSIDE_RECORD, false },
    { "rowversion", INSIDE_RECORD, false },
    { "createdbyid", INSIDE_RECORD, false },
    { "updatedbyid", INSIDE_RECORD, false },
};

/* "Password_Hash" -> "passwordhash"; underscores before it stay: "__v". */
static struct slice fold(struct slice name, char text[FOLDED_MOST])
{
    size_t len = 0;

    for (size_t i = 0; i < name.len && len < FOLDED_MOST; i++)
        if (byte_is_alphanumeric(name.at[i]) || (name.at[i] == '_' && len == i))
            text[len++] = byte_lower(name.at[i]);
    return slice_make(text, len);
}

static enum inside inside_of(const struct field *member)
{
    char text[FOLDED_MOST];
    struct slice folded = fold(member->key, text);

    for (size_t i = 0; i < sizeof inside_names / sizeof *inside_names; i++)
        if (slice_eq(folded, slice_of(inside_names[i].name)))
            return inside_names[i].is_text && !member->types[TYPE_STRING] ? INSIDE_NOT
                                                                          : inside_names[i].inside;
    return INSIDE_NOT;
}

static bool names_paging(struct slice name)
{
    static const char *const words[] = {
        "page", "pages", "paging", "pagination",   "limit",  "offset", "cursor", "next",   "skip",
        "take", "top",   "since",  "until",        "from",   "to",     "after",  "before", "start",
        "end",  "more",  "token",  "continuation", "max",    "range",  "ids",    "first",  "last",
        "size", "rows",  "marker", "date",         "period", "day",    "month",  "year",
    };
    struct words found = { 0 };

    words_add(&found, name);
    for (size_t i = 0; i < found.count; i++)
        for (size_t j = 0; j < sizeof words / sizeof *words; j++)
            if (slice_eq(words_at(&found, i), slice_of(words[j])))
                return true;
    return false;
}

/* ---- the answer ---- */

static const struct content *json_of(const struct response *response)
{
    for (size_t i = 0; i < response->content_count; i++)
        if (response->contents[i].kind == CONTENT_JSON && response->contents[i].schema)
            return &response->contents[i];
    return NULL;
}

static bool is_object_list(const struct field *field)
{
    return field->types[TYPE_ARRAY] && field->items &&
           field->items->types[TYPE_OBJECT] * 2 > field->items->present;
}

/* Whether an object only wraps: {"status": "ok", "total": 3, "users": [...]}. An order with its lines says more than that. */
static bool is_envelope(const struct field *object)
{
    static const char *const words[] = { "status",  "success", "ok",     "message", "msg",
                                         "code",    "error",   "errors", "total",   "count",
                                         "meta",    "links",   "took",   "time",    "result",
                                         "version", "type",    "object", "request", "warning" };
    size_t cursor = 0;
    const struct field *member;

    while ((member = schema_next(object, &cursor))) {
        struct words found = { 0 };
        bool known = member->types[TYPE_OBJECT] || member->types[TYPE_ARRAY] || names_paging(member->key);

        words_add(&found, member->key);
        for (size_t i = 0; i < found.count && !known; i++)
            known = slice_is_among_nocase(words_at(&found, i), words, sizeof words / sizeof *words);
        if (!known)
            return false;
    }
    return true;
}

/* The longest list of objects at most two members deep. */
static bool find_list(const struct field *object, struct slice pointer, unsigned depth, struct arena *arena,
                      struct shape *ret)
{
    size_t cursor = 0;
    const struct field *member;

    if (!is_envelope(object))
        return true;
    while ((member = schema_next(object, &cursor))) {
        struct slice at = arena_printf(arena, "%.*s/%.*s", SLICE_ARG(pointer), SLICE_ARG(member->key));

        if (!at.at)
            return false;
        if (is_object_list(member) && (!ret->list || member->items_max > ret->list->items_max)) {
            ret->list = member;
            ret->pointer = at;
        }
        if (depth < 2 && member->types[TYPE_OBJECT] && !find_list(member, at, depth + 1, arena, ret))
            return false;
    }
    return true;
}

/* An envelope around one object: {"status": "ok", "data": {...}}. */
static const struct field *unwrap(const struct field *root, struct slice *ret_pointer)
{
    static const char *const envelopes[] = { "data", "result", "response", "payload" };

    for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; i++) {
        const struct field *inner = schema_find(root, slice_of(envelopes[i]));

        if (inner && inner->types[TYPE_OBJECT] && schema_child_count(root) <= 4) {
            *ret_pointer = slice_of(envelopes[i]);
            return inner;
        }
    }
    return root;
}

static void count_members(const struct field *field, unsigned depth, struct shape *ret)
{
    size_t cursor = 0;
    const struct field *member;

    if (field->items)
        count_members(field->items, depth + 1, ret);
    if (depth > DEPTH_MOST || field_is_map(field))
        return;
    while ((member = schema_next(field, &cursor))) {
        enum inside inside = inside_of(member);

        ret->width += member->types[TYPE_OBJECT] == 0;
        if (inside && ret->inside_count < SHAPE_INSIDE)
            ret->insides[ret->inside_count++] = (struct inside_member){ member->key, inside };
        count_members(member, depth + 1, ret);
    }
}

static bool requests_page(const struct endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->parameter_count; i++)
        if (endpoint->parameters[i].place == PLACE_QUERY && names_paging(endpoint->parameters[i].name))
            return true;
    return false;
}

static bool answers_page(const struct response *response, const struct field *root)
{
    static const char *const headers[] = { "link", "x-total-count", "content-range", "x-next-page",
                                           "x-total" };
    size_t cursor = 0;
    const struct field *member;

    for (size_t i = 0; i < response->header_count; i++)
        if (SLICE_AMONG_NOCASE(response->headers[i].name, headers))
            return true;
    while ((member = schema_next(root, &cursor))) {
        size_t inner_cursor = 0;
        const struct field *inner;

        if (names_paging(member->key))
            return true;
        while (member->types[TYPE_OBJECT] && (inner = schema_next(member, &inner_cursor)))
            if (!is_object_list(inner) && names_paging(inner->key))
                return true;
    }
    return false;
}

bool shape_of(const struct posture_endpoint *endpoint, struct arena *arena, struct shape *ret)
{
    const struct response *response = NULL;
    const struct content *content = NULL;

    *ret = (struct shape){ 0 };
    for (size_t i = 0; i < endpoint->endpoint->response_count && !content; i++) {
        response = &endpoint->endpoint->responses[i];
        if (response->status >= 200 && response->status < 300)
            content = json_of(response);
    }
    if (!content)
        return true;
    ret->status = response->status;
    ret->root = ret->item = schema_root(content->schema);
    ret->bodies = schema_bodies(content->schema);
    if (is_object_list(ret->root)) {
        ret->list = ret->root;
        ret->pointer = SLICE("");
    } else if (!find_list(ret->root, SLICE(""), 1, arena, ret)) {
        return false;
    }
    ret->item = ret->list ? ret->list->items : unwrap(ret->root, &ret->pointer);
    count_members(ret->item, 0, ret);
    ret->is_paged = requests_page(endpoint->endpoint) || answers_page(response, ret->root);
    return true;
}
