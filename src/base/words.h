/* SPDX-License-Identifier: Apache-2.0 */
/* Names as a person would give them: words out of path segments, parameters and properties, put together
 * again as userOrders, UserOrder or "user order". Words are lower-case ASCII letters and digits;
 * everything else in a name separates words or is dropped, so what comes out is safe in any identifier. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/arena.h"

#define WORDS_MOST 24
#define WORD_LENGTH 32

/* Words travel by value, whole; what does not fit is left out. */
struct words {
    size_t count;
    uint8_t lengths[WORDS_MOST];
    char text[WORDS_MOST][WORD_LENGTH];
};

/* Appends the words of a name: "orderItems", "order-items", "Order_Items" and "HTTPOrder" split alike. */
void words_add(struct words *words, struct slice name);
void words_append(struct words *words, const struct words *more);
/* The last word in the singular; what is no plural stays. */
void words_singularise(struct words *words);
bool words_is_plural(const struct words *words);
/* Whether one of them is among `list` (lower case). */
bool words_have(const struct words *words, const char *const *list, size_t count);
#define WORDS_HAVE(words, list) words_have((words), (list), sizeof(list) / sizeof *(list))
/* The same of the words of a name or a path. */
bool words_say(struct slice text, const char *const *list, size_t count);
#define WORDS_SAY(text, list) words_say((text), (list), sizeof(list) / sizeof *(list))
struct slice words_at(const struct words *words, size_t index);

enum words_style {
    WORDS_CAMEL,  /* userOrder */
    WORDS_PASCAL, /* UserOrder */
    WORDS_TITLE,  /* User order */
};
/* {NULL, 0} when memory was refused; empty when there is no word. */
struct slice words_join(const struct words *words, enum words_style style, struct arena *arena);

/* Written out for tests: the singular of one lower-case word, into `ret` (WORD_LENGTH); answers its
 * length. */
size_t word_singular(struct slice word, char ret[WORD_LENGTH]);

#endif
