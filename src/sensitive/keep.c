/* SPDX-License-Identifier: Apache-2.0 */
#include "base/byte.h"
#include "sensitive/classifier.h"

#define KEPT_MOST 64

enum keep sensitive_keep_named(class_set by_name)
{
    bool any = false;

    for (unsigned i = 0; i < DATA_BUILT_IN; i++) {
        if (!(by_name & CLASS_BIT(i)))
            continue;
        if (data_class_row((enum data_class)i)->shows_nothing)
            return KEEP_NOTHING;
        any = true;
    }
    return any || (by_name & CLASS_ALL) ? KEEP_MASK : KEEP_TEXT;
}

enum keep sensitive_keep(class_set found, struct slice text)
{
    size_t words = 1;

    if (found & CLASS_ALL)
        return sensitive_keep_named(found);
    if (text.len > KEPT_MOST)
        return KEEP_MASK;
    for (size_t i = 0; i < text.len; i++)
        words += text.at[i] == ' ';
    return words > 3 ? KEEP_MASK : KEEP_TEXT;
}
