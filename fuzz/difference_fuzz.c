/* SPDX-License-Identifier: Apache-2.0 */
/* Two documents, parted by a line "---- new": comparing them ends and counts what it lists. Without that line one document, read
 * twice: nothing is to be told. */
#include "difference/difference.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t compare(struct memory *account, const struct contract *old, const struct contract *new)
{
    struct differences differences;
    size_t total = 0;

    differences_init(&differences, account);
    if (differences_find(&differences, old, new, 0)) {
        total = differences_total(&differences);
        assert(differences.count <= total && differences.count <= DIFFERENCES_MOST);
        assert(differences.count == total || differences.count == DIFFERENCES_MOST);
    }
    for (size_t i = 0; i < differences.count && !differences.failed; i++) {
        const struct difference *one = &differences.list[i];

        assert(one->kind < DIFFERENCE_KINDS && one->why && one->what.len);
        assert(one->class == difference_rule(one->kind)->class);
        assert(one->old_at.file && one->new_at.file);
    }
    differences_done(&differences);
    return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char mark[] = "---- new\n";
    struct memory account = { .limit = (size_t)256 << 20 };
    struct contract_set set;
    struct error err = { .kind = ERROR_NONE };
    const char *text = (const char *)data, *cut = size ? memmem(text, size, mark, sizeof mark - 1) : NULL;
    size_t head = cut ? (size_t)(cut - text) : size, tail = cut ? size - head - (sizeof mark - 1) : size;
    const struct contract *old, *new;

    contract_set_init(&set, &account, "/nowhere");
    old = contract_read_text(&set, "old.yaml", slice_make(text, head), &err);
    new = contract_read_text(&set, "new.yaml", slice_make(text + size - tail, tail), &err);
    if (old && new) {
        compare(&account, old, new);
        compare(&account, new, old);
        assert(cut || compare(&account, old, new) == 0);
    }
    contract_set_done(&set);
    assert(account.used == 0);
    return 0;
}
