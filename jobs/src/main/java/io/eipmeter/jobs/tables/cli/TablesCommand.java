package io.eipmeter.jobs.tables.cli;

import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import io.eipmeter.schemas.clickhouse.Lifetimes;
import io.eipmeter.schemas.clickhouse.MigrationException;
import io.eipmeter.schemas.clickhouse.Migrations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter tables}. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description = "The tables in ClickHouse, which the job of the same name fills.",
    subcommands = TablesCommand.Create.class)
public final class TablesCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: tables create");
  }

  /** {@code eipmeter tables create}. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Creates the database, its tables, views and dictionaries, or brings those of an older",
        "version up to date. The user needs all rights on the database; afterwards INSERT and",
        "SELECT are enough."
      })
  static final class Create implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin ClickHouseOptions tables;

    @Option(
        names = "--keep",
        paramLabel = "WHAT=DAYS",
        description =
            "How long rows are kept: minutes (92), quarters and charges (quarters: 800), early sums"
                + " (live: 1), single flows (flows: 7), what was rejected (rejected: 35); may be"
                + " repeated. What is not named stays as it is.")
    @Nullable Map<String, Integer> keep;

    @Override
    public Integer call() {
      try {
        Lifetimes before = Migrations.lifetimesInForce(tables.target(spec));
        List<String> applied =
            new Migrations(tables.target(spec), before.with(keep == null ? Map.of() : keep))
                .apply();
        applied.forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println(applied.size() + " files applied");
        return 0;
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(), "--keep: " + String.valueOf(e.getMessage()), e);
      } catch (MigrationException e) {
        spec.commandLine().getErr().println("eipmeter tables create: " + e.getMessage());
        return 1;
      }
    }
  }
}
