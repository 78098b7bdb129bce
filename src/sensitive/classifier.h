/* SPDX-License-Identifier: Apache-2.0 */
/* Classes that users added: their patterns, validators and names. */
#ifndef SENSITIVE_CLASSIFIER_H
#define SENSITIVE_CLASSIFIER_H

#include "sensitive/name.h"

/* NULL is allowed: no classes. */
class_set classifier_value(struct classifier *classifier, struct slice text);
/* Adds the classes whose names the words end with. */
void classifier_mean(const struct classifier *classifier, const struct name_terms *terms,
                     struct name_meaning *ret);

#endif
