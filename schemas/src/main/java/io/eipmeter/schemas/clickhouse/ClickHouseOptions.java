package io.eipmeter.schemas.clickhouse;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of every command that asks ClickHouse. */
public final class ClickHouseOptions {
  private static final String DEFAULT_URL = "http://127.0.0.1:8123";

  private final ClickHouseEnvironment environment;

  @Option(
      names = "--clickhouse",
      paramLabel = "URL",
      description =
          "HTTP interface of ClickHouse, http:// or https://. Default: the environment variable "
              + ClickHouseEnvironment.URL
              + ".")
  @Nullable String url;

  @Option(
      names = "--clickhouse-database",
      paramLabel = "NAME",
      description =
          "Database of the tables. Default: " + ClickHouseEnvironment.DATABASE + ", or eipmeter.")
  @Nullable String database;

  @Option(
      names = "--clickhouse-user",
      paramLabel = "NAME",
      description = "Default: " + ClickHouseEnvironment.USER + ", or default.")
  @Nullable String user;

  @Option(
      names = "--clickhouse-password",
      paramLabel = "PASSWORD",
      description =
          "All users of this machine can read it here: better in "
              + ClickHouseEnvironment.PASSWORD
              + ", which is the default, or in a file.")
  @Nullable String password;

  @Option(
      names = "--clickhouse-password-file",
      paramLabel = "FILE",
      description =
          "A file that holds the password. Default: " + ClickHouseEnvironment.PASSWORD_FILE + ".")
  @Nullable String passwordFile;

  @Option(
      names = "--clickhouse-ca",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) that an https address is checked against, instead of those that Java"
              + " trusts. Default: "
              + ClickHouseEnvironment.CA
              + ".")
  @Nullable String ca;

  public ClickHouseOptions() {
    this(ClickHouseEnvironment.ofProcess());
  }

  ClickHouseOptions(ClickHouseEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Where ClickHouse is; on this machine where nothing says so.
   *
   * @throws ParameterException if an option or variable is wrong
   */
  public ClickHouseTarget target(CommandSpec spec) {
    return at(environment.value(url, ClickHouseEnvironment.URL).orElse(DEFAULT_URL), spec);
  }

  /** The same; null where no option or variable gives an address. */
  public @Nullable ClickHouseTarget targetIfGiven(CommandSpec spec) {
    return environment
        .value(url, ClickHouseEnvironment.URL)
        .map(given -> at(given, spec))
        .orElse(null);
  }

  /** Whether the option, not only the variable, names an address. */
  public boolean isTold() {
    return url != null;
  }

  /**
   * As {@link #target(CommandSpec)}.
   *
   * @throws IllegalArgumentException in a sentence, if an option or variable is wrong
   */
  public ClickHouseTarget target() {
    return at(environment.value(url, ClickHouseEnvironment.URL).orElse(DEFAULT_URL));
  }

  private ClickHouseTarget at(String address) {
    return environment.target(address, database, user, password, passwordFile, ca);
  }

  private ClickHouseTarget at(String address, CommandSpec spec) {
    try {
      return at(address);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
