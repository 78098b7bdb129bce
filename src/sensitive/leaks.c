/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/sensitive.h"

class_set sensitive_leaks(struct slice text)
{
    return 0;
}
