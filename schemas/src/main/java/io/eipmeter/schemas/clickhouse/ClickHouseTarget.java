package io.eipmeter.schemas.clickhouse;

import java.io.Serializable;
import java.net.URI;

/**
 * Where our tables are.
 *
 * @param url of the HTTP interface, without a path, such as {@code http://127.0.0.1:8123}
 * @param database letters, digits and underscores
 */
public record ClickHouseTarget(String url, String database, String user, String password)
    implements Serializable {
  public ClickHouseTarget {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    String scheme;
    try {
      scheme = String.valueOf(URI.create(url).getScheme());
    } catch (IllegalArgumentException e) {
      scheme = "";
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "the address of ClickHouse must be http://host:port or https://host:port, was " + url);
    }
    if (!database.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "a database is named by letters, digits and underscores, was " + database);
    }
  }

  /** The user of a ClickHouse that knows no others. */
  public static ClickHouseTarget local(String url, String database) {
    return new ClickHouseTarget(url, database, "default", "");
  }

  @Override
  public String toString() {
    return url + "/" + database;
  }
}
