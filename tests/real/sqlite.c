/* sqlite.c: a database, made through the lazily loaded library. */
#include "sqlite_binding.h"

#include "../check.h"

static const char file[] = "sqlite-test.db";

static int add_row(void *user, int count, char **values, char **names)
{
    char *text = user;
    size_t length = strlen(text);
    CHECK_EQUAL(count, 2);
    CHECK_EQUAL_STRING(names[0], "name");
    snprintf(text + length, 100 - length, "%s=%s;", values[0], values[1]);
    return 0;
}

static void run(sqlite3 *database, const char *sql)
{
    char *error = NULL;
    if (!CHECK(sqlite3_exec(database, sql, NULL, NULL, &error) == SQLITE_OK))
        fprintf(stderr, "%s\n", error);
    sqlite3_free(error);
}

static void write_rows(void)
{
    sqlite3 *database = NULL;
    CHECK_EQUAL(sqlite3_open(file, &database), SQLITE_OK);
    run(database, "CREATE TABLE boats (name TEXT, length REAL)");
    char *sql = sqlite3_mprintf("INSERT INTO boats VALUES (%Q, %.1f), (%Q, %d)", "wherry's", 6.5,
                                "punt", 7);
    CHECK_EQUAL_STRING(sql, "INSERT INTO boats VALUES ('wherry''s', 6.5), ('punt', 7)");
    run(database, sql);
    sqlite3_free(sql);
    CHECK_EQUAL(sqlite3_close(database), SQLITE_OK);
}

static void read_rows(void)
{
    sqlite3 *database = NULL;
    char text[100] = "";
    CHECK_EQUAL(sqlite3_open(file, &database), SQLITE_OK);
    CHECK_EQUAL(sqlite3_exec(database, "SELECT * FROM boats ORDER BY name", add_row, text, NULL),
                SQLITE_OK);
    CHECK_EQUAL_STRING(text, "punt=7.0;wherry's=6.5;");

    sqlite3_stmt *statement = NULL;
    CHECK_EQUAL(sqlite3_prepare_v2(database, "SELECT sum(length) FROM boats WHERE name LIKE ?", -1,
                                   &statement, NULL),
                SQLITE_OK);
    CHECK_EQUAL(sqlite3_bind_text(statement, 1, "%e%", -1, SQLITE_TRANSIENT), SQLITE_OK);
    CHECK_EQUAL(sqlite3_step(statement), SQLITE_ROW);
    CHECK(sqlite3_column_double(statement, 0) == 6.5);
    CHECK_EQUAL(sqlite3_finalize(statement), SQLITE_OK);
    CHECK(sqlite3_prepare_v2(database, "SELECT absent", -1, &statement, NULL) == SQLITE_ERROR);
    CHECK_EQUAL_STRING(sqlite3_errmsg(database), "no such column: absent");
    CHECK_EQUAL(sqlite3_close(database), SQLITE_OK);
}

static void count_rows(void *result, void *const *arguments, void *user)
{
    (void)arguments;
    ++*(int *)user;
    *(int *)result = 0;
}

static void call_by_description(void)
{
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        const char *name = file, *sql = "SELECT name FROM boats";
        sqlite3 *database = NULL, **out = &database;
        int code = -1, rows = 0;
        int *count = &rows;
        char **error = NULL;
        struct wherry_callback *callback = NULL;
        int32_t signature = wherry_find_signature(&sqlite_binding, "sqlite3_callback");
        CHECK(signature >= 0);
        CHECK_EQUAL(
            wherry_call(&sqlite_binding, sqlite_index_sqlite3_open, &code, (void *[]){&name, &out}),
            0);
        CHECK_EQUAL(code, SQLITE_OK);
        CHECK_EQUAL(wherry_callback_create(&callback, &sqlite_binding, (uint32_t)signature,
                                           count_rows, count),
                    0);
        wherry_function pointer = wherry_callback_pointer(callback);
        void *none = NULL;
        CHECK_EQUAL(wherry_call(&sqlite_binding, sqlite_index_sqlite3_exec, &code,
                                (void *[]){&database, &sql, &pointer, &none, &error}),
                    0);
        CHECK_EQUAL(code, SQLITE_OK);
        CHECK_EQUAL(rows, 2);
        wherry_callback_free(callback);
        CHECK_EQUAL(sqlite3_close(database), SQLITE_OK);
    }
    wherry_force_libffi(0);
}

