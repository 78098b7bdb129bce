/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the checks and makes findings of what they report: places of one check and subject in one service are one finding. */
#ifndef POSTURE_REPORTER_H
#define POSTURE_REPORTER_H

#include "posture/check.h"

/* Fills posture->findings. false when memory was refused. */
bool reporter_run(struct posture *posture, const struct posture_options *options);

#endif
