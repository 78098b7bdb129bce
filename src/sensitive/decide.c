/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/decide.h"

#include "sensitive/name.h"

size_t sensitive_decide(const struct classifier *classifier, const struct field_look *look,
                        struct field_class ret[FIELD_CLASSES_MOST])
{
    struct name_terms terms;
    struct name_meaning meaning;
    size_t count = 0;

    name_split(look->name, &terms);
    name_meaning(&terms, classifier, &meaning);
    for (size_t i = 0; i < meaning.count && count < FIELD_CLASSES_MOST; i++)
        if (meaning.meant[i].strength == NAME_SURE)
            ret[count++] = (struct field_class){ .class = meaning.meant[i].class, .confidence = 0.9 };
    return count;
}
