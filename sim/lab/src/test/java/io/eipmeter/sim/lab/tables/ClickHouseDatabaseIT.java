package io.eipmeter.sim.lab.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.schemas.clickhouse.Row;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseDatabaseIT {
  private static final BigInteger LARGEST_UINT64 = new BigInteger("18446744073709551615");
  private static final BigInteger SMALLEST_INT128 = BigInteger.TWO.pow(127).negate();
  private static final BigDecimal LONG_DECIMAL =
      new BigDecimal(
          "-1234567890123456789012345678901234567890123456789012.123456789012345678901234");
  private static final Instant SECOND = Instant.parse("2026-11-30T16:00:01Z");
  private static final Instant MILLISECOND = Instant.parse("2026-11-30T16:00:01.007Z");
  private static final String ODD =
      "tab\t newline\n quote' \"double\" back\\slash \\n ? ?? {} {fn now()} {d '2026-01-01'} ${x} -- /* 中文 é 😀 \r end";
  private static final String SCHEMA =
      "CREATE TABLE ${db}.every (id UInt8, text String, code LowCardinality(String),"
          + " kind Enum8('cat' = 1, 'do\\'g' = 2), small Int8, wide UInt64, huge Int128,"
          + " amount Decimal(76, 24), address IPv6, old IPv4, flag Bool, texts Array(String),"
          + " second DateTime('UTC'), instant DateTime64(3, 'UTC'), maybe Nullable(String))"
          + " ENGINE = MergeTree PARTITION BY id ORDER BY (second, id)";
  private static final List<String> COLUMNS =
      List.of(
          "id", "text", "code", "kind", "small", "wide", "huge", "amount", "address", "old", "flag",
          "texts", "second", "instant", "maybe");

  private static final String FAILS_AT_A_MILLION =
      " FROM (SELECT number FROM system.numbers WHERE throwIf(number = ?, 'too far') = 0 LIMIT 5000000) SETTINGS max_threads = 1";

  @TempDir private static Path directory;

  private static LocalClickHouse clickHouse;
  private static ClickHouseDatabase database;

  @BeforeAll
  static void start() throws Exception {
    clickHouse = LocalClickHouse.start(directory.resolve("clickhouse"), directory.resolve("logs"));
    database = ClickHouseDatabase.of(target());
    database.execute("CREATE DATABASE ${db}");
    database.execute(SCHEMA);
  }

  @AfterAll
  static void stop() {
    database.close();
    clickHouse.close();
  }

  @BeforeEach
  void forget() throws ClickHouseException {
    database.execute("TRUNCATE TABLE ${db}.every");
  }

  private static ClickHouseTarget target() {
    return ClickHouseTarget.local(clickHouse.httpUrl().toString(), "driver_it");
  }

  private static List<Object> values(int id) {
    return Arrays.asList(
        id,
        ODD,
        ODD,
        "do'g",
        -128,
        LARGEST_UINT64,
        SMALLEST_INT128,
        LONG_DECIMAL,
        "::ffff:100.64.0.1",
        "100.64.0.1",
        true,
        List.of(ODD, "", "b"),
        SECOND,
        MILLISECOND,
        null);
  }

  private static String everyColumn() {
    return "SELECT " + String.join(", ", COLUMNS) + " FROM ${db}.every";
  }

  private static void assertRow(Row row) throws java.sql.SQLException {
    assertThat(row.string(2)).isEqualTo(ODD);
    assertThat(row.string(3)).isEqualTo(ODD);
    assertThat(row.string(4)).isEqualTo("do'g");
    assertThat(row.number(5)).isEqualTo(-128);
    assertThat(row.integer(6)).isEqualTo(LARGEST_UINT64);
    assertThat(row.integer(7)).isEqualTo(SMALLEST_INT128);
    assertThat(row.decimal(8)).isEqualTo(LONG_DECIMAL);
    assertThat(row.string(9)).isEqualTo("::ffff:100.64.0.1");
    assertThat(row.string(10)).isEqualTo("100.64.0.1");
    assertThat(row.flag(11)).isTrue();
    assertThat(row.strings(12)).containsExactly(ODD, "", "b");
    assertThat(row.time(13)).isEqualTo(SECOND);
    assertThat(row.time(14)).isEqualTo(MILLISECOND);
    assertThat(row.isNull(15)).isTrue();
    assertThat(row.isNull(14)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Shanghai"})
  void whatIsInsertedIsReadBackInAnyZone(String zone) throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try (ClickHouseDatabase fresh = ClickHouseDatabase.of(target())) {
      fresh.insert("every", COLUMNS, List.of(values(1)));
      assertThat(
              fresh.list(
                  everyColumn(),
                  row -> {
                    assertRow(row);
                    return row.number(1);
                  }))
          .containsExactly(1L);
      for (String column : List.of("second", "instant")) {
        Instant exact = column.equals("second") ? SECOND : MILLISECOND;
        String count = "SELECT count() FROM ${db}.every WHERE " + column;
        assertThat(fresh.first(count + " = ?", row -> row.number(1), exact)).contains(1L);
        assertThat(fresh.first(count + " < ?", row -> row.number(1), exact)).contains(0L);
        assertThat(fresh.first(count + " <= ?", row -> row.number(1), exact.minusMillis(1)))
            .contains(0L);
        assertThat(fresh.first(count + " < ?", row -> row.number(1), exact.plusMillis(1)))
            .contains(1L);
        assertThat(fresh.first("SELECT ?", row -> row.time(1), exact)).contains(exact);
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void everyTypeIsBoundExactlyAndComparesWithItsColumn() throws Exception {
    database.insert("every", COLUMNS, List.of(values(1)));
    List<Object> values = values(1);
    for (int i = 0; i < COLUMNS.size() - 1; i++) {
      assertThat(
              database.first(
                  "SELECT count() FROM ${db}.every WHERE " + COLUMNS.get(i) + " = ? -- a ?",
                  row -> row.number(1),
                  values.get(i)))
          .as(COLUMNS.get(i))
          .contains(1L);
    }
    BigDecimal near = LONG_DECIMAL.add(new BigDecimal("0.000000000000000000000001"));
    assertThat(
            database.first(
                "SELECT count() FROM ${db}.every WHERE amount < ? AND huge < ? AND wide > ?",
                row -> row.number(1),
                near,
                SMALLEST_INT128.add(BigInteger.ONE),
                LARGEST_UINT64.subtract(BigInteger.ONE)))
        .contains(1L);
  }

  @Test
  void valuesAreSelectedAsTheyWereBound() throws Exception {
    assertThat(
            database.first(
                "SELECT ?, '?', `?` FROM (SELECT ? AS `?`)",
                row -> row.string(1) + row.string(2) + row.string(3),
                ODD,
                "x"))
        .contains(ODD + "?x");
    assertThat(
            database.first(
                "SELECT 3-? AS a, ?-? AS b",
                row -> row.number(1) * 100 + row.number(2),
                -5L,
                1,
                -1))
        .contains(802L);
    assertThat(database.first("SELECT ? AS a", row -> row.integer(1), BigInteger.TWO.pow(254)))
        .contains(BigInteger.TWO.pow(254));
    assertThat(database.first("SELECT ? AS a", row -> row.decimal(1), new BigDecimal("0.10")))
        .contains(new BigDecimal("0.10"));
    assertThat(
            database.first(
                "SELECT ? + ? AS a",
                row -> row.decimal(1),
                new BigDecimal("0.1"),
                new BigDecimal("0.2")))
        .contains(new BigDecimal("0.3"));
    assertThat(database.first("SELECT ? AS a", row -> row.strings(1), List.of()))
        .contains(List.of());
    assertThat(database.first("SELECT ? AS a", row -> row.flag(1), true)).contains(true);
    assertThat(database.first("SELECT ? AS a", row -> row.number(1), Long.MIN_VALUE))
        .contains(Long.MIN_VALUE);
    assertThat(
            database.list(
                "SELECT number FROM numbers(10) WHERE toString(number) IN ? ORDER BY number LIMIT ?",
                row -> row.number(1),
                List.of("7", "3", "5"),
                2))
        .containsExactly(3L, 5L);
    assertThat(
            database.list(
                "SELECT number FROM numbers(10) WHERE toString(number) IN ?",
                row -> row.number(1),
                List.of()))
        .isEmpty();
    assertThat(
            database.list(
                "SELECT number FROM numbers(10) WHERE has(?, toString(number))",
                row -> row.number(1),
                List.of("7", "3")))
        .containsExactly(3L, 7L);
  }

  @Test
  void aValueThatWouldNotBeExactIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> database.list("SELECT ?", row -> row.time(1), SECOND.plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finer than a millisecond");
    assertThatThrownBy(() -> database.list("SELECT ?", row -> row.time(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 values for 1 question mark");
    List<List<Object>> refused =
        List.of(
            List.of("amount", new BigDecimal("0.1234567890123456789012345")),
            List.of("small", 128),
            List.of("wide", -1),
            List.of("wide", BigInteger.TWO.pow(64)),
            List.of("kind", "cow"),
            List.of("second", MILLISECOND),
            List.of("instant", SECOND.plusNanos(1)),
            List.of("text", 5),
            List.of("address", "example.org"),
            List.of("texts", List.of(1)),
            List.of("flag", 1));
    for (List<Object> one : refused) {
      assertThatThrownBy(
              () ->
                  database.insert(
                      "every", List.of((String) one.get(0)), List.of(List.of(one.get(1)))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("column " + one.get(0) + " of type ");
    }
    assertThatThrownBy(
            () -> database.insert("every", List.of("text"), List.of(Arrays.asList((Object) null))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aColumnIsReadExactlyOrNotAtAll() {
    for (String expression :
        List.of("0.5", "toUInt64(18446744073709551615)", "NULL", "'5'", "toDecimal64('1.5', 1)")) {
      assertThat(
              catchThrowableOfType(
                  ClickHouseException.class,
                  () -> database.list("SELECT " + expression + " AS a", row -> row.number(1))))
          .as(expression)
          .hasMessageContaining("column a is ")
          .matches(ClickHouseException::answered);
    }
    assertThatThrownBy(
            () -> database.list("SELECT a, a FROM (SELECT 2 AS a)", row -> row.number(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two columns are called a");
    assertThat(
            catchThrowableOfType(
                ClickHouseException.class,
                () -> database.list("SELECT NULL AS a", row -> row.string(1))))
        .hasMessageContaining("column a is NULL");
  }

  @Test
  void manyRowsAreStreamedAndInsertedInBatches() throws Exception {
    database.execute(
        "CREATE OR REPLACE TABLE ${db}.many (a UInt64, day Date MATERIALIZED toDate(a % 300), b String DEFAULT 'x') ENGINE = MergeTree PARTITION BY day ORDER BY a");
    Iterable<List<Object>> rows =
        () -> LongStream.range(0, 250_001).<List<Object>>mapToObj(List::of).iterator();
    database.insert("many", List.of("a"), rows);
    AtomicLong sum = new AtomicLong();
    AtomicLong count = new AtomicLong();
    database.forEach(
        "SELECT a, b FROM ${db}.many",
        row -> {
          sum.addAndGet(row.number(1));
          assertThat(row.string(2)).isEqualTo("x");
          count.incrementAndGet();
        });
    assertThat(count).hasValue(250_001);
    assertThat(sum).hasValue(250_000L * 250_001 / 2);
    database.execute("INSERT INTO ${db}.many (a, b) SELECT a, b FROM ${db}.many WHERE a < ?", 10);
    assertThat(database.first("SELECT count() FROM ${db}.many", row -> row.number(1)))
        .contains(250_011L);
  }

  @Test
  void theFirstOfEndlesslyManyRowsIsThereAtOnce() throws Exception {
    assertThat(database.first("SELECT number FROM system.numbers", row -> row.number(1)))
        .contains(0L);
    assertThatThrownBy(
            () ->
                database.forEach(
                    "SELECT number FROM system.numbers",
                    row -> {
                      throw new IllegalStateException("enough");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(database.first("SELECT 1 AS a", row -> row.number(1))).contains(1L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerThatBreaksOffIsAFailureAndNeverShort(boolean compressed) {
    ClickHouseTarget target = target().withCompression(compressed);
    try (ClickHouseDatabase fresh = ClickHouseDatabase.of(target)) {
      for (String columns : List.of("number", "toString(number), number")) {
        AtomicLong rows = new AtomicLong();
        ClickHouseException e =
            catchThrowableOfType(
                ClickHouseException.class,
                () ->
                    fresh.forEach(
                        "SELECT " + columns + FAILS_AT_A_MILLION,
                        row -> rows.incrementAndGet(),
                        1_000_000));
        assertThat(rows.get()).isBetween(1L, 999_999L);
        assertThat(e)
            .hasMessageContaining("broke off its answer after " + rows + " rows")
            .matches(broken -> !broken.answered());
      }
    }
  }

  /** Nothing of the answer had left the server when it failed: it tells the reason. */
  @Test
  void aFailureAmidRowsThatWereNotSentYetSaysWhy() {
    ClickHouseException e =
        catchThrowableOfType(
            ClickHouseException.class,
            () ->
                database.list(
                    "SELECT repeat('a', number % 100)" + FAILS_AT_A_MILLION,
                    row -> row.string(1),
                    1_000_000));
    assertThat(e.code()).isEqualTo(395);
    assertThat(e.answered()).isTrue();
    assertThat(e).hasMessageStartingWith("too far");
  }

  @Test
  void aRefusalIsOneSentenceWithItsCode() {
    ClickHouseException missing =
        catchThrowableOfType(
            ClickHouseException.class,
            () -> database.list("SELECT a FROM ${db}.nowhere", row -> row.number(1)));
    assertThat(missing.code()).isEqualTo(60);
    assertThat(missing.answered()).isTrue();
    assertThat(missing)
        .hasMessageContaining("driver_it.nowhere")
        .hasMessageEndingWith("'eipmeter tables create' creates what is missing");
    ClickHouseException syntax =
        catchThrowableOfType(
            ClickHouseException.class, () -> database.execute("CREATE NONSENSE ?", "x"));
    assertThat(syntax.code()).isEqualTo(62);
    assertThat(syntax)
        .hasMessageStartingWith("Syntax error: ")
        .hasMessageEndingWith("(SYNTAX_ERROR)");
    ClickHouseException table =
        catchThrowableOfType(
            ClickHouseException.class,
            () -> database.insert("nowhere", List.of("a"), List.of(List.of(1))));
    assertThat(table.code()).isEqualTo(60);
    assertThat(
            catchThrowableOfType(
                ClickHouseException.class,
                () -> database.insert("every", List.of("nothing"), List.of(List.of(1)))))
        .hasMessageStartingWith("the table every has no column nothing");
  }

  @Test
  void aWrongUserFailsAtOnce() {
    try (ClickHouseDatabase stranger =
        ClickHouseDatabase.of(
            new ClickHouseTarget(target().url(), "driver_it", "nobody", "wrong pass wörd"))) {
      ClickHouseException e =
          catchThrowableOfType(
              ClickHouseException.class,
              () -> stranger.list("SELECT 1 AS a", row -> row.number(1)));
      assertThat(e.answered()).isTrue();
      assertThat(e.code()).isEqualTo(516);
      assertThat(e).hasMessageStartingWith("nobody: Authentication failed: ");
      assertThat(e.getMessage()).doesNotContain("wrong pass");
    }
  }

  @Test
  void aServiceThatIsNotThereIsNamed() {
    for (String url :
        List.of(
            "http://127.0.0.1:1",
            "http://no-such-host.invalid:8123",
            "https://127.0.0.1:" + clickHouse.port())) {
      try (ClickHouseDatabase nowhere =
          ClickHouseDatabase.of(
              ClickHouseTarget.local(url, "x")
                  .withLimits(Duration.ofSeconds(2), Duration.ofSeconds(5)))) {
        ClickHouseException e =
            catchThrowableOfType(
                ClickHouseException.class,
                () -> nowhere.list("SELECT 1 AS a", row -> row.number(1)));
        assertThat(e.answered()).isFalse();
        assertThat(e).hasMessageStartingWith("ClickHouse at " + url + " does not answer: ");
        ClickHouseException insert =
            catchThrowableOfType(
                ClickHouseException.class,
                () -> nowhere.insert("every", List.of("a"), List.of(List.of(1))));
        assertThat(insert).hasMessageStartingWith("ClickHouse at " + url + " does not answer: ");
      }
    }
  }

  @Test
  void statementsMayRunWithinAStream() throws Exception {
    List<Long> squares = new ArrayList<>();
    database.forEach("SELECT number FROM numbers(20)", row -> squares.add(square(row.number(1))));
    assertThat(squares).hasSize(20).contains(361L);
  }

  private static long square(long number) {
    try {
      return database
          .first("SELECT ? * ? AS a", row -> row.number(1), number, number)
          .orElseThrow();
    } catch (ClickHouseException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBoundTimeStillPicksPartsByThePrimaryKey() throws Exception {
    database.execute(
        "CREATE OR REPLACE TABLE ${db}.days (minute DateTime('UTC')) ENGINE = MergeTree PARTITION BY toYYYYMMDD(minute) ORDER BY minute SETTINGS index_granularity = 1024");
    database.execute(
        "INSERT INTO ${db}.days SELECT toDateTime(1790000000, 'UTC') + number * 60 FROM numbers(100000)");
    List<String> plan =
        database.list(
            "EXPLAIN indexes = 1 SELECT count() FROM ${db}.days WHERE minute >= ? AND minute < ?",
            row -> row.string(1),
            Instant.ofEpochSecond(1790000000 + 86400L * 30),
            Instant.ofEpochSecond(1790000000 + 86400L * 31));
    assertThat(plan.stream().map(String::strip)).contains("Parts: 2/71");
  }
}
