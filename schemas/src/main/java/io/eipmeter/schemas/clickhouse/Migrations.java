package io.eipmeter.schemas.clickhouse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the tables of a database to what this program needs. Statements of a frozen file say "if
 * not exists", so a run that was cut, or two at once, do no harm: ClickHouse has no transactions
 * over them.
 */
public final class Migrations {
  private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(10);

  private final ClickHouseTarget target;
  private final Map<String, String> placeholders;
  private final ClickHouseHttp http;

  public Migrations(ClickHouseTarget target, Lifetimes lifetimes) {
    this.target = target;
    this.placeholders = new HashMap<>(lifetimes.placeholders());
    placeholders.put("database", target.database());
    placeholders.put("dictionary_user", escaped(target.user()));
    placeholders.put("dictionary_password", escaped(target.password()));
    this.http = new ClickHouseHttp(target, LONGEST_STATEMENT);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  /**
   * Applies this program's migrations.
   *
   * @return the names of those that were applied now
   * @throws MigrationException if an applied file has changed since, or ClickHouse refuses one
   */
  public List<String> apply() throws MigrationException, InterruptedException {
    try {
      return apply(Migration.bundled());
    } catch (IOException e) {
      throw new MigrationException("The migrations cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** As {@link #apply()}, for files of the caller's, in their order. */
  public List<String> apply(List<Migration> migrations)
      throws MigrationException, InterruptedException {
    Map<String, String> applied = applied();
    for (Migration migration : migrations) {
      String before = applied.get(migration.name());
      if (migration.frozen() && before != null && !before.equals(migration.sha256(placeholders))) {
        throw new MigrationException(
            migration.name()
                + " has changed since it was applied to "
                + target
                + ": an applied migration is frozen, write a new one instead.",
            null);
      }
    }
    List<String> done = new ArrayList<>();
    for (Migration migration : migrations) {
      String hash = migration.sha256(placeholders);
      boolean same = hash.equals(applied.get(migration.name()));
      if (!same || (migration.holdsSecret() && !migration.frozen())) {
        for (String statement : migration.statements(placeholders)) {
          run(statement, migration.name());
        }
      }
      if (!same) {
        record(migration.name(), hash);
        done.add(migration.name());
      }
    }
    return done;
  }

  /**
   * How long the tables of a database keep their rows now; the default where there are none.
   *
   * @throws MigrationException if ClickHouse cannot be asked
   */
  public static Lifetimes lifetimesInForce(ClickHouseTarget target)
      throws MigrationException, InterruptedException {
    Map<String, String> names =
        Map.of(
            "eip_minutes", "minutes",
            "eip_quarters", "quarters",
            "eip_live", "live",
            "flows", "flows",
            "rejected", "rejected");
    // Asked from no database: it may not be there yet.
    String rows =
        new Migrations(target, Lifetimes.DEFAULT)
            .run(
                "SELECT name, extract(create_table_query, 'toIntervalDay\\\\((\\\\d+)\\\\)')"
                    + " FROM system.tables WHERE database = '"
                    + target.database()
                    + "' FORMAT TSV",
                "The lifetimes of the tables");
    Map<String, Integer> days = new HashMap<>();
    for (String row : rows.split("\n", -1)) {
      String[] fields = row.split("\t", -1);
      String name = names.get(fields[0]);
      if (name != null && fields.length == 2 && !fields[1].isEmpty()) {
        days.put(name, Integer.valueOf(fields[1]));
      }
    }
    return Lifetimes.DEFAULT.with(days);
  }

  private Map<String, String> applied() throws MigrationException, InterruptedException {
    run("CREATE DATABASE IF NOT EXISTS " + target.database(), "The database");
    run(
        "CREATE TABLE IF NOT EXISTS "
            + target.database()
            + ".migrations (file String, sha256 String, applied DateTime64(3, 'UTC'))"
            + " ENGINE = MergeTree ORDER BY (file, applied)",
        "The table of migrations");
    Map<String, String> hashes = new HashMap<>();
    String rows =
        run(
            "SELECT file, argMax(sha256, applied) FROM "
                + target.database()
                + ".migrations GROUP BY file FORMAT TSV",
            "The table of migrations");
    for (String row : rows.split("\n", -1)) {
      int tab = row.indexOf('\t');
      if (tab > 0) {
        hashes.put(row.substring(0, tab), row.substring(tab + 1));
      }
    }
    return hashes;
  }

  private void record(String file, String hash) throws MigrationException, InterruptedException {
    run(
        "INSERT INTO "
            + target.database()
            + ".migrations (file, sha256, applied) SETTINGS async_insert = 0 VALUES ('"
            + file
            + "', '"
            + hash
            + "', now64(3))",
        file);
  }

  private String run(String statement, String what)
      throws MigrationException, InterruptedException {
    try {
      return http.query(statement);
    } catch (ClickHouseException e) {
      throw new MigrationException(
          what + " could not be applied to " + target + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new MigrationException(
          "ClickHouse does not answer at " + target.url() + ": " + reason(e) + ".", e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "no connection" : e.getMessage();
  }
}
