/* SPDX-License-Identifier: Apache-2.0 */
/* A crew: lanes that run on threads of their own, but for the first, which is the reader's: N lanes are N threads. The
 * reader copies segments into batches, one lane's connections into that lane's, and a bounded ring hands them over; when
 * a ring is full the reader waits (a file can wait, and of an interface the kernel counts what it had to drop). What is
 * the first lane's it takes itself; it reads besides, so its lane has fewer connections, and none when lanes are many.
 *
 * Batches are copies because a source's buffer is gone when its call returns. Copying takes about 2 % of the processor
 * time of two lanes (perf, bulk capture of 100,000 exchanges). */
#ifndef ENGINE_CREW_H
#define ENGINE_CREW_H

#include "engine/lane.h"

struct crew;

/* Two lanes at least. Settings: one for each. NULL with *err set. */
struct crew *crew_start(unsigned lanes, const struct lane_settings settings[], struct error *err);
/* Hands a segment to its lane. False when memory for a batch was refused. */
bool crew_segment(struct crew *crew, const struct segment *segment);
/* Lets lanes have what has been collected, full batch or not. */
void crew_flush(struct crew *crew);
/* Flushes and waits until every lane stands still: the caller may touch the lanes until its next crew_segment. */
void crew_rest(struct crew *crew);
unsigned crew_lanes(const struct crew *crew);
struct lane *crew_lane(struct crew *crew, unsigned index);
/* Rests and ends the threads. NULL is allowed. */
void crew_free(struct crew *crew);

#endif
