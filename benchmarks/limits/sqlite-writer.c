/* The limit of a pull: a binary COPY file of narrative_results into a new SQLite file, one prepared statement, one
   transaction, rollback journal, synchronous=FULL. Arguments: the COPY file, the SQLite file. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { COLUMNS = 12, FIRST_DOUBLE = 3, FIRST_TEXT = 5, TIME = 9, BOOLEAN = 10, HEADER = 19 };

static int16_t short_at(const char *p) {
    uint16_t v;
    memcpy(&v, p, 2);
    return (int16_t)__builtin_bswap16(v);
}

static int32_t int_at(const char *p) {
    uint32_t v;
    memcpy(&v, p, 4);
    return (int32_t)__builtin_bswap32(v);
}

static int64_t long_at(const char *p) {
    uint64_t v;
    memcpy(&v, p, 8);
    return (int64_t)__builtin_bswap64(v);
}

/* Microseconds since 2000 as 2025-01-01T00:00:00.000000Z; the calendar is Howard Hinnant's days_from_civil, backwards. */
static void iso(int64_t micros, char *to) {
    int64_t seconds = micros / 1000000;
    int fraction = (int)(micros % 1000000);
    int64_t z = seconds / 86400 + 10957 + 719468;
    int of_day = (int)(seconds % 86400);
    int era = (int)(z / 146097);
    int doe = (int)(z - era * 146097LL);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int day = doy - (153 * mp + 2) / 5 + 1;
    int month = mp < 10 ? mp + 3 : mp - 9;
    int year = yoe + era * 400 + (month <= 2);
    int pairs[] = {year / 100, year % 100, month, day, of_day / 3600, of_day / 60 % 60, of_day % 60};
    int places[] = {0, 2, 5, 8, 11, 14, 17};
    memcpy(to, "0000-00-00T00:00:00.000000Z", 27);
    for (int i = 0; i < 7; i++) {
        to[places[i]] = (char)('0' + pairs[i] / 10);
        to[places[i] + 1] = (char)('0' + pairs[i] % 10);
    }
    for (int i = 25; i >= 20; i--) {
        to[i] = (char)('0' + fraction % 10);
        fraction /= 10;
    }
}

static int run(sqlite3 *db, const char *sql) {
    char *error = 0;
    if (sqlite3_exec(db, sql, 0, 0, &error)) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    return 0;
}

int main(int count, char **words) {
    if (count != 3) {
        fprintf(stderr, "usage: sqlite-writer COPY_FILE SQLITE_FILE\n");
        return 2;
    }
    int file = open(words[1], O_RDONLY);
    struct stat size;
    if (file < 0 || fstat(file, &size)) {
        perror(words[1]);
        return 1;
    }
    const char *p = mmap(0, size.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    sqlite3 *db;
    sqlite3_stmt *insert;
    if (p == MAP_FAILED || sqlite3_open(words[2], &db)
        || run(db, "pragma journal_mode = delete; pragma synchronous = full;"
                   "create table narrative_results(id integer primary key, experiment_id integer not null, run_no integer"
                   " not null, score real, latency_ms real, model text not null, scenario text not null, status text not"
                   " null, narrative text, updated_at text not null, is_valid integer not null, note text);"
                   "begin")
        || sqlite3_prepare_v2(db, "insert into narrative_results values(?,?,?,?,?,?,?,?,?,?,?,?)", -1, &insert, 0)) {
        return 1;
    }
    p += HEADER;
    char time[27];
    for (int fields = short_at(p); fields == COLUMNS; fields = short_at(p)) {
        p += 2;
        for (int i = 0; i < COLUMNS; i++) {
            int length = int_at(p);
            p += 4;
            if (length < 0) {
                sqlite3_bind_null(insert, i + 1);
                continue;
            }
            if (i < FIRST_DOUBLE) {
                sqlite3_bind_int64(insert, i + 1, long_at(p));
            } else if (i < FIRST_TEXT) {
                int64_t bits = long_at(p);
                double number;
                memcpy(&number, &bits, 8);
                sqlite3_bind_double(insert, i + 1, number);
            } else if (i == TIME) {
                iso(long_at(p), time);
                sqlite3_bind_text(insert, i + 1, time, 27, SQLITE_STATIC);
            } else if (i == BOOLEAN) {
                sqlite3_bind_int(insert, i + 1, *p);
            } else {
                sqlite3_bind_text(insert, i + 1, p, length, SQLITE_STATIC);
            }
            p += length;
        }
        if (sqlite3_step(insert) != SQLITE_DONE) {
            fprintf(stderr, "%s\n", sqlite3_errmsg(db));
            return 1;
        }
        sqlite3_reset(insert);
    }
    return run(db, "commit") || sqlite3_finalize(insert) || sqlite3_close(db);
}
