/* SPDX-License-Identifier: Apache-2.0 */
#include "tree/yaml_fault.h"

#include <stddef.h>
#include <string.h>

/* A message that holds `part` is said as `sentence`; the first row that fits counts. The messages are those of libfyaml
 * 0.7 to 0.9; one that is worded differently one day is shown as it is. */
static const struct wording {
    const char *part, *sentence;
} wordings[] = {
    { "wrongly indented double-quoted", "a quoted text must not go on so far to the left" },
    { "wrongly indented single-quoted", "a quoted text must not go on so far to the left" },
    { " tab", "a tab stands where YAML takes spaces only: indent with spaces" },
    { "Indentation used tabs", "a tab stands where YAML takes spaces only: indent with spaces" },
    { "invalid nested block mapping on the same line",
      "a second ': ' in one line: text that holds ': ' needs quotes" },
    { "invalid multiline plain key",
      "this text goes on in the next line, and there a ':' follows: the indentation of that line is wrong, "
      "or the text needs quotes" },
    { "double-quoted scalar without closing quote", "this double quote is never closed" },
    { "single-quoted scalar without closing quote", "this single quote is never closed" },
    { "flow sequence without a closing bracket", "this '[' is never closed" },
    { "flow mapping without a closing brace", "this '{' is never closed" },
    { "plain scalar cannot start with", "a text that begins with this character needs quotes" },
    { "undefined tag prefix", "no %TAG line says what this tag means" },
    { "could not find expected ':'", "a key must have ':' behind it" },
    { "did not find expected key", "a key is expected here; is the indentation right?" },
    { "missing ':'", "a key must have ':' behind it" },
    { "missing comma in flow", "',' or the closing bracket is expected here" },
    { "invalid indentation in mapping", "the indentation fits none of the lines above" },
    { "invalid mapping in plain multiline",
      "a text of several lines holds a ': ': the indentation is wrong, or the text needs quotes" },
    { "wrong indendation in sequence", "the indentation fits none of the lines above" },
    { "wrongly indented", "the indentation fits none of the lines above" },
    { "did not find expected '-' indicator",
      "'-' is expected here, as in the lines above; is the indentation right?" },
    { "block sequence on the same line as a mapping key",
      "a '- ' must stand in a line of its own behind a key" },
    { "invalid trailing content after", "nothing may follow the closing quote in this line" },
    { "invalid escape",
      "a backslash in double quotes begins no escape that YAML knows; write \\\\ or use single quotes" },
    { "invalid content after document end marker", "nothing may follow '...' in its line" },
    { "two anchors for a single value", "a value has two anchors" },
    { "invalid combination of anchor plus alias", "an alias cannot have an anchor" },
    { "without content", "the document has no content" },
};

bool yaml_fault_is_mild(const char *message)
{
    return strstr(message, "wrongly indented") || strstr(message, " tab ");
}

const char *yaml_fault_sentence(const char *message)
{
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
        if (strstr(message, wordings[i].part))
            return wordings[i].sentence;
    }
    return NULL;
}

bool yaml_fault_is_unclosed(const char *message)
{
    return strstr(message, "without a closing br") != NULL;
}
