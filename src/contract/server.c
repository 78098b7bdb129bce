/* SPDX-License-Identifier: Apache-2.0 */
/* Servers (OpenAPI 3.1 4.8.5): addresses with variables, expanded to those that traffic can be held against. */
#include "base/buffer.h"
#include "base/byte.h"
#include "contract/reading.h"

/* ---- an address taken apart */

/* What stands in braces is the name of a variable and keeps its case. */
static struct slice lower_host(struct reading *reading, struct slice host)
{
    bool in_braces = false;
    char *at;

    if (slice_eq(reading_lower(reading, host), host))
        return host;
    at = reading_get(reading, host.len + 1, 1);
    if (!at)
        return SLICE("");
    for (size_t i = 0; i < host.len; i++) {
        in_braces = (in_braces || host.at[i] == '{') && host.at[i] != '}';
        at[i] = in_braces ? host.at[i] : byte_lower(host.at[i]);
    }
    return slice_make(at, host.len);
}

static bool is_scheme(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!byte_is_alphanumeric(text.at[i]) && !strchr("+-.", text.at[i]))
            return false;
    }
    return text.len && byte_is_letter(text.at[0]);
}

static void read_authority(struct reading *reading, struct slice text, struct contract_server *ret)
{
    const char *at = text.len ? memrchr(text.at, '@', text.len) : NULL, *colon;
    unsigned long long port;

    if (at)
        text = slice_make(at + 1, (size_t)(text.at + text.len - at) - 1);
    colon = text.len ? memrchr(text.at, ':', text.len) : NULL;
    if (colon && !memchr(colon, ']', (size_t)(text.at + text.len - colon))) {
        struct slice digits = slice_make(colon + 1, (size_t)(text.at + text.len - colon) - 1);

        if (slice_to_u64(digits, UINT16_MAX, &port))
            ret->port = (uint16_t)port;
        text.len = (size_t)(colon - text.at);
    }
    ret->host = lower_host(reading, text);
}

/* Before query and fragment, which a server has no use for; without slashes at the end. */
static struct slice base_of(struct slice path)
{
    struct slice base = slice_cut(&path, '?');

    path = base;
    base = slice_cut(&path, '#');
    while (base.len && base.at[base.len - 1] == '/')
        base.len--;
    return base;
}

/* "api.example.com/v1" is, strictly, a relative reference; nobody who writes that means one. */
static bool looks_like_host(struct slice url)
{
    struct slice first = slice_cut(&url, '/'), name = slice_cut(&first, ':');

    if (slice_eq_nocase(name, SLICE("localhost")))
        return true;
    return name.len > 2 && name.at[0] != '.' && name.at[0] != '{' && memchr(name.at, '.', name.len);
}

static struct slice rooted(struct reading *reading, struct slice base)
{
    struct slice text;

    if (!base.len || base.at[0] == '/')
        return base;
    while (slice_starts_with(base, SLICE("./")))
        base = slice_make(base.at + 2, base.len - 2);
    if (!base.len || slice_eq(base, SLICE(".")))
        return SLICE("");
    text = arena_printf(&reading->set->arena, "/%.*s", SLICE_ARG(base));
    reading->failed |= !text.at;
    return text;
}

/* ret->url stays as it is. */
void server_parse(struct reading *reading, struct slice url, struct contract_server *ret)
{
    struct slice rest = slice_trim(url), scheme;
    const char *mark = rest.len > 2 ? memmem(rest.at, rest.len, "://", 3) : NULL;
    bool has_authority = slice_starts_with(rest, SLICE("//")) || looks_like_host(rest);

    scheme = mark ? slice_make(rest.at, (size_t)(mark - rest.at)) : SLICE("");
    if (mark && !memchr(scheme.at, '/', scheme.len)) {
        if (is_scheme(scheme))
            ret->scheme = reading_lower(reading, scheme);
        rest = slice_make(mark + 3, rest.len - scheme.len - 3);
        has_authority = true;
    } else if (slice_starts_with(rest, SLICE("//"))) {
        rest = slice_make(rest.at + 2, rest.len - 2);
    }
    if (has_authority) {
        size_t len = 0;

        while (len < rest.len && !strchr("/?#", rest.at[len]))
            len++;
        read_authority(reading, slice_make(rest.at, len), ret);
        rest = slice_make(rest.at + len, rest.len - len);
    }
    ret->base = rooted(reading, base_of(rest));
}

/* ---- variables (OpenAPI 3.1 4.8.6) */

#define VARIABLES_MOST 16

struct variable {
    struct slice text; /* with its braces */
    struct slice name;
    const struct tree_node *node; /* NULL: defined nowhere */
    size_t options;
};

/* The values to try for a variable: its default first, then the others of its enum, or, without one, the variable itself, which
 * stands for any value. */
static size_t count_options(const struct tree_node *node)
{
    const struct tree_node *list = TREE_GET(node, "enum");
    bool has_default = reading_scalar(TREE_GET(node, "default")).len > 0;

    if (list && list->kind == TREE_SEQUENCE && list->count)
        return list->count;
    return has_default ? 2 : 1;
}

