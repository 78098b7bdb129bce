/* SPDX-License-Identifier: Apache-2.0 */
#include "generator.h"

#include <ctype.h>
#include <stdio.h>

/* splitmix64 (Steele, Lea, Flood, 2014) */
uint64_t dice_next(struct dice *dice)
{
    uint64_t mixed = dice->state += 0x9e3779b97f4a7c15u;

    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

unsigned dice_below(struct dice *dice, unsigned most)
{
    return (unsigned)(dice_next(dice) >> 33) % most;
}

void dice_digits(struct dice *dice, char *to, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = (char)('0' + dice_below(dice, 10));
    to[count] = '\0';
}

static char sign_of(struct dice *dice, char form)
{
    static const char any[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz";

    switch (form) {
    case '9': return any[26 + dice_below(dice, 10)];
    case '1': return any[27 + dice_below(dice, 9)];
    case 'A': return any[dice_below(dice, 26)];
    case 'a': return any[36 + dice_below(dice, 26)];
    case 'X': return any[dice_below(dice, 36)];
    case 'x': return "0123456789abcdef"[dice_below(dice, 16)];
    case 'z': return any[dice_below(dice, 62)];
    default: return form;
    }
}

void dice_form(struct dice *dice, const char *form, char *to)
{
    for (; *form; form++) {
        if (*form == '\\' && form[1])
            *to++ = *++form;
        else
            *to++ = sign_of(dice, *form);
    }
    *to = '\0';
}

/* ---- names */

static const char *const owners[] = { "",         "",          "",      "",         "",
                                      "user ",    "customer ", "cust ", "primary ", "my ",
                                      "account ", "client ",   "usr ",  "billing ", "payer " };

/* camelCase, PascalCase, snake_case, kebab-case, UPPER_SNAKE, joinedlower, Title With Spaces, dotted.path */
static void write_name(struct dice *dice, const char *words, char *to)
{
    unsigned style = dice_below(dice, 16);
    bool start = true;

    for (const char *at = words; *at; at++) {
        char c = *at;

        if (c == ' ') {
            if (style >= 5 && style <= 11)
                *to++ = '_';
            else if (style == 12)
                *to++ = '-';
            else if (style == 14)
                *to++ = '_';
            start = true;
            continue;
        }
        if (start && (at != words ? style < 5 : style == 4))
            c = (char)toupper(c);
        else if (style == 14)
            c = (char)toupper(c);
        *to++ = c;
        start = false;
    }
    *to = '\0';
}

static const char *const nameless[] = { "f7",    "value",   "data", "x",     "field_12",
                                        "attr3", "content", "f1",   "col5",  "item",
                                        "v",     "param2",  "text", "extra", "c4" };

static size_t list_length(const char *const *list)
{
    size_t count = 0;

    while (list[count])
        count++;
    return count;
}

static void name_it(struct dice *dice, const char *const *names, struct made_field *ret, bool with_owner)
{
    char words[80];

    if (!ret->is_named) {
        strcpy(ret->name, DICE_PICK(dice, nameless));
        return;
    }
    snprintf(words, sizeof words, "%s%s", with_owner ? DICE_PICK(dice, owners) : "",
             names[dice_below(dice, (unsigned)list_length(names))]);
    write_name(dice, words, ret->name);
}

/* ---- what stands around */

static void surround(struct dice *dice, struct made_field *ret)
{
    static const char *const beside_people[] = { "id", "email", "createdAt", "status", "phone", "firstName" };
    static const char *const beside_things[] = { "id",  "status",   "createdAt", "total",
                                                 "sku", "quantity", "type",      "updated_at" };
    static const char *const paths_people[] = { "/api/users/{id}", "/v1/customers", "/accounts/{id}/profile",
                                                "/payments" };
    static const char *const paths_things[] = { "/api/orders/{id}", "/v1/products", "/reports", "/events",
                                                "/v2/items/{id}" };
    bool people = dice_below(dice, 3) > 0 ? ret->made == MADE_VALID : dice_below(dice, 2);

    ret->neighbour_count = dice_below(dice, 5);
    for (size_t i = 0; i < ret->neighbour_count; i++)
        ret->neighbours[i] = people ? DICE_PICK(dice, beside_people) : DICE_PICK(dice, beside_things);
    ret->path = people ? DICE_PICK(dice, paths_people) : DICE_PICK(dice, paths_things);
    ret->parent = dice_below(dice, 3) ? NULL : people ? "customer" : "data";
}

static size_t how_many(struct dice *dice)
{
    return 5 + (dice_below(dice, 2) ? dice_below(dice, 20) : dice_below(dice, VALUES_MOST - 5));
}

static void fill(struct dice *dice, struct made_field *ret, void (*make)(struct dice *, char *))
{
    ret->count = how_many(dice);
    for (size_t i = 0; i < ret->count; i++) {
        make(dice, ret->values[i]);
        if (ret->made == MADE_VALID && !ret->is_number && ret->count > 20 &&
            dice_below(dice, 100) == 0) /* traffic is never clean */
            strcpy(ret->values[i], dice_below(dice, 2) ? "N/A" : "unknown");
    }
}

static void make_of_class(struct dice *dice, struct made_field *ret)
{
    const struct maker *maker = &makers[dice_below(dice, (unsigned)maker_count)];

    ret->made = maker->nearly && dice_below(dice, 4) == 0 ? MADE_NEARLY : MADE_VALID;
    ret->class = maker->class;
    ret->is_named = maker->named_only || dice_below(dice, 5) < 3;
    ret->is_number = maker->is_number;
    ret->kind = data_class_row(maker->class)->name;
    name_it(dice, maker->names, ret, true);
    fill(dice, ret, ret->made == MADE_VALID ? maker->valid : maker->nearly);
}

static void make_alike(struct dice *dice, struct made_field *ret)
{
    const struct alike *alike = &alikes[dice_below(dice, (unsigned)alike_count)];

    ret->made = MADE_ALIKE;
    ret->class = DATA_CLASSES;
    ret->is_named = dice_below(dice, 5) < 3;
    ret->is_number = alike->is_number;
    ret->kind = alike->kind;
    name_it(dice, alike->names, ret, false);
    fill(dice, ret, alike->value);
}

void generator_field(struct dice *dice, struct made_field *ret)
{
    if (dice_below(dice, 5) < 3)
        make_of_class(dice, ret);
    else
        make_alike(dice, ret);
    surround(dice, ret);
}
