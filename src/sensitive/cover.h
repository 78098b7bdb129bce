/* SPDX-License-Identifier: Apache-2.0 */
/* Values that stand where another is covered up: "********", "[REDACTED]"; and words that stand for one: "Passwort" in
 * a table of translations. A field that holds nothing else holds no secret, whatever its name says. Values that are
 * not kept are known by their hash. */
#ifndef SENSITIVE_COVER_H
#define SENSITIVE_COVER_H

#include "base/sample.h"

/* Whether all values of the sample are covers; false when it is empty. */
bool cover_is_all(const struct sample *sample);

#endif
