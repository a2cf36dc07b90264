-- What Flyway writes for the files in sqlite/, which a new state file is made from without it. MigrationsTest holds it against Flyway.

CREATE TABLE "tidemark_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
CREATE INDEX "tidemark_history_s_idx" ON "tidemark_history" ("success");

INSERT INTO "tidemark_history"
    ("installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "execution_time", "success")
VALUES
    (1, '1', 'state', 'SQL', 'V1__state.sql', 313936031, '', 0, 1),
    (2, '2', 'changes and orphans', 'SQL', 'V2__changes_and_orphans.sql', 1156148251, '', 0, 1),
    (3, '3', 'servers', 'SQL', 'V3__servers.sql', -364824627, '', 0, 1),
    (4, '4', 'shared runs', 'SQL', 'V4__shared_runs.sql', 887016150, '', 0, 1);
