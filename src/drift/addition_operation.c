/* SPDX-License-Identifier: Apache-2.0 */
/* Operations that no document names. A path that stands there already, whatever its parameters are called, gets one more
 * method; others become a path of their own, without the base path that the document's servers bring. */
#include "drift/addition_inside.h"

#include "base/byte.h"
#include "contract/reference.h"
#include "drift/template.h"

/* ---- what stands there */

/* "/users/{}" leads to what the document calls the parameter at its end; of several names to the first. */
static void read_part(struct planning *planning, struct slice part, struct slice name)
{
    struct slice key = template_key(SLICE(""), part, planning->arena), *kept;

    if (!key.at || table_find(&planning->names_there, key)) {
        planning->failed |= !key.at;
        return;
    }
    kept = arena_get(planning->arena, sizeof *kept);
    planning->failed |= !kept || !table_put(&planning->names_there, key, kept);
    if (kept)
        *kept = name;
}

static void read_path(struct planning *planning, const struct tree_member *member)
{
    struct slice key = template_key(SLICE(""), member->key, planning->arena), rest = member->key;

    planning->failed |= !key.at;
    if (planning->failed || member->key.len == 0 || member->key.at[0] != '/' ||
        table_find(&planning->paths_there, key))
        return;
    planning->failed |= !table_put(&planning->paths_there, key, (struct tree_member *)(uintptr_t)member);
    while (rest.len) {
        struct slice name;

        slice_cut(&rest, '{');
        name = slice_cut(&rest, '}');
        if (name.len && (rest.len == 0 || rest.at[0] == '/'))
            read_part(planning, slice_make(member->key.at, (size_t)(rest.at - member->key.at)), name);
    }
}

void addition_read_paths(struct planning *planning)
{
    const struct tree_node *paths = planning->contract->paths;

    for (uint32_t i = 0; paths && paths->kind == TREE_MAPPING && i < paths->count; i++)
        read_path(planning, &paths->members[i]);
}

/* ---- where */

/* The leading segments of the template that are the document's base path; none when it does not stand below it. */
static bool below_base(struct slice template, struct slice base, size_t *ret_segments)
{
    size_t segments = template_segments(base), score;

    *ret_segments = segments;
    return template_segments(template) >= segments &&
           template_covers(base, template_head(template, segments), &score);
}

static struct slice without_head(struct slice path, size_t segments)
{
    struct slice head = template_head(path, segments);
    struct slice rest = slice_make(path.at + head.len, path.len - head.len);

    return rest.len && rest.at[0] == '/' ? rest : SLICE("/");
}

static size_t braces_in(struct slice path)
{
    size_t count = 0;

    for (size_t i = 0; i < path.len; i++)
        count += path.at[i] == '{';
    return count;
}

/* The names in braces, in order. */
static bool read_names(struct planning *planning, struct slice path, struct path_plan *plan)
{
    struct slice *names = arena_get_array(planning->arena, braces_in(path) + 1, sizeof *names);
    const char *open;

    if (!names)
        return false;
    plan->names = names;
    while (path.len && (open = memchr(path.at, '{', path.len))) {
        struct slice rest = slice_make(open + 1, (size_t)(path.at + path.len - open) - 1);

        names[plan->name_count++] = slice_cut(&rest, '}');
        path = rest;
    }
    return true;
}

static bool has_name(const struct path_plan *plan, struct slice name)
{
    for (size_t i = 0; i < plan->name_count; i++) {
        if (slice_eq(plan->names[i], name))
            return true;
    }
    return false;
}

/* The name for the parameter that ends with this part of the path. */
static struct slice choose_name(struct planning *planning, const struct path_plan *plan,
                                const struct path_plan *named, struct slice part)
{
    struct slice key = template_key(SLICE(""), part, planning->arena);
    const struct slice *there = key.at ? table_find(&planning->names_there, key) : NULL;

    if (there && !has_name(plan, *there) && !has_name(named, *there))
        return *there;
    return plan->names[named->name_count];
}

