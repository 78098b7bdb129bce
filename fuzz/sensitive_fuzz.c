/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a value is: what is said of it is the same twice, of credentials nothing is kept, and no field is judged
 * beyond certainty. */
#include "sensitive/decide.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool claim)
{
    if (!claim)
        abort();
}

static void judge(struct slice name, struct slice text, class_set marks)
{
    struct memory account = { 0 };
    struct sample sample;
    struct sample_value value = {
        .text = text, .marks = marks, .full_len = (uint32_t)text.len, .masked = true
    };
    struct field_look look = {
        .name = name, .strings = &sample, .string_count = 1, .length_min = 1, .length_max = 9
    };
    struct field_class claims[FIELD_CLASSES_MOST];
    size_t count;

    sample_init(&sample, 4);
    for (uint64_t hash = 1; hash < 6; hash++)
        sample_add_kept(&sample, &account, hash, &value, 1);
    count = sensitive_decide(NULL, &look, claims);
    require(count <= FIELD_CLASSES_MOST);
    for (size_t i = 0; i < count; i++)
        require(claims[i].confidence >= FIELD_CLASS_SURE && claims[i].confidence <= 1 &&
                claims[i].matched <= claims[i].of);
    sample_done(&sample, &account);
    require(account.used == 0);
}

/* The first line is a name, the rest a value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make(data, size), name = slice_cut(&text, '\n');
    class_set found = sensitive_value(NULL, text), named = sensitive_name(NULL, name);
    enum keep keep = sensitive_keep(found, text);

    require(found == sensitive_value(NULL, text));
    require((sensitive_leaks(text) & ~CLASS_LEAKS) == 0);
    for (unsigned i = 0; i < DATA_BUILT_IN; i++)
        if ((found & CLASS_BIT(i)) && data_class_row((enum data_class)i)->shows_nothing)
            require(keep == KEEP_NOTHING);
    require(!(found & CLASS_WITHIN) || (found & CLASS_ALL));
    require((named & ~CLASS_ALL) == 0);
    if (text.len < 4096)
        judge(name, text, found);
    return 0;
}
