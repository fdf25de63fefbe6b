package io.eipmeter.sim.world.cli;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.api.SeenTraffic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the pipeline's tables are. */
final class TablesOptions {
  @Option(
      names = "--clickhouse",
      paramLabel = "URL",
      description = "ClickHouse's HTTP address. Without: what was seen is not shown.")
  @Nullable String clickHouse;

  @Option(
      names = "--database",
      defaultValue = "eipmeter",
      description = "ClickHouse's database. Default: ${DEFAULT-VALUE}.")
  String database;

  /** Null where no ClickHouse is given. */
  @Nullable SeenTraffic traffic(CommandSpec spec) {
    if (clickHouse == null) {
      return null;
    }
    try {
      return new SeenTraffic(ClickHouseTarget.local(clickHouse, database));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
