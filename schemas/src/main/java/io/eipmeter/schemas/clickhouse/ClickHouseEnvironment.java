package io.eipmeter.schemas.clickhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that say where ClickHouse is, for commands and jobs alike. An empty one
 * counts as none.
 *
 * @param variables their values by name; null: none
 */
public record ClickHouseEnvironment(UnaryOperator<@Nullable String> variables) {
  public static final String URL = "EIPMETER_CLICKHOUSE_URL";
  public static final String DATABASE = "EIPMETER_CLICKHOUSE_DATABASE";
  public static final String USER = "EIPMETER_CLICKHOUSE_USER";
  public static final String PASSWORD = "EIPMETER_CLICKHOUSE_PASSWORD";
  public static final String PASSWORD_FILE = "EIPMETER_CLICKHOUSE_PASSWORD_FILE";
  public static final String CA = "EIPMETER_CLICKHOUSE_CA";

  public static ClickHouseEnvironment ofProcess() {
    return new ClickHouseEnvironment(System::getenv);
  }

  /**
   * What a user said, else what the variable says.
   *
   * @param told null: nothing
   * @param name of the variable
   */
  public Optional<String> value(@Nullable String told, String name) {
    return told == null
        ? Optional.ofNullable(variables.apply(name)).filter(text -> !text.isEmpty())
        : Optional.of(told);
  }

  /**
   * What the arguments say, else the variables, else the defaults: database {@code eipmeter}, user
   * {@code default}, no password. An empty argument says that there is none.
   *
   * @param url the address to take; the variable {@link #URL} is the caller's to ask
   * @throws IllegalArgumentException in a sentence, if an address, name or file is wrong
   */
  public ClickHouseTarget target(
      String url,
      @Nullable String database,
      @Nullable String user,
      @Nullable String password,
      @Nullable String passwordFile,
      @Nullable String ca) {
    // The variable says what to check https against, not that all addresses are https.
    Optional<String> caFile = url.startsWith("https:") ? value(ca, CA) : Optional.ofNullable(ca);
    return new ClickHouseTarget(
            url,
            value(database, DATABASE).orElse("eipmeter"),
            value(user, USER).orElse("default"),
            password(password, passwordFile))
        .withCaFile(
            caFile
                .filter(file -> !file.isEmpty())
                .map(file -> readable(file).toString())
                .orElse(""));
  }

  private String password(@Nullable String told, @Nullable String toldFile) {
    if (told != null && toldFile != null) {
      throw new IllegalArgumentException("give a password or a file with it, not both");
    }
    if (toldFile != null) {
      return content(toldFile);
    }
    return value(told, PASSWORD)
        .or(() -> value(null, PASSWORD_FILE).map(ClickHouseEnvironment::content))
        .orElse("");
  }

  /** Without the line break that editors put at the end. */
  private static String content(String file) {
    try {
      return Files.readString(readable(file)).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + file + " cannot be read", e);
    }
  }

  private static Path readable(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isReadable(path) && Files.isRegularFile(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(file + " names no file", e);
    }
    throw new IllegalArgumentException("the file " + file + " cannot be read");
  }
}
