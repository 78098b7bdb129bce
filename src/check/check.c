/* SPDX-License-Identifier: Apache-2.0 */
/* The entry of the check, and how it speaks: every fault passes here, once. */
#include "check/check.h"

#include "check/checker.h"

#include <stdarg.h>

const struct check_rule_row check_rule_table[] = {
#define RULE(name, text, kind, help) { text, FAULT_##kind, help },
#include "check/rules.list"
#undef RULE
};
const size_t check_rule_count = RULES;

/* ---- saying */

/* All that a fault says, as a key: the reader, another contract that shares a file and a second alias may have said it. */
struct said {
    const struct tree_file *file;
    const char *rule;
    uint32_t line, column;
    char text[448];
};

#define SAID_MOST (8 * FAULTS_KEPT) /* beyond that they are only counted, and may be so twice */

static struct slice said_key(const struct said *said)
{
    return slice_make(said, offsetof(struct said, text) + strlen(said->text));
}

static void said_set(struct said *said, struct position at, const char *rule, struct slice text)
{
    size_t len = text.len < sizeof said->text - 1 ? text.len : sizeof said->text - 1;

    memset(said, 0, offsetof(struct said, text));
    said->file = at.file;
    said->rule = rule;
    said->line = at.line;
    said->column = at.column;
    memcpy(said->text, text.at, len);
    said->text[len] = '\0';
}

bool check_is_full(const struct checker *checker)
{
    const struct faults *faults = &checker->set->reader.faults;

    return faults->warnings + faults->errors + faults->fatals >= FAULTS_KEPT;
}

bool check_failed(struct checker *checker)
{
    checker->set->reader.faults.failed = true;
    return false;
}

const void *check_remember(struct checker *checker, struct table *table, struct slice key, const void *value)
{
    const void *known = table_find(table, key);
    struct slice copy;

    if (known)
        return known;
    copy = arena_copy(&checker->arena, key);
    if (!copy.at || !table_put(table, copy, (void *)(uintptr_t)value))
        check_failed(checker);
    return NULL;
}

/* What others said of the document before. */
static void remember_faults(struct checker *checker)
{
    const struct faults *faults = &checker->set->reader.faults;
    struct said said;

    for (const struct fault *fault = faults->first; fault; fault = fault->next) {
        said_set(&said, fault->at, fault->rule, fault->text);
        check_remember(checker, &checker->said, said_key(&said), fault);
    }
}

__attribute__((format(printf, 5, 0))) static void tell(struct checker *checker, enum fault_kind kind,
                                                       enum check_rule rule, struct position at,
                                                       const char *format, va_list arguments)
{
    struct said said;

    memset(&said, 0, sizeof said);
    said_set(&said, at, check_rule_table[rule].name, SLICE(""));
    vsnprintf(said.text, sizeof said.text, format, arguments);
    if (checker->said.count < SAID_MOST
            ? check_remember(checker, &checker->said, said_key(&said), checker) != NULL
            : table_find(&checker->said, said_key(&said)) != NULL)
        return;
    fault_add(&checker->set->reader.faults, kind, at, check_rule_table[rule].name, "%s", said.text);
}

void check_fault(struct checker *checker, enum check_rule rule, struct position at, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    tell(checker, check_rule_table[rule].kind, rule, at, format, arguments);
    va_end(arguments);
}

void check_warning(struct checker *checker, enum check_rule rule, struct position at, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    tell(checker, FAULT_WARNING, rule, at, format, arguments);
    va_end(arguments);
}

bool check_step(struct checker *checker, uint64_t steps)
{
    checker->steps += steps;
    if (checker->steps < CHECK_STEPS_MOST)
        return true;
    if (!checker->gave_up)
        check_fault(
            checker, RULE_unfinished_check, tree_position(checker->root),
            "the parts of this document refer to each other so often that the check gave up: there may "
            "be more faults");
    checker->gave_up = true;
    return false;
}

/* ---- asking */

struct position check_key_at(const struct tree_node *node, const char *name)
{
    const struct tree_member *member = tree_member(node, slice_of(name));

    return member ? tree_key_position(node, member) : tree_position(node);
}

struct position check_value_at(const struct tree_node *node, const char *name)
{
    const struct tree_node *value = tree_get(node, slice_of(name));

    return tree_position(value ? value : node);
}

/* ---- the run */

static const struct check_object *tables_of(enum contract_format format)
{
    switch (format) {
    case CONTRACT_OPENAPI_31: return check_objects_31;
    case CONTRACT_OPENAPI_30: return check_objects_30;
    case CONTRACT_SWAGGER_20: return check_objects_20;
    default: return check_objects_postman;
    }
}

static void checker_init(struct checker *checker, struct contract_set *set, const struct contract *contract)
{
    *checker = (struct checker){ .set = set, .contract = contract, .format = contract->format };
    checker->objects = tables_of(contract->format);
    checker->root = contract->file->root;
    arena_init(&checker->arena, set->account, 0);
    table_init(&checker->visited, set->account);
    table_init(&checker->said, set->account);
    table_init(&checker->operations, set->account);
}

static void checker_done(struct checker *checker)
{
    table_done(&checker->operations);
    table_done(&checker->said);
    table_done(&checker->visited);
    arena_done(&checker->arena);
}

/* What the document says of all its schemas (OpenAPI 3.1.0, 4.8.24.5). */
static void learn_dialect(struct checker *checker)
{
    const struct tree_node *dialect = TREE_GET(checker->root, "jsonSchemaDialect");
    struct slice uri = tree_string(dialect);

    checker->ignores_schemas = checker->format == CONTRACT_OPENAPI_31 && !check_knows_dialect(uri);
    if (checker->ignores_schemas)
        check_fault(checker, RULE_unchecked_dialect, tree_position(dialect),
                    "schemas of the dialect '%.*s' are not checked", NAME_ARG(uri));
}

void check_contract(struct contract_set *set, const struct contract *contract)
{
    struct checker checker;

    if (!contract || !contract->file->root)
        return;
    checker_init(&checker, set, contract);
    remember_faults(&checker);
    learn_dialect(&checker);
    check_value(&checker, SLICE("the document"), checker.root, KIND_DOCUMENT);
    check_work_off(&checker);
    check_links(&checker);
    faults_sort(&set->reader.faults);
    checker_done(&checker);
}
