package io.eipmeter.schemas.clickhouse;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;

/**
 * Where our tables are, and how they are asked.
 *
 * @param url of the HTTP interface, without a path, such as {@code http://127.0.0.1:8123}
 * @param database letters, digits and underscores
 * @param caFile the certificates (PEM) that an https address is checked against; empty: those that
 *     Java trusts
 * @param compressed whether answers and inserts travel compressed (LZ4)
 * @param connectLimit the longest that a connection may take to open; at least a millisecond
 * @param silenceLimit the longest that ClickHouse may say nothing while it works; at least a
 *     millisecond
 */
public record ClickHouseTarget(
    String url,
    String database,
    String user,
    String password,
    String caFile,
    boolean compressed,
    Duration connectLimit,
    Duration silenceLimit)
    implements Serializable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(10);

  public ClickHouseTarget {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    if (!isAddress(url)) {
      throw new IllegalArgumentException(
          "the address of ClickHouse must be http://host:port or https://host:port, was " + url);
    }
    if (!database.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "a database is named by letters, digits and underscores, was " + database);
    }
    if (!caFile.isEmpty() && !url.startsWith("https:")) {
      throw new IllegalArgumentException(
          "a file of certificates is for https only, the address of ClickHouse is " + url);
    }
    requireMillisecond("connectLimit", connectLimit);
    requireMillisecond("silenceLimit", silenceLimit);
  }

  private static boolean isAddress(String url) {
    try {
      URI uri = URI.create(url);
      String scheme = String.valueOf(uri.getScheme());
      return (scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void requireMillisecond(String name, Duration limit) {
    if (limit.toMillis() < 1 || limit.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + " must be 1 ms to " + Integer.MAX_VALUE + " ms, was " + limit);
    }
  }

  /**
   * Compressed, with the certificates that Java trusts and the usual limits: 5 s and 10 minutes.
   */
  public ClickHouseTarget(String url, String database, String user, String password) {
    this(url, database, user, password, "", true, CONNECT_LIMIT, SILENCE_LIMIT);
  }

  /** The user of a ClickHouse that knows no others. */
  public static ClickHouseTarget local(String url, String database) {
    return new ClickHouseTarget(url, database, "default", "");
  }

  /** The same, checked against the certificates of a file (PEM); empty: those that Java trusts. */
  public ClickHouseTarget withCaFile(String file) {
    return new ClickHouseTarget(
        url, database, user, password, file, compressed, connectLimit, silenceLimit);
  }

  public ClickHouseTarget withCompression(boolean on) {
    return new ClickHouseTarget(
        url, database, user, password, caFile, on, connectLimit, silenceLimit);
  }

  public ClickHouseTarget withLimits(Duration connect, Duration silence) {
    return new ClickHouseTarget(
        url, database, user, password, caFile, compressed, connect, silence);
  }

  public ClickHouseTarget withDatabase(String other) {
    return new ClickHouseTarget(
        url, other, user, password, caFile, compressed, connectLimit, silenceLimit);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return url + "/" + database;
  }
}
