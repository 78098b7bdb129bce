/* SPDX-License-Identifier: Apache-2.0 */
/* New texts, held against the rules of their format before anybody gets them. */
#include "check/check.h"
#include "drift/addition_inside.h"

/* One text of the document, read and checked on its own. */
struct checked {
    struct contract_set set;
    const struct contract *contract;
};

static bool check(struct checked *checked, const struct additions *additions, struct slice text,
                  struct error *err)
{
    struct slice root = additions->documents->root;
    struct error why = { 0 };

    contract_set_init(&checked->set, additions->account, root.len ? root.at : NULL);
    checked->contract = contract_read_text(&checked->set, additions->contract->file->path.at, text, &why);
    if (checked->contract)
        check_contract(&checked->set, checked->contract);
    if (checked->set.reader.faults.failed)
        return error_set(err, ERROR_MEMORY, "no memory to check the new document");
    return checked->contract || error_set(err, why.kind, "%s", why.text);
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

/* A document may be wrong already; it must not become more so. */
static bool is_no_worse(const struct additions *additions, struct slice now, struct error *err)
{
    struct checked before, after = { .contract = NULL };
    bool good = check(&before, additions, additions->contract->file->text, err);

    if (good) {
        good = check(&after, additions, now, err);
        if (good && after.set.reader.faults.errors + after.set.reader.faults.fatals >
                        before.set.reader.faults.errors + before.set.reader.faults.fatals)
            good = refuse(additions, &before.set.reader.faults, &after.set.reader.faults, err);
        contract_set_done(&after.set);
    }
    contract_set_done(&before.set);
    return good;
}

bool additions_write(struct additions *additions, const struct tree_file *file, struct buffer *out,
                     struct error *err)
{
    size_t before = out->len;

    if (!edits_apply(&additions->edits, file, out, err))
        return false;
    /* Of other files it is not known by which rules they go. */
    if (file != additions->contract->file ||
        is_no_worse(additions, slice_make(out->at + before, out->len - before), err))
        return true;
    out->len = before;
    return false;
}
