/* SPDX-License-Identifier: Apache-2.0 */
/* What members of successful answers give away of the program, by the marks of their sampled values (sensitive/sensitive.h). */
#ifndef POSTURE_LEAKED_H
#define POSTURE_LEAKED_H

#include "posture/check.h"
#include "sensitive/sensitive.h"

struct leaked {
    struct slice pointer, name; /* of the member; of an array's items the array's name */
    uint16_t status;
    uint64_t count; /* values in the sample that show it, with their repetitions */
    uint64_t of;
    bool is_within; /* in texts that are longer than what leaks */
    bool in_error;  /* below a member that is called error, errors, exception or debug */
};

typedef void leaked_visitor(const struct posture_endpoint *endpoint, const struct leaked *leaked,
                            struct reporter *reporter);

/* Visits the members of JSON answers 2xx with a value that has one of the marks. */
void leaked_each(const struct posture_service *service, class_set marks, leaked_visitor *visit,
                 struct reporter *reporter);
/* Whether one of the name's words is in the list. */
bool leaked_names(struct slice name, const char *const *words, size_t count);
void leaked_report(const struct posture_endpoint *endpoint, const struct leaked *leaked,
                   enum severity severity, const char *what, struct reporter *reporter);

#endif
