/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "engine/inside.h"

/* A capture that goes on where the one before ended (tcpdump -C, -G) continues its connections; any other begins
 * anew. */
#define CONTINUES_WITHIN (60 * NANOSECONDS_PER_SECOND)

static void intake_end_connections(struct engine *engine)
{
    decoder_finish(engine->decoder);
    if (!engine->crew) {
        flows_finish(engine->home.flows);
        return;
    }
    crew_rest(engine->crew);
    for (unsigned i = 0; i < crew_lanes(engine->crew); i++)
        flows_finish(crew_lane(engine->crew, i)->flows);
}

static void intake_meet_source(struct engine *engine, int64_t time)
{
    bool continues = time >= engine->last_packet && time - engine->last_packet <= CONTINUES_WITHIN;

    if (engine->had_packet && !continues)
        intake_end_connections(engine);
    engine->files_seen = files_opened(engine->files);
}

void intake_packet(void *context, const struct packet *packet)
{
    struct engine *engine = context;
    struct segment segment;

    if (files_opened(engine->files) != engine->files_seen)
        intake_meet_source(engine, packet->time);
    engine->had_packet = true;
    engine->last_packet = packet->time;
    if (!decoder_packet(engine->decoder, packet, &segment))
        return;
    if (!engine->crew)
        lane_segment(&engine->home, &segment);
    else if (!crew_segment(engine->crew, &segment))
        engine->out_of_memory = true;
}

void intake_exchange(void *context, const struct exchange *exchange)
{
    struct engine *engine = context;

    lane_exchange(&engine->home, exchange);
}

void intake_finish(struct engine *engine)
{
    intake_end_connections(engine);
}
