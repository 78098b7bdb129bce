/* SPDX-License-Identifier: Apache-2.0 */
/* What tests/cli/secrets.sh works with.
 *   secrets_tool plant EXCHANGES SECRETS    writes exchanges that carry 200 secrets, and the secrets, one a line
 *   secrets_tool dump DATABASE FILE         every value of every table, compressed ones as they were before
 *   secrets_tool search SECRETS FILE...     exit code 1 when one is there: raw, hexadecimal, base64, percent-encoded
 */
#include "cli/secrets.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

/* ---- looking into the database ---- */

static void dump_bytes(FILE *to, const void *at, size_t len)
{
    unsigned long long size =
        len >= 4 && memcmp(at, "\x28\xb5\x2f\xfd", 4) == 0 ? ZSTD_getFrameContentSize(at, len) : 0;
    char *plain = size && size < (1ull << 30) ? malloc((size_t)size) : NULL;

    fwrite(at, 1, len, to);
    fputc('\n', to);
    if (plain) {
        size_t got = ZSTD_decompress(plain, (size_t)size, at, len);

        if (ZSTD_isError(got)) {
            fprintf(stderr, "a compressed value cannot be read\n");
            exit(2);
        }
        fwrite(plain, 1, got, to);
        fputc('\n', to);
    }
    free(plain);
}

static void dump_table(sqlite3 *db, FILE *to, const char *table)
{
    sqlite3_stmt *rows;
    char sql[300];

    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        exit(2);
    while (sqlite3_step(rows) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            if (sqlite3_column_type(rows, i) != SQLITE_NULL) {
                const void *at = sqlite3_column_blob(rows, i);

                dump_bytes(to, at ? at : "", (size_t)sqlite3_column_bytes(rows, i));
            }
    sqlite3_finalize(rows);
}

static int dump(const char *database, const char *file)
{
    FILE *to = fopen(file, "wb");
    sqlite3_stmt *tables;
    sqlite3 *db;
    int count = 0;

    if (!to || sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table'", -1, &tables, NULL) !=
            SQLITE_OK)
        return 2;
    for (; sqlite3_step(tables) == SQLITE_ROW; count++)
        dump_table(db, to, (const char *)sqlite3_column_text(tables, 0));
    sqlite3_finalize(tables);
    sqlite3_close(db);
    return fclose(to) == 0 && count ? 0 : 2;
}

/* ---- searching ---- */

struct file {
    char *at;
    size_t len;
    const char *path;
};

static struct file read_file(const char *path)
{
    struct file file = { .path = path };
    FILE *from = fopen(path, "rb");
    size_t room = 0, got;

    if (!from) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    do {
        if (file.len == room) {
            room = room ? room * 2 : 1 << 16;
            file.at = realloc(file.at, room + 1);
            if (!file.at)
                exit(2);
        }
        got = fread(file.at + file.len, 1, room - file.len, from);
        file.len += got;
    } while (got);
    fclose(from);
    return file;
}

static int found(const struct file *file, const char *what, const char *secret, const char *coded, size_t len)
{
    if (len < 6 || !memmem(file->at, file->len, coded, len))
        return 0;
    printf("%s: %s %s\n", file->path, what, secret);
    return 1;
}

static int search_base64(const struct file *file, const char *secret, const char *last)
{
    char shifted[SECRET_TEXT + 4], coded[2 * SECRET_TEXT];
    size_t len = strlen(secret);
    int count = 0;

    for (size_t shift = 0; shift < 3; shift++) {
        size_t from = shift ? shift + 1 : 0, whole = (shift + len) / 3 * 4;

        memset(shifted, 0, sizeof shifted);
        memcpy(shifted + shift, secret, len);
        secrets_base64(shifted, shift + len, last, coded);
        if (whole > from)
            count += found(file, "base64", secret, coded + from, whole - from);
    }
    return count;
}

static int search_coded(const struct file *file, const char *secret)
{
    char lower[2 * SECRET_TEXT + 1], upper[2 * SECRET_TEXT + 1], percent[3 * SECRET_TEXT + 1],
        plus[3 * SECRET_TEXT + 1];
    size_t len = strlen(secret);

    for (size_t i = 0; i <= len; i++) {
        snprintf(lower + 2 * i, 3, "%02x", (unsigned char)secret[i]);
        snprintf(upper + 2 * i, 3, "%02X", (unsigned char)secret[i]);
    }
    snprintf(percent, sizeof percent, "%s", secrets_in_url(secret));
    snprintf(plus, sizeof plus, "%s", percent);
    for (char *at; (at = strstr(plus, "%20"));) {
        *at = '+';
        memmove(at + 1, at + 3, strlen(at + 3) + 1);
    }
    return found(file, "raw", secret, secret, len) + found(file, "hexadecimal", secret, lower, 2 * len) +
           found(file, "hexadecimal", secret, upper, 2 * len) +
           (strcmp(percent, secret) ? found(file, "percent-encoded", secret, percent, strlen(percent)) : 0) +
           (strcmp(plus, percent) ? found(file, "form-encoded", secret, plus, strlen(plus)) : 0) +
           search_base64(file, secret, "+/") + search_base64(file, secret, "-_");
}

static int search(const char *list, char **paths, int path_count)
{
    struct file known = read_file(list);
    int count = 0;

    known.at[known.len] = '\0';
    for (int i = 0; i < path_count; i++) {
        struct file file = read_file(paths[i]);
        char *rest = known.at;

        while (*rest) {
            char secret[SECRET_TEXT];
            size_t len = strcspn(rest, "\n");

            snprintf(secret, sizeof secret, "%.*s", (int)len, rest);
            count += search_coded(&file, secret);
            rest += len + (rest[len] == '\n');
        }
        free(file.at);
    }
    free(known.at);
    return count > 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "plant") == 0)
        return secrets_plant(argv[2], argv[3]);
    if (argc == 4 && strcmp(argv[1], "dump") == 0)
        return dump(argv[2], argv[3]);
    if (argc > 3 && strcmp(argv[1], "search") == 0)
        return search(argv[2], argv + 3, argc - 3);
    fprintf(stderr,
            "usage: secrets_tool plant EXCHANGES SECRETS | dump DATABASE FILE | search SECRETS FILE...\n");
    return 2;
}
