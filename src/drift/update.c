/* SPDX-License-Identifier: Apache-2.0 */
/* A round's files are the texts of the round before, under their real names: references find those before they look at the disk. */
#include "drift/update.h"

#include "check/check.h"

/* ---- files */

/* The file of that name as the round has it; NULL when it has not read it. */
static const struct tree_file *file_in(const struct update_round *round, const struct tree_file *file)
{
    return table_find(&round->documents->reader.files, file->real);
}

static bool is_edited(const struct update_round *round, const struct tree_file *file)
{
    const struct tree_file *edited;
    const void *cursor = NULL;

    while ((edited = edits_next(&round->additions.edits, &cursor))) {
        if (edited == file)
            return true;
    }
    return false;
}

const struct tree_file *update_next(const struct update *update, size_t *cursor)
{
    struct tree_reader *reader = &update->rounds[0]->documents->reader;
    struct table_entry entry;
    const struct tree_file *best = NULL;

    /* In the order in which they were read: *cursor is one more than the last one's. */
    for (size_t walk = 0; table_next(&reader->files, &walk, &entry);) {
        const struct tree_file *file = entry.value;
        bool is_changed = false;

        if (file->order < *cursor || (best && best->order < file->order))
            continue;
        for (size_t i = 0; i < update->round_count && !is_changed; i++)
            is_changed = is_edited(update->rounds[i], file_in(update->rounds[i], file));
        if (is_changed)
            best = file;
    }
    if (best)
        *cursor = best->order + 1;
    return best;
}

/* The rounds that edit the file. */
static size_t steps_of(const struct update *update, const struct tree_file *file,
                       struct edit_step steps[UPDATE_ROUNDS])
{
    size_t count = 0;

    for (size_t i = 0; i < update->round_count; i++) {
        const struct tree_file *here = file_in(update->rounds[i], file);

        if (here && is_edited(update->rounds[i], here))
            steps[count++] = (struct edit_step){ &update->rounds[i]->additions.edits, here };
    }
    return count;
}

bool update_text(const struct update *update, const struct tree_file *file, struct buffer *out,
                 struct error *err)
{
    struct edit_step steps[UPDATE_ROUNDS];
    size_t count = steps_of(update, file, steps);

    if (count)
        return edits_apply(steps[count - 1].edits, steps[count - 1].file, out, err);
    return buffer_append(out, file->text) ||
           error_set(err, ERROR_MEMORY, "no memory for the text of %.*s", SLICE_ARG(file->path));
}

bool update_diff(const struct update *update, const struct tree_file *file, struct buffer *out,
                 struct error *err)
{
    struct edit_step steps[UPDATE_ROUNDS];
    size_t count = steps_of(update, file, steps);

    return !count || edits_diff(steps, count, file->path.at, out, err);
}

/* ---- documents */

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, "no memory to look at the new document");
}

/* All that changed so far, into a set of its own; the document itself is left to be read. */
static bool read_texts(const struct update *update, struct contract_set *set, struct buffer *ret_document,
                       struct error *err)
{
    const struct update_round *first = update->rounds[0];
    const struct tree_file *file;
    struct buffer text;
    size_t cursor = 0;
    bool done = update_text(update, first->contract->file, ret_document, err);

    buffer_init(&text, update->account);
    while (done && (file = update_next(update, &cursor))) {
        if (file == first->contract->file)
            continue;
        buffer_reset(&text);
        done = update_text(update, file, &text, err) &&
               (tree_read_text(&set->reader, file->real.at, buffer_slice(&text)) || no_memory(err));
    }
    buffer_done(&text);
    return done;
}

static void open_set(const struct update *update, struct contract_set *set)
{
    struct slice root = update->rounds[0]->documents->root;

    contract_set_init(set, update->account, root.len ? root.at : NULL);
}

/* The document as it has become, with all its files. NULL with *err. */
static const struct contract *read_now(const struct update *update, struct contract_set *set,
                                       struct error *err)
{
    const struct contract *contract = NULL;
    struct buffer text;
    struct error why = { 0 };

    buffer_init(&text, update->account);
    if (read_texts(update, set, &text, &why))
        contract =
            contract_read_text(set, update->rounds[0]->contract->file->real.at, buffer_slice(&text), &why);
    buffer_done(&text);
    if (set->reader.faults.failed)
        no_memory(err);
    else if (!contract)
        error_set(err, why.kind, "%s", why.text);
    return set->reader.faults.failed ? NULL : contract;
}

/* ---- rounds */

struct filtering {
    const struct update *update;
    const struct drift *drift;
};

static bool is_wanted(void *context, const struct drift_row *row)
{
    const struct filtering *filtering = context;

    return filtering->update->filter(filtering->update->context, filtering->drift, row);
}

