package io.eipmeter.jobs.rating.cli;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the tables are. */
public final class TablesOptions {
  @Option(
      names = "--clickhouse",
      paramLabel = "URL",
      description = "HTTP interface of ClickHouse. Default: ${DEFAULT-VALUE}.")
  String url = "http://127.0.0.1:8123";

  @Option(names = "--database", description = "Default: ${DEFAULT-VALUE}.")
  String database = "eipmeter";

  @Option(names = "--user", description = "Default: ${DEFAULT-VALUE}.")
  String user = "default";

  @Option(
      names = "--password",
      description = "Default: the environment variable EIPMETER_CLICKHOUSE_PASSWORD, or none.",
      defaultValue = "${env:EIPMETER_CLICKHOUSE_PASSWORD:-}")
  String password = "";

  /**
   * @throws ParameterException if an option is wrong
   */
  public ClickHouseTarget target(CommandSpec spec) {
    try {
      return new ClickHouseTarget(url, database, user, password);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