static size_t default_index(const struct tree_node *list, struct slice fallback)
{
    for (uint32_t i = 0; i < list->count && i < READING_EXPANSIONS; i++) {
        if (slice_eq(reading_scalar(list->elements[i]), fallback))
            return i;
    }
    return 0;
}

static struct slice option_text(const struct variable *variable, size_t index)
{
    const struct tree_node *list = TREE_GET(variable->node, "enum");
    struct slice fallback = reading_scalar(TREE_GET(variable->node, "default"));
    size_t first;

    if (!list || list->kind != TREE_SEQUENCE || !list->count)
        return index + 1 < variable->options ? fallback : variable->text;
    first = default_index(list, fallback);
    if (index == 0)
        return reading_scalar(list->elements[first]);
    return reading_scalar(list->elements[index <= first ? index - 1 : index]);
}

static bool next_variable(struct slice *rest, struct slice *ret_before, struct slice *ret_text)
{
    const char *open = rest->len ? memchr(rest->at, '{', rest->len) : NULL, *close;

    if (!open)
        return false;
    close = memchr(open, '}', (size_t)(rest->at + rest->len - open));
    if (!close)
        return false;
    *ret_before = slice_make(rest->at, (size_t)(open - rest->at));
    *ret_text = slice_make(open, (size_t)(close - open) + 1);
    *rest = slice_make(close + 1, (size_t)(rest->at + rest->len - close) - 1);
    return true;
}

static size_t find_variables(struct slice url, const struct tree_node *variables, struct variable *ret)
{
    struct slice before, text;
    size_t count = 0;

    while (count < VARIABLES_MOST && next_variable(&url, &before, &text)) {
        struct slice name = slice_make(text.at + 1, text.len - 2);
        const struct tree_node *node = tree_get(variables, name);

        ret[count++] = (struct variable){ text, name, node, count_options(node) };
    }
    return count;
}

/* The url with one choice of values: `number` counts like an odometer whose last wheel turns first. */
static struct slice expand(struct reading *reading, struct slice url, const struct variable *variables,
                           size_t count, size_t number)
{
    size_t choice[VARIABLES_MOST] = { 0 };
    struct slice before, text, expanded;
    struct buffer out;

    for (size_t i = count; i-- > 0;) {
        choice[i] = number % variables[i].options;
        number /= variables[i].options;
    }
    buffer_init(&out, reading->set->account);
    for (size_t i = 0; i < count && next_variable(&url, &before, &text); i++) {
        buffer_append(&out, before);
        buffer_append(&out, option_text(&variables[i], choice[i]));
    }
    buffer_append(&out, url);
    expanded = reading_copy(reading, buffer_slice(&out));
    reading->failed |= out.failed;
    buffer_done(&out);
    return expanded;
}

static size_t count_expansions(const struct reading *reading, const struct variable *variables, size_t count)
{
    size_t product = 1;

    if (reading->server_count > READING_SERVERS_MOST)
        return 1;
    for (size_t i = 0; i < count; i++) {
        if (variables[i].options >= READING_EXPANSIONS ||
            product * variables[i].options >= READING_EXPANSIONS)
            return READING_EXPANSIONS;
        product *= variables[i].options;
    }
    return product;
}

/* ---- lists */

/* Into `ret`, when it is not NULL; answers how many. */
static size_t expand_server(struct reading *reading, const struct tree_node *node,
                            struct contract_server *ret)
{
    struct variable variables[VARIABLES_MOST];
    struct slice url = tree_string(TREE_GET(node, "url"));
    size_t variable_count = find_variables(url, TREE_GET(node, "variables"), variables);
    size_t count = count_expansions(reading, variables, variable_count);

    for (size_t i = 0; ret && i < count; i++) {
        struct slice expanded = variable_count ? expand(reading, url, variables, variable_count, i) : url;

        ret[i].url = url;
        ret[i].at = tree_position(node);
        server_parse(reading, expanded, &ret[i]);
    }
    return count;
}

/* A list without a server in it says nothing. */
void reading_servers(struct reading *reading, const struct tree_node *node,
                     const struct contract_server **ret, size_t *ret_count)
{
    uint32_t written = node && node->kind == TREE_SEQUENCE ? node->count : 0;
    struct contract_server *list;
    size_t count = 0, made = 0;

    for (uint32_t i = 0; i < written; i++)
        count +=
            node->elements[i]->kind == TREE_MAPPING ? expand_server(reading, node->elements[i], NULL) : 0;
    list = reading_get(reading, count, sizeof *list);
    if (!list)
        return;
    for (uint32_t i = 0; i < written; i++) {
        if (node->elements[i]->kind == TREE_MAPPING)
            made += expand_server(reading, node->elements[i], list + made);
    }
    reading->server_count += count;
    *ret = list;
    *ret_count = count;
}

/* OpenAPI 3.1 4.8.1.1: without servers there is one with the url "/". */
const struct contract_server *reading_server_default(struct reading *reading)
{
    struct contract_server *server = reading_get(reading, 1, sizeof *server);
    static const struct contract_server none = { .url = SLICE_TEXT("/") };

    if (!server)
        return &none;
    server->url = SLICE("/");
    server->at = tree_position(reading->root);
    return server;
}
