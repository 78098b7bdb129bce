/* SPDX-License-Identifier: Apache-2.0 */
/* New texts, held against the rules of their format before anybody gets them. */
#include "check/check.h"
#include "drift/addition_inside.h"

/* The document with all its files, read and checked on its own. */
struct checked {
    struct contract_set set;
    const struct contract *contract;
};

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, "no memory to check the new document");
}

static void open_set(struct checked *checked, const struct additions *additions)
{
    struct slice root = additions->documents->root;

    contract_set_init(&checked->set, additions->account, root.len ? root.at : NULL);
    checked->contract = NULL;
}

static bool check(struct checked *checked, const struct additions *additions, struct slice text,
                  struct error *err)
{
    struct error why = { 0 };

    checked->contract = contract_read_text(&checked->set, additions->contract->file->real.at, text, &why);
    if (checked->contract)
        check_contract(&checked->set, checked->contract);
    if (checked->set.reader.faults.failed)
        return no_memory(err);
    return checked->contract || error_set(err, why.kind, "%s", why.text);
}

/* The new texts of other files are read first: whoever refers to them finds those. */
static bool read_others(struct checked *checked, struct additions *additions, struct error *err)
{
    const struct tree_file *file;
    const void *cursor = NULL;
    struct buffer text;
    bool done = true;

    buffer_init(&text, additions->account);
    while (done && (file = edits_next(&additions->edits, &cursor))) {
        buffer_reset(&text);
        if (file == additions->contract->file)
            continue;
        done = edits_apply(&additions->edits, file, &text, err) &&
               (tree_read_text(&checked->set.reader, file->real.at, buffer_slice(&text)) || no_memory(err));
    }
    buffer_done(&text);
    return done;
}

static bool is_there(const struct faults *faults, const struct fault *fault)
{
    for (const struct fault *other = faults->first; other; other = other->next) {
        if (other->kind == fault->kind && slice_eq(other->text, fault->text))
            return true;
    }
    return false;
}

static bool refuse(const struct additions *additions, const struct faults *was, const struct faults *now,
                   struct error *err)
{
    const struct fault *fault = now->first;
    struct buffer text;

    while (fault && (fault->kind == FAULT_WARNING || is_there(was, fault)))
        fault = fault->next;
    buffer_init(&text, additions->account);
    if (fault)
        fault_print(fault, &text);
    error_set(err, ERROR_INPUT, "with the additions the document would break a rule: %.*s",
              SLICE_ARG(buffer_slice(&text)));
    buffer_done(&text);
    return false;
}

static size_t count_errors(const struct checked *checked)
{
    return checked->set.reader.faults.errors + checked->set.reader.faults.fatals;
}

/* A document may be wrong already; it must not become more so. */
static bool is_no_worse(struct additions *additions, struct slice now, struct error *err)
{
    struct checked before, after;
    bool good;

    open_set(&before, additions);
    open_set(&after, additions);
    good = check(&before, additions, additions->contract->file->text, err) &&
           read_others(&after, additions, err) && check(&after, additions, now, err);
    if (good && count_errors(&after) > count_errors(&before))
        good = refuse(additions, &before.set.reader.faults, &after.set.reader.faults, err);
    contract_set_done(&after.set);
    contract_set_done(&before.set);
    return good;
}

static bool check_all(struct additions *additions, struct error *err)
{
    struct buffer text;
    bool good;

    if (additions->is_checked)
        return true;
    buffer_init(&text, additions->account);
    good = edits_apply(&additions->edits, additions->contract->file, &text, err) &&
           is_no_worse(additions, buffer_slice(&text), err);
    buffer_done(&text);
    additions->is_checked = good;
    return good;
}

bool additions_write(struct additions *additions, const struct tree_file *file, struct buffer *out,
                     struct error *err)
{
    return check_all(additions, err) && edits_apply(&additions->edits, file, out, err);
}
