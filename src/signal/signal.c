/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/signal.h"

#include "signal/jwt_facts.h"
#include "signal/memory.h"

#include <stdarg.h>
#include <stdio.h>

_Static_assert(MARKS <= 64, "a bit for every mark");

struct signal_memory *signal_memory_new(struct memory *account)
{
    struct signal_memory *memory = memory_get(account, sizeof *memory);

    if (memory)
        memory->account = account;
    return memory;
}

void signal_memory_free(struct signal_memory *memory)
{
    if (!memory)
        return;
    jwt_facts_forget(memory);
    memory_give(memory->account, memory, sizeof *memory);
}

void signal_read(struct signal_reading *reading)
{
    if (reading->settings->off)
        return;
#define READER(name) signal_##name(reading);
#include "signal/readers.list"
#undef READER
}

void signal_tell(struct signal_reading *reading, enum fact_kind kind, struct slice subject)
{
    for (size_t i = 0; i < reading->fact_count; i++)
        if (reading->facts[i].kind == kind && slice_eq(reading->facts[i].subject, subject))
            return;
    if (reading->fact_count < SIGNAL_FACTS)
        reading->facts[reading->fact_count++] = (struct signal_fact){ kind, subject };
}

void signal_tell_named(struct signal_reading *reading, enum fact_kind kind, struct slice name,
                       struct slice value)
{
    char *text = arena_get(reading->arena, name.len + 2 + value.len);

    if (!text)
        return;
    memcpy(text, name.at, name.len);
    memcpy(text + name.len, ": ", 2);
    memcpy(text + name.len + 2, value.at, value.len);
    signal_tell(reading, kind, slice_make(text, name.len + 2 + value.len));
}

void signal_tellf(struct signal_reading *reading, enum fact_kind kind, const char *format, ...)
{
    char text[SIGNAL_SUBJECT + 1];
    va_list arguments;
    int len;

    va_start(arguments, format);
    len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (len > 0)
        signal_tell(reading, kind,
                    arena_copy(reading->arena,
                               slice_make(text, len > SIGNAL_SUBJECT ? SIGNAL_SUBJECT : (size_t)len)));
}

const char *mark_name(enum mark mark)
{
    static const char *const names[MARKS] = {
#define MARK(id, help) #id,
#include "signal/marks.list"
#undef MARK
    };

    return names[mark];
}

const char *fact_name(enum fact_kind kind)
{
    static const char *const names[FACTS] = {
#define FACT(id, help) #id,
#include "signal/facts.list"
#undef FACT
    };

    return names[kind];
}
