package io.eipmeter.schemas.clickhouse;

import java.io.IOException;
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
  private final ClickHouseTarget target;
  private final Map<String, String> placeholders;

  public Migrations(ClickHouseTarget target, Lifetimes lifetimes) {
    this.target = target;
    this.placeholders = new HashMap<>(lifetimes.placeholders());
    placeholders.put("database", target.database());
    placeholders.put("dictionary_user", escaped(target.user()));
    placeholders.put("dictionary_password", escaped(target.password()));
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
  public List<String> apply() throws MigrationException {
    try {
      return apply(Migration.bundled());
    } catch (IOException e) {
      throw new MigrationException("The migrations cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** As {@link #apply()}, for files of the caller's, in their order. */
  public List<String> apply(List<Migration> migrations) throws MigrationException {
    try (ClickHouseDatabase database = ClickHouseDatabase.of(target)) {
      return apply(migrations, database);
    }
  }

  private List<String> apply(List<Migration> migrations, ClickHouseDatabase database)
      throws MigrationException {
    Map<String, String> applied = applied(database);
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
      try {
        if (!same || (migration.holdsSecret() && !migration.frozen())) {
          for (String statement : migration.statements(placeholders)) {
            database.execute(statement);
          }
        }
        if (!same) {
          database.execute(
              "INSERT INTO ${db}.migrations (file, sha256, applied) VALUES (?, ?, now64(3))",
              migration.name(),
              hash);
          done.add(migration.name());
        }
      } catch (ClickHouseException e) {
        throw failure(migration.name() + " could not be applied to " + target, e);
      }
    }
    return done;
  }

  /**
   * How long the tables of a database keep their rows now; the default where there are none.
   *
   * @throws MigrationException if ClickHouse cannot be asked
   */
  public static Lifetimes lifetimesInForce(ClickHouseTarget target) throws MigrationException {
    Map<String, String> names =
        Map.of(
            "eip_minutes", "minutes",
            "eip_quarters", "quarters",
            "eip_live", "live",
            "flows", "flows",
            "rejected", "rejected");
    Map<String, Integer> days = new HashMap<>();
    try (ClickHouseDatabase database = ClickHouseDatabase.of(target)) {
      database.forEach(
          "SELECT name, extract(create_table_query, 'toIntervalDay\\((\\d+)\\)') AS days"
              + " FROM system.tables WHERE database = ? AND days != ''",
          row -> {
            String name = names.get(row.string(1));
            if (name != null) {
              days.put(name, Integer.valueOf(row.string(2)));
            }
          },
          target.database());
    } catch (ClickHouseException e) {
      throw failure("The lifetimes of the tables of " + target + " could not be read", e);
    }
    return Lifetimes.DEFAULT.with(days);
  }

  private static Map<String, String> applied(ClickHouseDatabase database)
      throws MigrationException {
    Map<String, String> hashes = new HashMap<>();
    try {
      database.execute("CREATE DATABASE IF NOT EXISTS ${db}");
      database.execute(
          "CREATE TABLE IF NOT EXISTS ${db}.migrations"
              + " (file String, sha256 String, applied DateTime64(3, 'UTC'))"
              + " ENGINE = MergeTree ORDER BY (file, applied)");
      database.forEach(
          "SELECT file, argMax(sha256, applied) FROM ${db}.migrations GROUP BY file",
          row -> hashes.put(row.string(1), row.string(2)));
    } catch (ClickHouseException e) {
      throw failure("The table of migrations of " + database.target() + " could not be used", e);
    }
    return hashes;
  }

  private static MigrationException failure(String what, ClickHouseException e) {
    String sentence = String.valueOf(e.getMessage());
    return new MigrationException(e.answered() ? what + ": " + sentence : sentence, e);
  }
}
