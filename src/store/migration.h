/* SPDX-License-Identifier: Apache-2.0 */
/* The schema and how it came to be: a list of steps, forward only, each applied once and noted in the table
 * `migration`. To change the schema add a step at the end of store_migrations; never change one that was released. */
#ifndef STORE_MIGRATION_H
#define STORE_MIGRATION_H

#include "store/database.h"

struct migration {
    int version;      /* ascending */
    const char *what; /* for people */
    const char *sql;
};

/* Ends with a row without sql. */
extern const struct migration store_migrations[];

/* Files from this version on can be read as they are: the steps after it only added tables. */
#define STORE_READABLE 1

/* PRAGMA application_id of our files: "PlSi". */
#define STORE_APPLICATION_ID 0x506c5369

/* The newest version in the list. */
int migration_newest(const struct migration *list);
/* Which version the file has: 0 when it is empty. False with *err set when it is no database of ours, damaged, or
 * newer than the list. */
bool migration_version(struct database *database, const struct migration *list, int *ret, struct error *err);
/* Applies what is missing, all in one transaction. */
bool migration_apply(struct database *database, const struct migration *list, struct error *err);

#endif
