/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/reading.h"

int reading_setup(void **state)
{
    static struct reading reading;

    memset(&reading, 0, sizeof reading);
    tree_reader_init(&reading.reader, &reading.memory);
    buffer_init(&reading.out, &reading.memory);
    *state = &reading;
    return 0;
}

int reading_teardown(void **state)
{
    struct reading *reading = *state;

    buffer_done(&reading->out);
    tree_reader_done(&reading->reader);
    return reading->memory.used != 0;
}

void reading_again(struct reading *reading)
{
    tree_reader_done(&reading->reader);
    tree_reader_init(&reading->reader, &reading->memory);
}

const struct tree_node *reading_named(struct reading *reading, const char *name, struct slice text)
{
    const struct tree_file *file = tree_read_text(&reading->reader, name, text);

    return file ? file->root : NULL;
}

const struct tree_node *reading_root(struct reading *reading, const char *text)
{
    return reading_named(reading, *text == '{' || *text == '[' ? "a.json" : "a.yaml", slice_of(text));
}

const char *reading_json(struct reading *reading, const struct tree_node *node)
{
    buffer_reset(&reading->out);
    if (node)
        tree_json(node, &reading->out);
    else
        buffer_text(&reading->out, "-");
    buffer_byte(&reading->out, '\0');
    return reading->out.at;
}

const char *reading_faults(struct reading *reading)
{
    static const char *const kinds[] = { "warning", "error", "fatal" };

    faults_sort(&reading->reader.faults);
    buffer_reset(&reading->out);
    for (const struct fault *fault = reading->reader.faults.first; fault; fault = fault->next) {
        buffer_printf(&reading->out, "%s%s ", reading->out.len ? "\n" : "", kinds[fault->kind]);
        fault_print(fault, &reading->out);
        buffer_printf(&reading->out, " [%s]", fault->rule);
    }
    buffer_byte(&reading->out, '\0');
    return reading->out.at;
}

struct slice reading_raw(const struct tree_node *node)
{
    return slice_make(node->file->text.at + node->start, node->end - node->start);
}
