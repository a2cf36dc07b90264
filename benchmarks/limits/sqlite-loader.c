/* The limit of a first load that reads SQLite: every row of narrative_results, encoded for binary COPY, on one thread.
   Argument: the SQLite file; the server is where libpq's environment variables say. */
#include <arpa/inet.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12, FIRST_DOUBLE = 3, FIRST_TEXT = 5, TIME = 9, BOOLEAN = 10, FLUSH = 1 << 16, ROW = 1 << 20 };

static PGconn *server;
static char buffer[FLUSH + ROW];
static size_t used;

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void put(const void *bytes, size_t length) {
    memcpy(buffer + used, bytes, length);
    used += length;
}

static void put_short(int v) {
    uint16_t x = htons((uint16_t)v);
    put(&x, 2);
}

static void put_int(int32_t v) {
    uint32_t x = htonl((uint32_t)v);
    put(&x, 4);
}

static void put_long(int64_t v) {
    uint64_t x = __builtin_bswap64((uint64_t)v);
    put_int(8);
    put(&x, 8);
}

static int two(const unsigned char *s) {
    return (s[0] - '0') * 10 + s[1] - '0';
}

/* 2025-01-01T00:00:00.000000Z as microseconds since 2000; the calendar is Howard Hinnant's days_from_civil. */
static int64_t micros(const unsigned char *s) {
    int y = two(s) * 100 + two(s + 2), m = two(s + 5), d = two(s + 8);
    y -= m <= 2;
    int era = y / 400, yoe = y - era * 400;
    int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t days = (int64_t)era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468 - 10957;
    int64_t fraction = two(s + 20) * 10000 + two(s + 22) * 100 + two(s + 24);
    return (((days * 24 + two(s + 11)) * 60 + two(s + 14)) * 60 + two(s + 17)) * 1000000 + fraction;
}

static void flush(void) {
    if (PQputCopyData(server, buffer, (int)used) != 1) {
        fail(PQerrorMessage(server));
    }
    used = 0;
}

int main(int count, char **words) {
    sqlite3 *db;
    sqlite3_stmt *rows;
    if (count != 2 || sqlite3_open_v2(words[1], &db, SQLITE_OPEN_READONLY, 0)
        || sqlite3_prepare_v2(db, "select * from narrative_results order by id", -1, &rows, 0)) {
        fail("usage: sqlite-loader SQLITE_FILE");
    }
    server = PQconnectdb("");
    PGresult *begun = PQexec(server, "copy narrative_results from stdin (format binary)");
    if (PQresultStatus(begun) != PGRES_COPY_IN) {
        fail(PQerrorMessage(server));
    }
    put("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        put_short(COLUMNS);
        for (int i = 0; i < COLUMNS; i++) {
            if (sqlite3_column_type(rows, i) == SQLITE_NULL) {
                put_int(-1);
            } else if (i < FIRST_DOUBLE) {
                put_long(sqlite3_column_int64(rows, i));
            } else if (i < FIRST_TEXT) {
                double number = sqlite3_column_double(rows, i);
                int64_t bits;
                memcpy(&bits, &number, 8);
                put_long(bits);
            } else if (i == TIME) {
                put_long(micros(sqlite3_column_text(rows, i)));
            } else if (i == BOOLEAN) {
                char truth = sqlite3_column_int(rows, i) != 0;
                put_int(1);
                put(&truth, 1);
            } else {
                const unsigned char *text = sqlite3_column_text(rows, i);
                int length = sqlite3_column_bytes(rows, i);
                put_int(length);
                put(text, (size_t)length);
            }
        }
        if (used > FLUSH) {
            flush();
        }
    }
    put_short(-1);
    flush();
    PQputCopyEnd(server, 0);
    PGresult *done = PQgetResult(server);
    if (PQresultStatus(done) != PGRES_COMMAND_OK) {
        fail(PQerrorMessage(server));
    }
    return 0;
}
