# Everything that CI runs.
check:
    bash .ci/run

# The tests, on SQLite and, where PostgreSQL's initdb is found or TEST_POSTGRES_URL is set, on PostgreSQL.
test:
    cargo test --workspace

fmt:
    cargo fmt --all

lint:
    cargo clippy --workspace --all-targets -- -D warnings

# A whole passport over HTTP against one hand-written SQL statement, on PostgreSQL; prints ratios.
bench:
    cargo bench --bench whole_passport

# How fast each adapter reads beside serde_json and csv, and how memory grows with what streams; prints two tables.
bench-parse *ADAPTERS:
    cargo bench -p passport-hub-adapters --bench parse -- {{ADAPTERS}}

# The hub with sample data.
demo:
    cargo run --release -- demo

# Writes the schema anew.
schema:
    cargo run -q -- schema > schema.graphql

# What files would become: one line each.
preview +FILES:
    cargo run -q --release -- import --dry-run --json {{FILES}} | jq -c '{file, adapter, outcome, reason, records: (.records | length), rejects: [.rejects[] | .place + " " + .code]}'

# Reads every file of a folder of real input, and fails where one becomes something else than adapters/formats.tsv says.
formats FOLDER="../shared/data":
    cargo run -q -p passport-hub-adapters --example read_deliveries -- --check adapters/formats.tsv {{FOLDER}}

# Fuzzes one adapter for some minutes; needs a C++ compiler.
fuzz ADAPTER MINUTES="5":
    adapters/fuzz/run {{ADAPTER}} {{MINUTES}}

# Kills an import at random moments and begins it again, and compares its rows with one left alone; on sqlite or postgres.
kill-nine TIMES="100" RECORDS="100000" ON="sqlite":
    KILL_TIMES={{TIMES}} KILL_RECORDS={{RECORDS}} KILL_ON={{ON}} cargo test --release -p passport-hub --test cli killed -- --nocapture