/* Parameters are called as those of the document are that stand in the same place. */
static bool rename_parameters(struct planning *planning, struct path_plan *plan)
{
    struct slice *names = arena_get_array(planning->arena, plan->name_count + 1, sizeof *names);
    struct path_plan named = { .names = names };
    struct slice rest = plan->path;
    struct buffer path;

    buffer_init(&path, planning->additions->account);
    while (names && rest.len && named.name_count < plan->name_count) {
        struct slice literal = slice_cut(&rest, '{'), name = slice_cut(&rest, '}');
        struct slice part = slice_make(plan->path.at, (size_t)(rest.at - plan->path.at));

        if (!name.len)
            break;
        name = choose_name(planning, plan, &named, part);
        names[named.name_count++] = name;
        buffer_printf(&path, "%.*s{%.*s}", SLICE_ARG(literal), SLICE_ARG(name));
    }
    buffer_append(&path, rest);
    plan->names = names;
    plan->path = arena_copy(planning->arena, buffer_slice(&path));
    planning->failed |= !names || path.failed || !plan->path.at;
    buffer_done(&path);
    return !planning->failed;
}

/* The service without its base path, as a server of the path's own; a host that is spelled with variables is left out. */
static void put_servers(struct planning *planning, struct node *item)
{
    struct document *document = planning->document;
    struct slice url = planning->contract->servers[0].url, base = planning->contract->servers[0].base;
    struct node *list = document_array(document), *server = document_object(document);

    while (url.len && url.at[url.len - 1] == '/')
        url.len--;
    if (url.len > base.len && slice_ends_with(url, base) && !memchr(url.at, '{', url.len))
        url.len -= base.len;
    else
        url = SLICE("/");
    document_put_text(document, server, "url", url);
    document_add(document, list, server);
    document_put(document, item, SLICE("servers"), list);
}

/* A path of its own. */
static bool make_path(struct planning *planning, struct spec_part *part, const struct endpoint *endpoint,
                      size_t skip, bool is_outside, struct path_plan *plan)
{
    struct spec_path path;
    size_t skipped;

    if (!spec_part_path(part, endpoint, &path))
        return false;
    plan->path = without_head(path.text, skip);
    skipped = braces_in(path.text) - braces_in(plan->path);
    if (skipped > path.name_count)
        return false;
    plan->names = path.names + skipped;
    plan->name_count = path.name_count - skipped;
    if (!rename_parameters(planning, plan))
        return false;
    plan->item.made = document_object(planning->document);
    if (is_outside)
        put_servers(planning, plan->item.made);
    return spot_put(planning, spot_object(planning, spot_root(planning), "paths", NULL), plan->path,
                    plan->item.made, NULL);
}

static struct path_plan *plan_path(struct planning *planning, struct spec_part *part,
                                   const struct endpoint *endpoint, size_t skip, bool is_outside)
{
    struct slice key = template_key(SLICE(""), without_head(endpoint->path, skip), planning->arena);
    struct path_plan *plan = planning->paths;
    const struct tree_member *there;
    bool done;

    while (plan && !slice_eq(plan->key, key))
        plan = plan->next;
    if (plan)
        return plan;
    plan = arena_get_array(planning->arena, 1, sizeof *plan);
    if (!plan || !key.at) {
        planning->failed = true;
        return NULL;
    }
    *plan = (struct path_plan){ .next = planning->paths, .key = key };
    there = table_find(&planning->paths_there, key);
    if (there) {
        plan->path = there->key;
        plan->item.tree = reference_follow(planning->additions->documents, there->value);
        done = read_names(planning, there->key, plan) && plan->item.tree;
    } else {
        done = make_path(planning, part, endpoint, skip, is_outside, plan);
    }
    planning->paths = done ? plan : planning->paths;
    return done ? plan : NULL;
}

/* ---- what */

/* Parameters that the path declares for all its methods are not declared again. */
static bool is_declared(struct planning *planning, struct spot item, struct slice name)
{
    const struct tree_node *list = TREE_GET(item.tree, "parameters");

    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++) {
        const struct tree_node *node = reference_follow(planning->additions->documents, list->elements[i]);

        if (slice_eq(tree_string(TREE_GET(node, "in")), SLICE("path")) &&
            slice_eq(tree_string(TREE_GET(node, "name")), name))
            return true;
    }
    return false;
}

/* Those of the base path come first, and are no parameters of the operation. */
static bool name_parameters(struct planning *planning, const struct endpoint *endpoint,
                            const struct path_plan *path, struct spec_operation *how)
{
    struct slice *names = arena_get_array(planning->arena, endpoint->parameter_count + 1, sizeof *names);
    size_t count = 0, skip;

    for (size_t i = 0; i < endpoint->parameter_count; i++)
        count += endpoint->parameters[i].place == PLACE_PATH;
    if (!names || count < path->name_count) {
        planning->failed |= !names;
        return false;
    }
    skip = count - path->name_count;
    for (size_t i = skip; i < count; i++) {
        struct slice name = path->names[i - skip];

        if (!is_declared(planning, path->item, name))
            names[i] = name;
    }
    how->path_names = names;
    how->path_name_count = count;
    return true;
}

