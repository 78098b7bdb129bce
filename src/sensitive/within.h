/* SPDX-License-Identifier: Apache-2.0 */
/* Classes that stand inside longer text: a card in a note, a key in a connection string, a token in the query of an URL. */
#ifndef SENSITIVE_WITHIN_H
#define SENSITIVE_WITHIN_H

#include "sensitive/glance.h"
#include "sensitive/sensitive.h"

/* With CLASS_WITHIN when any is found. */
class_set within_find(struct slice text, const struct glance *glance);

#endif
