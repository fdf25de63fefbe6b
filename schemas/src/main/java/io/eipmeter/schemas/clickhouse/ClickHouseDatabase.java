package io.eipmeter.schemas.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.jdbc.ConnectionImpl;
import com.clickhouse.jdbc.Driver;
import com.clickhouse.jdbc.StatementImpl;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ClickHouse by its vendor's driver. No connection is opened before the first statement; then the
 * driver keeps a pool of them, so statements may run within a stream, and from several threads.
 *
 * <p>In all SQL {@code ${db}} stands for the target's database. Each question mark outside of texts
 * and comments stands for a value: a String, Boolean, Integer, Long, BigInteger, BigDecimal,
 * Instant (whole milliseconds) or a list of Strings. Decimals and large whole numbers keep all
 * digits, a time compares with any DateTime or DateTime64 whatever the zones of server and JVM. A
 * count of values other than of question marks is an {@link IllegalArgumentException}.
 *
 * <p>What writes is sent once: whoever wants it repeated knows whether that does harm.
 */
public final class ClickHouseDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseDatabase.class);

  /** As many as the driver's pool keeps: after a restart of ClickHouse each of them is closed. */
  private static final int CONNECTIONS = 10;

  private final ClickHouseTarget target;
  private final ClickHouseFailures failures;
  private @Nullable ConnectionImpl connection;

  private ClickHouseDatabase(ClickHouseTarget target) {
    this.target = target;
    this.failures = new ClickHouseFailures(target);
  }

  public static ClickHouseDatabase of(ClickHouseTarget target) {
    return new ClickHouseDatabase(target);
  }

  public ClickHouseTarget target() {
    return target;
  }

  /**
   * Runs a statement that gives no rows (DDL, SYSTEM, INSERT ... SELECT); it is done when this
   * returns.
   *
   * @throws ClickHouseException if ClickHouse refuses it or does not answer
   */
  public void execute(String sql, Object... values) throws ClickHouseException {
    BoundSql bound = new BoundSql(withDatabase(sql), values);
    try (Statement statement = statement(bound)) {
      writing(statement);
      if (statement instanceof PreparedStatement prepared) {
        prepared.executeUpdate();
      } else {
        statement.executeUpdate(bound.sql());
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  /**
   * Hands over the rows of an answer one by one, in constant memory.
   *
   * @throws ClickHouseException if ClickHouse refuses the statement, does not answer, breaks off in
   *     the middle (rows may have been handed over then), or a column is not of the type that is
   *     read
   */
  public void forEach(String sql, RowConsumer row, Object... values) throws ClickHouseException {
    stream(
        sql,
        each -> {
          row.take(each);
          return true;
        },
        values);
  }

  /** All rows of an answer. Errors as {@link #forEach}. */
  public <T> List<T> list(String sql, RowReader<T> row, Object... values)
      throws ClickHouseException {
    List<T> all = new ArrayList<>();
    forEach(sql, each -> all.add(row.read(each)), values);
    return all;
  }

  /** The first row of an answer; what comes after it is not read. Errors as {@link #forEach}. */
  public <T> Optional<T> first(String sql, RowReader<T> row, Object... values)
      throws ClickHouseException {
    List<T> first = new ArrayList<>();
    stream(
        sql,
        each -> {
          first.add(row.read(each));
          return false;
        },
        values);
    return first.stream().findFirst();
  }

  /**
   * Inserts rows, each with a value for every column: as {@link ClickHouseDatabase} says, a text
   * for an address, an enum or a text, a Boolean for a Bool, null for NULL. In batches of up to
   * 100,000 rows, each in ClickHouse when the next one begins; the rows are gone through once.
   *
   * @param table without database
   * @throws ClickHouseException if ClickHouse refuses a batch or does not answer: the batches
   *     before it are there, the last one may be
   * @throws IllegalArgumentException if a value does not fit its column exactly: nothing of its
   *     batch is sent
   */
  public void insert(String table, List<String> columns, Iterable<List<Object>> rows)
      throws ClickHouseException {
    try {
      new RowBatches(client(), target, table, columns).insert(rows);
    } catch (SQLException | com.clickhouse.client.api.ClickHouseException e) {
      throw failures.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.of(e);
    }
  }

  /**
   * Inserts rows in the format RowBinary as one block, written when this returns.
   *
   * @param table without database
   * @param columns in the order of a row's bytes; sent with every insert, so that the table may
   *     have more
   * @param rowBinary the first {@code length} of them are the rows; not to be changed any more if
   *     this is interrupted
   * @throws ClickHouseException if ClickHouse refuses the rows or does not answer: they may be
   *     there
   * @throws InterruptedException if the thread is interrupted: they may be there
   */
  public void insertBlock(String table, List<String> columns, byte[] rowBinary, int length)
      throws ClickHouseException, InterruptedException {
    try {
      new RowBinaryInsert(client(), target.database(), table, columns).send(rowBinary, length);
    } catch (SQLException | com.clickhouse.client.api.ClickHouseException e) {
      throw failures.of(e);
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e); // the driver throws none
      }
      connection = null;
    }
  }

  /** Takes rows until it says no. */
  private interface WhileWanted {
    boolean more(Row row) throws SQLException;
  }

  private void stream(String sql, WhileWanted consumer, Object... values)
      throws ClickHouseException {
    BoundSql bound = new BoundSql(withDatabase(sql), values);
    for (int closed = 0; ; closed++) {
      try (Statement statement = statement(bound)) {
        ResultSet result =
            statement instanceof PreparedStatement prepared
                ? prepared.executeQuery()
                : statement.executeQuery(bound.sql());
        take(statement, result, consumer);
        return;
      } catch (SQLException e) {
        // A connection of the pool that ClickHouse has closed meanwhile is no failure of a
        // question.
        if (closed == CONNECTIONS || !ClickHouseFailures.isClosedMeanwhile(e)) {
          throw failures.of(e);
        }
      }
    }
  }

  private void take(Statement statement, ResultSet result, WhileWanted consumer)
      throws ClickHouseException {
    long rows = 0;
    boolean ended = false;
    try {
      requireDifferentNames(result.getMetaData());
      Row row = new Row(result);
      boolean wanted = true;
      while (wanted && result.next()) {
        rows++;
        wanted = consumer.more(row);
      }
      ended = wanted || !result.next();
    } catch (SQLException e) {
      ended = ClickHouseFailures.isOfTheConnection(e);
      throw failures.inTheMiddle(e, rows);
    } finally {
      close(statement, result, ended);
    }
  }

  /**
   * Closing an answer reads the rest of it, which may have no end: ClickHouse is told to stop
   * first. What fails here fails a statement that is over already.
   */
  private static void close(Statement statement, ResultSet result, boolean ended) {
    try {
      if (!ended) {
        statement.cancel();
      }
      result.close();
    } catch (SQLException e) {
      LOG.debug("An answer that is not wanted any more could not be closed in good order", e);
    }
  }

  /** The driver finds a column by its name, so that of two with one name it reads one only. */
  private static void requireDifferentNames(ResultSetMetaData columns) throws SQLException {
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (!names.add(columns.getColumnName(i))) {
        throw new IllegalArgumentException("two columns are called " + columns.getColumnName(i));
      }
    }
  }

  private String withDatabase(String sql) {
    return sql.replace("${db}", target.database());
  }

  private Statement statement(BoundSql bound) throws SQLException {
    ConnectionImpl open = connection();
    if (bound.isPlain()) {
      Statement statement = open.createStatement();
      statement.setEscapeProcessing(false);
      return statement;
    }
    PreparedStatement prepared = open.prepareStatement(bound.sql());
    // It would rewrite "{fn ...}" and "{d '...'}" within bound texts too.
    prepared.setEscapeProcessing(false);
    bound.bind(prepared);
    return prepared;
  }

  private static void writing(Statement statement) {
    QuerySettings settings = ((StatementImpl) statement).getLocalSettings();
    settings.serverSetting("async_insert", "0");
    settings.serverSetting("max_partitions_per_insert_block", "0");
    settings.waitEndOfQuery(true);
  }

  private Client client() throws SQLException {
    return connection().getClient();
  }

  private synchronized ConnectionImpl connection() throws SQLException {
    if (connection == null) {
      connection =
          (ConnectionImpl)
              new Driver().connect("jdbc:clickhouse:" + target.url(), DriverOptions.jdbc(target));
    }
    return connection;
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /** Takes a row; it is valid until this returns. */
  @FunctionalInterface
  public interface RowConsumer {
    void take(Row row) throws SQLException;
  }
}