static struct slice unique_id(struct planning *planning, struct slice id)
{
    struct slice unique = id;

    for (unsigned number = 2; unique.at && table_find(&planning->ids, unique); number++)
        unique = arena_printf(planning->arena, "%.*s%u", SLICE_ARG(id), number);
    if (!unique.at || !table_put(&planning->ids, unique, planning))
        planning->failed = true;
    return unique;
}

static size_t shared_segments(struct slice a, struct slice b)
{
    size_t count = 0;

    while (a.len && b.len) {
        struct slice one = slice_cut(&a, '/'), two = slice_cut(&b, '/');

        if (!slice_eq(one, two))
            break;
        count += one.len > 0;
    }
    return count;
}

/* What is near in the document has the tag already. */
static struct slice tag_of(const struct planning *planning, struct slice path, struct slice usual)
{
    const struct contract *contract = planning->contract;
    size_t best = 0;

    for (size_t i = 0; i < contract->operation_count; i++) {
        const struct contract_operation *operation = &contract->operations[i];
        size_t shared = operation->origin == CONTRACT_PATHS ? shared_segments(path, operation->path) : 0;

        if (!operation->tag_count || shared <= best)
            continue;
        best = shared;
        usual = operation->tags[0];
    }
    return usual;
}

static struct spec_name name_of(struct planning *planning, struct spec_part *part,
                                const struct endpoint *endpoint, struct slice path)
{
    struct spec_name name = spec_part_name(part, endpoint);

    name.id = planning->uses_ids ? unique_id(planning, name.id) : SLICE("");
    name.tag = planning->uses_tags ? tag_of(planning, path, name.tag) : SLICE("");
    if (!planning->uses_summaries)
        name.summary = SLICE("");
    return name;
}

static struct slice method_key(struct planning *planning, struct slice method)
{
    static const char *const names[] = {
        "get", "post", "put", "patch", "delete", "head", "options", "trace"
    };
    size_t count = sizeof names / sizeof *names - (planning->dialect == SPEC_20);

    for (size_t i = 0; i < count; i++) {
        if (slice_eq_nocase(method, slice_of(names[i])) && byte_is_upper(method.at[0]))
            return slice_of(names[i]);
    }
    return SLICE("");
}

static void put_operation(struct planning *planning, struct addition *addition, struct spec_part *part,
                          struct path_plan *path, struct slice method)
{
    const struct endpoint *endpoint = addition->row->endpoint;
    struct spec_operation how = { 0 };
    struct node *node;

    if (!name_parameters(planning, endpoint, path, &how)) {
        planning_refuse(planning, addition, "the path has other parameters than were seen");
        return;
    }
    how.name = name_of(planning, part, endpoint, path->path);
    how.security = addition_security(planning, part, addition->row->of_service, endpoint);
    planning_goes_to(planning, part, path->item.tree);
    node = spec_part_operation(part, endpoint, &how);
    stamp_put(planning, node, &addition->row->support);
    if (!spot_put(planning, path->item, method, node, NULL))
        planning_refuse(planning, addition, "its path has that method already");
}

void addition_operation(struct planning *planning, struct addition *addition)
{
    const struct drift_row *row = addition->row;
    const struct drift_pair *pair = planning_pair(planning, row->of_service);
    struct spec_part *part = planning_part(planning, row->of_service);
    struct slice method = method_key(planning, row->method);
    struct path_plan *path;
    bool is_outside;
    size_t skip = 0;

    if (!pair || !part)
        return;
    is_outside = !below_base(row->template, pair->base, &skip);
    if (!method.len)
        planning_refuse(planning, addition, "the format has no place for that method");
    else if (is_outside && planning->dialect == SPEC_20)
        planning_refuse(planning, addition, "it stands outside of the document's basePath");
    if (addition->why.len)
        return;
    path = plan_path(planning, part, row->endpoint, is_outside ? 0 : skip, is_outside);
    if (path)
        put_operation(planning, addition, part, path, method);
    else
        planning_refuse(planning, addition, "its path cannot be put among those of the document");
}
