#!/usr/bin/env python3
"""Makes src/main/resources/demo/chinook.db.gz from the jar net.hydromatic:chinook-data-hsqldb:0.2 of Maven Central.

    mvn org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact=net.hydromatic:chinook-data-hsqldb:0.2 -DoutputDirectory=.
    ./make-chinook.py chinook-data-hsqldb-0.2.jar chinook.db.gz

The jar's chinook.script is a log of HSQLDB statements, one a line. Types, names, keys and rows stay as they are; only the
dialect changes: the schema prefix goes, escapes of non-ASCII letters are undone, and constraints that the script adds
later stand in the CREATE TABLE, as SQLite wants them. Decimal(10,2) and date keep their names, so the file holds REAL
numbers and ISO texts like most SQLite files in the wild. The result is the same bytes on every run of one SQLite version.
"""
import gzip
import os
import re
import sqlite3
import sys
import tempfile
import zipfile


def unescape(line):
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match.group(1), 16)), line)


def main(jar, target):
    script = zipfile.ZipFile(jar).read("chinook.script").decode("us-ascii")
    creates, inserts = {}, []
    for line in script.splitlines():
        line = unescape(line).replace('"chinook".', "")
        if line.startswith("CREATE MEMORY TABLE "):
            name = re.search(r'"(\w+)"', line).group(1)
            # A single-column key moves to its column, so that SQLite makes it the rowid.
            line, single = re.subn(r',CONSTRAINT "PK_\w+" PRIMARY KEY\("\w+"\)', "", line)
            if single:
                line = line.replace("INTEGER NOT NULL", "INTEGER NOT NULL PRIMARY KEY", 1)
            creates[name] = line.replace("CREATE MEMORY TABLE", "CREATE TABLE")
        elif line.startswith("ALTER TABLE ") and " ADD CONSTRAINT " in line:
            name = re.search(r'"(\w+)"', line).group(1)
            creates[name] = creates[name][:-1] + "," + line.split(" ADD ", 1)[1] + ")"
        elif line.startswith('INSERT INTO "'):
            inserts.append(line)

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "chinook.db")
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN")
        for create in creates.values():
            connection.execute(re.sub(r',(?="\w+" [A-Z]|CONSTRAINT)', ",\n  ", create))
        for insert in inserts:
            connection.execute(insert)
        connection.execute("COMMIT")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("VACUUM")
        connection.close()
        with open(path, "rb") as source, open(target, "wb") as sink:
            with gzip.GzipFile("", "wb", 9, sink, mtime=0) as packed:
                packed.write(source.read())
    print(len(creates), "tables,", len(inserts), "rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
