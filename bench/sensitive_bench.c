/* SPDX-License-Identifier: Apache-2.0 */
/* What it costs to say what a value is, by kinds of values, and what a name and a field cost. CPU nanoseconds, the least of rounds.
 *
 *   cc -O2 -D_GNU_SOURCE -Isrc bench/sensitive_bench.c build/libcore.a -lxxhash -lcrypto -lsodium -lpcre2-8 -lm -o sensitive_bench
 *   ./sensitive_bench [rounds] */
#include "sensitive/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TIMES 20000
#define TEXTS_MOST 8

struct kind {
    const char *name;
    const char *texts[TEXTS_MOST];
};

static const struct kind kinds[] = {
    { "words", { "pending", "in_progress", "IN_TRANSIT", "shipped", "Completed", "berlin" } },
    { "short numbers", { "42", "7", "1999", "19.99", "100", "3.14159" } },
    { "long numbers", { "1700000000", "1700000000123", "4111111111111112", "123456782", "81234567890" } },
    { "moments", { "2024-01-02T03:04:05Z", "2024-01-02", "2023-11-30T23:59:59.123Z" } },
    { "identifiers",
      { "550e8400-e29b-41d4-a716-446655440000", "507f1f77bcf86cd799439011", "ORD-2024-00017",
        "cus_NffrFeUfNV2Hib" } },
    { "titles", { "Wireless Mouse", "In Progress", "Blue Cotton Shirt", "Home & Kitchen" } },
    { "names", { "Anna Smith", "José García López", "Wei Zhang" } },
    { "e-mails", { "anna.smith@example.com", "x@example.org" } },
    { "links", { "https://cdn.example.com/images/cat-1234.png?w=200", "/api/v1/orders/17/items" } },
    { "sentences",
      { "Thanks for the quick delivery, works great.",
        "Please leave the parcel at the door of number 12, thank you!" } },
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

struct cost {
    double value, keep;
};

static struct cost measure(const struct kind *kind, class_set *sum)
{
    size_t count = 0;
    double times[3];

    while (count < TEXTS_MOST && kind->texts[count])
        count++;
    times[0] = now();
    for (size_t i = 0; i < TIMES; i++)
        *sum += sensitive_value(NULL, slice_of(kind->texts[i % count]));
    times[1] = now();
    for (size_t i = 0; i < TIMES; i++)
        *sum += sensitive_keep(0, slice_of(kind->texts[i % count]));
    times[2] = now();
    return (struct cost){ (times[1] - times[0]) / TIMES, (times[2] - times[1]) / TIMES };
}

static double measure_names(class_set *sum)
{
    static const char *const names[] = {
        "id", "status",      "createdAt", "customerEmailAddress", "order_number", "shippingcountrycode",
        "x",  "total_amount"
    };
    double start = now();

    for (size_t i = 0; i < TIMES; i++)
        *sum += sensitive_name(NULL, slice_of(names[i % 8]));
    return (now() - start) / TIMES;
}

static double measure_leaks(class_set *sum)
{
    static char body[1 << 14];
    double start;

    for (size_t i = 0; i < sizeof body; i++)
        body[i] =
            "{\"id\":12,\"name\":\"Wireless Mouse\",\"price\":19.99,\"at\":\"2024-01-02T03:04:05Z\"},"[i %
                                                                                                       76];
    start = now();
    for (size_t i = 0; i < 100; i++)
        *sum += sensitive_leaks(slice_make(body, sizeof body));
    return (now() - start) / 100;
}

int main(int count, char **arguments)
{
    unsigned long rounds = count > 1 ? strtoul(arguments[1], NULL, 10) : 7;
    class_set sum = 0;

    printf("%-16s %8s %8s\n", "ns", "value", "keep");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct cost least = { 1e9, 1e9 };

        for (unsigned long round = 0; round < rounds; round++) {
            struct cost cost = measure(&kinds[i], &sum);

            least.value = cost.value < least.value ? cost.value : least.value;
            least.keep = cost.keep < least.keep ? cost.keep : least.keep;
        }
        printf("%-16s %8.0f %8.0f\n", kinds[i].name, least.value, least.keep);
    }
    printf("%-16s %8.0f\n", "a name", measure_names(&sum));
    printf("%-16s %8.0f\n", "leaks of 16 KiB", measure_leaks(&sum));
    return sum == 1; /* whatever it is: the work must not be left out */
}
