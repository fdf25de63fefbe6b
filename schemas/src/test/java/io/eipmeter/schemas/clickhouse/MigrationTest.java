package io.eipmeter.schemas.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationTest {
  private static final Path DIRECTORY = Path.of("src/main/resources/clickhouse");

  @Test
  void theIndexNamesEveryFileThereIs() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(Migration.bundled())
          .extracting(Migration::name)
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.equals("index"))
                  .toList());
    }
  }

  @Test
  void frozenFilesComeFirstAndInOrder() throws IOException {
    List<String> names = Migration.bundled().stream().map(Migration::name).toList();
    assertThat(names).startsWith("V0001__usage.sql", "V0002__exporters.sql");
    assertThat(names.indexOf("R__1_lifetimes.sql"))
        .isGreaterThan(names.indexOf("V0006__operations.sql"));
    assertThat(names.indexOf("R__3_owners.sql")).isGreaterThan(names.indexOf("R__2_usage.sql"));
  }

  /** A run that was cut in a file begins it again. */
  @Test
  void everyStatementCanBeRunTwice() throws IOException {
    for (Migration migration : Migration.bundled()) {
      for (String statement : migration.statements(Map.of())) {
        String bare = statement.replaceAll("(?m)^--.*\n", "").strip();
        assertThat(bare)
            .as(migration.name())
            .containsPattern(
                "^(CREATE TABLE IF NOT EXISTS|CREATE OR REPLACE|ALTER TABLE \\S+ (MODIFY|ADD COLUMN IF NOT EXISTS))");
      }
    }
  }

  /** An explicit partition in every insert is no help when a key's versions lie in two of them. */
  @Test
  void everyTableReplacesByAKeyThatHoldsItsPartition() throws IOException {
    Pattern table =
        Pattern.compile(
            "ENGINE = (\\w+)(?:\\(\\w+\\))?\\s+(?:PARTITION BY \\w+\\((\\w+)\\)\\s+)?ORDER BY \\((.*?)\\)\\s*(?:SETTINGS|TTL|;|$)",
            Pattern.DOTALL);
    int tables = 0;
    int created = 0;
    for (Migration migration : Migration.bundled()) {
      // What a run holds still for itself is written once, by that run alone, and has no versions.
      String text =
          migration.text().replaceAll("(?s)CREATE TABLE IF NOT EXISTS \\S+\\.snapshot_.*?;", "");
      created += text.split("CREATE TABLE ", -1).length - 1;
      Matcher found = table.matcher(text);
      while (found.find()) {
        tables++;
        assertThat(found.group(1)).as(migration.name()).isEqualTo("ReplacingMergeTree");
        if (found.group(2) != null) {
          assertThat(found.group(3)).as(migration.name()).contains(found.group(2));
        }
      }
    }
    assertThat(tables).as("tables whose engine was read").isEqualTo(created).isPositive();
  }

  @Test
  void whatIsSaidOnceIsInItsPlaces() {
    Migration migration =
        new Migration(
            "R__x.sql",
            """
            -- ${bits} stands for
              8 * ${it} AS b
            -- end
            SELECT ${bits:x}, ${bits:y}, ${database};
            """);
    assertThat(migration.statements(Map.of("database", "d")))
        .containsExactly("SELECT 8 * x AS b, 8 * y AS b, d");
  }

  /** A name that nothing stands for would reach ClickHouse. */
  @Test
  void everyPlaceholderIsFilled() throws IOException {
    Map<String, String> known =
        Map.of("database", "d", "dictionary_user", "u", "dictionary_password", "p");
    for (Migration migration : Migration.bundled()) {
      assertThat(String.join("\n", migration.statements(known)).replaceAll("\\$\\{\\w+_days}", ""))
          .as(migration.name())
          .doesNotContain("${");
    }
  }

  @Test
  void aPasswordIsNoPartOfAHash() {
    Migration migration = new Migration("R__x.sql", "SELECT '${dictionary_password}', ${days};\n");
    assertThat(migration.sha256(Map.of("dictionary_password", "a", "days", "1")))
        .isEqualTo(migration.sha256(Map.of("dictionary_password", "b", "days", "1")))
        .isNotEqualTo(migration.sha256(Map.of("dictionary_password", "a", "days", "2")));
    assertThat(migration.holdsSecret()).isTrue();
  }

  @Test
  void aLifetimeThatWouldEndAfterDateTimeDoesIsRefused() {
    assertThatThrownBy(() -> new Lifetimes(92, 30_000, 1, 7, 35))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a table keeps its rows for 1 to 10000 days, not 30000");
  }

  @Test
  void aDatabaseThatIsNoNameIsRefused() {
    assertThatThrownBy(() -> ClickHouseTarget.local("http://x:1", "a; DROP TABLE b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits and underscores");
    assertThatThrownBy(() -> ClickHouseTarget.local("x:1", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://host:port");
  }
}
