/* SPDX-License-Identifier: Apache-2.0 */
/* Makes fields as APIs have them: of a class, of values that are nearly of a class (bad check digit), and of
 * look-alikes; named in all styles or not at all. Everything follows from the seed. Check digits are worked out here,
 * not by the code that is tested. */
#ifndef TESTS_SENSITIVE_GENERATOR_H
#define TESTS_SENSITIVE_GENERATOR_H

#include "sensitive/sensitive.h"

#define VALUE_ROOM 640
#define VALUES_MOST 200

struct dice {
    uint64_t state;
};
uint64_t dice_next(struct dice *dice);
unsigned dice_below(struct dice *dice, unsigned most);
#define DICE_PICK(dice, list) (list)[dice_below((dice), sizeof(list) / sizeof *(list))]
/* Writes `count` digits. */
void dice_digits(struct dice *dice, char *to, size_t count);
/* Fills in a form: 9 a digit, 1 a digit but 0, A a capital, a a small letter, X capital or digit, x hexadecimal, z any
 * letter or digit; a backslash lets the next stand for itself. */
void dice_form(struct dice *dice, const char *form, char *to);

enum made { MADE_VALID, MADE_NEARLY, MADE_ALIKE };

struct made_field {
    enum made made;
    enum data_class class; /* what it is (MADE_VALID), what it nearly is; DATA_CLASSES of look-alikes */
    const char *kind;      /* for people: "card", "card with a bad check digit", "epoch" */
    char name[80];
    bool is_named, is_number;
    const char *parent; /* NULL: none */
    const char *neighbours[4];
    size_t neighbour_count;
    const char *path;
    size_t count;
    char values[VALUES_MOST][VALUE_ROOM];
};

/* How a class's values and names are made. */
struct maker {
    enum data_class class;
    void (*valid)(struct dice *dice, char *to);
    void (*nearly)(struct dice *dice, char *to); /* NULL: there is no check digit */
    bool named_only;                             /* unnamed nobody could tell */
    bool is_number;
    const char *const *names; /* words with spaces, as people would split them; ends with NULL */
};
extern const struct maker makers[];
extern const size_t maker_count;

struct alike {
    const char *kind;
    void (*value)(struct dice *dice, char *to);
    bool is_number;
    const char *const *names;
};
extern const struct alike alikes[];
extern const size_t alike_count;

void generator_field(struct dice *dice, struct made_field *ret);

/* Whole names and addresses, some of whose words no list of the program has. */
void people_full_name(struct dice *dice, char *to);
void people_first_name(struct dice *dice, char *to);
void people_last_name(struct dice *dice, char *to);
void people_email(struct dice *dice, char *to);
void people_address(struct dice *dice, char *to);

#endif