static bool plan_round(struct update *update, struct update_round *round, struct error *err)
{
    struct filtering filtering = { .update = update, .drift = round->drift };

    return additions_plan(&round->additions, round->documents, round->contract, round->drift,
                          update->filter ? is_wanted : NULL, &filtering, update->account, err);
}

static struct update_round *add_round(struct update *update, struct error *err)
{
    struct update_round *round = memory_get(update->account, sizeof *round);

    if (!round) {
        no_memory(err);
        return NULL;
    }
    update->rounds[update->round_count++] = round;
    return round;
}

/* Other documents of the service are what they were. */
static bool read_others(const struct update_round *first, struct update_round *round, struct error *err)
{
    for (size_t i = 0; i < first->documents->count; i++) {
        const struct contract *other = first->documents->contracts[i];

        if (other != first->contract && !contract_read(round->documents, other->file->real.at, err))
            return false;
    }
    return true;
}

static bool next_round(struct update *update, struct error *err)
{
    struct update_round *round;
    struct contract_set set;

    open_set(update, &set);
    /* Before it is one of the rounds, which are asked for texts. */
    if (!read_now(update, &set, err)) {
        contract_set_done(&set);
        return false;
    }
    round = add_round(update, err);
    if (!round) {
        contract_set_done(&set);
        return false;
    }
    round->own = set;
    round->documents = &round->own;
    round->contract = round->own.contracts[0];
    if (!read_others(update->rounds[0], round, err))
        return false;
    round->own_drift = drift_new(round->documents, update->catalog, update->options, update->account, err);
    round->drift = round->own_drift;
    return round->drift && plan_round(update, round, err);
}

/* ---- the rules of the format */

static bool is_there(const struct faults *faults, const struct fault *fault)
{
    for (const struct fault *other = faults->first; other; other = other->next) {
        if (other->kind == fault->kind && slice_eq(other->text, fault->text))
            return true;
    }
    return false;
}

static bool refuse(const struct update *update, const struct faults *was, const struct faults *now,
                   struct error *err)
{
    const struct fault *fault = now->first;
    struct buffer text;

    while (fault && (fault->kind == FAULT_WARNING || is_there(was, fault)))
        fault = fault->next;
    buffer_init(&text, update->account);
    if (fault)
        fault_print(fault, &text);
    error_set(err, ERROR_INPUT, "with the additions the document would break a rule: %.*s",
              SLICE_ARG(buffer_slice(&text)));
    buffer_done(&text);
    return false;
}

/* A document may be wrong already; it must not become more so. `rounds`: so many of them are taken into account. */
static bool check(struct update *update, size_t rounds, struct contract_set *set, struct error *err)
{
    size_t all = update->round_count;
    const struct contract *contract;

    open_set(update, set);
    update->round_count = rounds;
    contract = read_now(update, set, err);
    update->round_count = all;
    if (!contract)
        return false;
    check_contract(set, contract);
    return !set->reader.faults.failed || no_memory(err);
}

static bool is_no_worse(struct update *update, struct error *err)
{
    struct contract_set before, after;
    const struct faults *was = &before.reader.faults, *now = &after.reader.faults;
    bool good = check(update, 0, &before, err);

    good = check(update, update->round_count, &after, err) && good;
    if (good && now->errors + now->fatals > was->errors + was->fatals)
        good = refuse(update, was, now, err);
    contract_set_done(&after);
    contract_set_done(&before);
    return good;
}

/* ---- the whole */

static void count_rows(struct update *update)
{
    for (size_t i = 0; i < update->round_count; i++) {
        const struct additions *additions = &update->rounds[i]->additions;

        update->written += additions->written;
        update->refused = additions->count - additions->written;
    }
}

bool update_plan(struct update *update, struct contract_set *documents, const struct contract *contract,
                 const struct drift *drift, struct catalog *catalog, const struct drift_options *options,
                 update_filter *filter, void *context, struct memory *account, struct error *err)
{
    struct update_round *round;

    *update = (struct update){
        .account = account, .catalog = catalog, .options = options, .filter = filter, .context = context
    };
    round = add_round(update, err);
    if (!round)
        return false;
    round->documents = documents;
    round->contract = contract;
    round->drift = drift;
    if (!plan_round(update, round, err))
        return false;
    while (update->rounds[update->round_count - 1]->additions.edits.count &&
           update->round_count < UPDATE_ROUNDS) {
        if (!next_round(update, err))
            return false;
    }
    count_rows(update);
    return update->round_count == 1 || is_no_worse(update, err);
}

void update_done(struct update *update)
{
    for (size_t i = update->round_count; i-- > 0;) {
        struct update_round *round = update->rounds[i];

        if (round->additions.account) /* it was begun */
            additions_done(&round->additions);
        drift_free(round->own_drift);
        if (round->documents == &round->own)
            contract_set_done(&round->own);
        memory_give(update->account, round, sizeof *round);
    }
    update->round_count = 0;
}