/* ---- Callbacks ------------------------------------------------------------------------------- */

static int count_row(void *user, void *sqlite_user, int count, char **values, char **names)
{
    (void)values, (void)names;
    CHECK_EQUAL(count, 1);
    ++*(int *)sqlite_user;
    ++*(int *)user;
    return 0;
}

/* A function of SQL whose state is the callback's, not sqlite's. */
static void scale(void *user, sqlite3_context *context, int count, sqlite3_value **values)
{
    CHECK_EQUAL(count, 1);
    sqlite3_result_double(context, *(double *)user * sqlite3_value_double(values[0]));
}

static void forget(void *user, void *sqlite_user)
{
    CHECK(sqlite_user == user);
    *(double *)user = 0;
}

static void call_back_rows(sqlite3 *database)
{
    int rows = 0, passes = 0;
    struct wherry_callback *callback = NULL;
    CHECK_EQUAL(sqlite_callback_sqlite3_callback(&callback, count_row, &passes), 0);
    CHECK_EQUAL(sqlite3_exec(database, "SELECT name FROM boats",
                             sqlite_pointer_sqlite3_callback(callback), &rows, NULL),
                SQLITE_OK);
    CHECK_EQUAL(rows, 2);
    CHECK_EQUAL(passes, 2);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
}

static void call_back_functions(sqlite3 *database)
{
    double factor = 100;
    char text[100] = "";
    struct wherry_callback *function = NULL, *destroy = NULL;
    CHECK_EQUAL(sqlite_callback_sqlite3_create_function_v2_xFunc(&function, scale, &factor), 0);
    CHECK_EQUAL(sqlite_callback_sqlite3_create_function_v2_xDestroy(&destroy, forget, &factor), 0);
    CHECK_EQUAL(sqlite3_create_function_v2(
                    database, "scale", 1, SQLITE_UTF8, &factor,
                    sqlite_pointer_sqlite3_create_function_v2_xFunc(function), NULL, NULL,
                    sqlite_pointer_sqlite3_create_function_v2_xDestroy(destroy)),
                SQLITE_OK);
    CHECK_EQUAL(sqlite3_exec(database, "SELECT name, scale(length) FROM boats ORDER BY name",
                             add_row, text, NULL),
                SQLITE_OK);
    CHECK_EQUAL_STRING(text, "punt=700.0;wherry's=650.0;");
    CHECK_EQUAL(sqlite3_close(database), SQLITE_OK);
    CHECK(factor == 0);
    CHECK_EQUAL(wherry_callback_free(function), 0);
    CHECK_EQUAL(wherry_callback_free(destroy), 0);
}

static void call_back(void)
{
    for (int force = 0; force < 2; force++) {
        sqlite3 *database = NULL;
        wherry_force_libffi(force);
        CHECK_EQUAL(sqlite3_open(file, &database), SQLITE_OK);
        call_back_rows(database);
        call_back_functions(database);
    }
    wherry_force_libffi(0);
}

int main(void)
{
    remove(file);
    CHECK(strstr(sqlite_library(), "libsqlite3.so") != NULL);
    write_rows();
    read_rows();
    call_by_description();
    call_back();
    CHECK_EQUAL(sqlite3_libversion_number(), SQLITE_VERSION_NUMBER);
    CHECK_EQUAL_STRING(*sqlite_data_sqlite3_version(), SQLITE_VERSION);
    remove(file);
    return check_result();
}
