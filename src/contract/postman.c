/* SPDX-License-Identifier: Apache-2.0 */
#include "contract/reading.h"

void reading_postman(struct reading *reading)
{
}
