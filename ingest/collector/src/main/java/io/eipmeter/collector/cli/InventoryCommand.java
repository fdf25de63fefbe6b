package io.eipmeter.collector.cli;

import io.eipmeter.collector.control.BadFileException;
import io.eipmeter.collector.control.EventPublisher;
import io.eipmeter.collector.control.InventoryDiff;
import io.eipmeter.collector.control.InventoryFile;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter inventory}. */
@Command(
    name = "inventory",
    mixinStandardHelpOptions = true,
    description = "Who holds which address, from a file of your own: CSV with a header, or YAML.",
    footer = {
      "Fields: address (or prefix) and account; eip_id, region, line, charge_method (data-transfer,"
          + " bandwidth, subscription), max_bandwidth (bits/s, or 200M), from, to (2026-12-01 or"
          + " 2026-12-01T08:00:00+08:00), name, association_kind, association_id,"
          + " shared_bandwidth_id, fine_grained, id."
    },
    subcommands = {InventoryCommand.Apply.class, InventoryCommand.Diff.class})
public final class InventoryCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: inventory diff, or apply");
  }

  /** {@code eipmeter inventory apply}. */
  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Writes to eip-events what the file changes, and nothing else.")
  static final class Apply implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin KafkaOptions kafka;

    @Parameters(paramLabel = "FILE", description = "The inventory.")
    Path file;

    @Option(
        names = "--withdraw-missing",
        description = "Take back what an earlier inventory said and this one does not.")
    boolean withdrawMissing;

    @Override
    public Integer call() throws InterruptedException {
      List<EipEvent> wanted = read(spec, file);
      return kafka.run(
          spec,
          settings -> {
            InventoryDiff diff = InventoryDiff.of(InventoryDiff.current(settings), wanted);
            List<EipEvent> statements = diff.statements(withdrawMissing);
            if (!statements.isEmpty()) {
              try (EventPublisher publisher =
                  EventPublisher.withoutHeartbeats(settings, kafka.clock(spec))) {
                statements.forEach(publisher::publish);
                publisher.flush();
              }
            }
            print(spec, diff);
            if (!withdrawMissing && !diff.missing().isEmpty()) {
              spec.commandLine()
                  .getErr()
                  .println("what is missing stays; --withdraw-missing takes it back");
            }
            return 0;
          });
    }
  }

  /** {@code eipmeter inventory diff}. */
  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Shows what the file would change: + new, ~ changed, - missing.")
  static final class Diff implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin KafkaOptions kafka;

    @Parameters(paramLabel = "FILE", description = "The inventory.")
    Path file;

    @Override
    public Integer call() throws InterruptedException {
      List<EipEvent> wanted = read(spec, file);
      return kafka.run(
          spec,
          settings -> {
            print(spec, InventoryDiff.of(InventoryDiff.current(settings), wanted));
            return 0;
          });
    }
  }

  private static List<EipEvent> read(CommandSpec spec, Path file) {
    try {
      return InventoryFile.read(file);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), file + " can't be read", e);
    } catch (BadFileException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static void print(CommandSpec spec, InventoryDiff diff) {
    PrintWriter out = spec.commandLine().getOut();
    diff.lines().forEach(out::println);
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%d new, %d changed, %d missing, %d unchanged%n",
        diff.added().size(), diff.changed().size(), diff.missing().size(), diff.unchanged());
    err.flush();
  }
}
