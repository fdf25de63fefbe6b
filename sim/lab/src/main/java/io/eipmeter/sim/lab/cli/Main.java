package io.eipmeter.sim.lab.cli;

import io.eipmeter.collector.cli.CollectCommand;
import io.eipmeter.collector.cli.DecodeCommand;
import io.eipmeter.collector.cli.ExportersCommand;
import io.eipmeter.collector.cli.ImportCommand;
import io.eipmeter.collector.cli.InventoryCommand;
import io.eipmeter.collector.cli.ReplayCommand;
import io.eipmeter.collector.cli.RetryRejectedCommand;
import io.eipmeter.collector.cli.SettingsCommand;
import io.eipmeter.collector.cli.TopicsCommand;
import io.eipmeter.jobs.alerts.cli.RulesCommand;
import io.eipmeter.jobs.alerts.webhook.WebhookCommand;
import io.eipmeter.jobs.rating.cli.ExplainCommand;
import io.eipmeter.jobs.rating.cli.PricesCommand;
import io.eipmeter.jobs.rating.cli.RateCommand;
import io.eipmeter.jobs.rating.cli.ReconcileCommand;
import io.eipmeter.jobs.rating.cli.ReportCommand;
import io.eipmeter.jobs.tables.cli.TablesCommand;
import io.eipmeter.sim.lab.bench.BenchCommand;
import io.eipmeter.sim.lab.demo.DemoCommand;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.world.cli.ControlCommand;
import io.eipmeter.sim.world.cli.DiagnoseCommand;
import io.eipmeter.sim.world.cli.EipCommand;
import io.eipmeter.sim.world.cli.PoolCommand;
import io.eipmeter.sim.world.cli.WhoHadCommand;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code eipmeter}: every module's commands under one roof. */
@Command(
    name = "eipmeter",
    mixinStandardHelpOptions = true,
    version = "eipmeter 0.1.0",
    description = "From what a NAT gateway exports about traffic to a bill that can be proved.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      CollectCommand.class,
      DecodeCommand.class,
      ReplayCommand.class,
      TopicsCommand.class,
      TablesCommand.class,
      SettingsCommand.class,
      InventoryCommand.class,
      ExportersCommand.class,
      ImportCommand.class,
      RetryRejectedCommand.class,
      RateCommand.class,
      ReportCommand.class,
      ExplainCommand.class,
      ReconcileCommand.class,
      PricesCommand.class,
      ControlCommand.class,
      EipCommand.class,
      PoolCommand.class,
      DiagnoseCommand.class,
      WhoHadCommand.class,
      RulesCommand.class,
      WebhookCommand.class,
      BenchCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    CommandLine root = commandLine();
    root.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(root.execute(args));
  }

  /** Under LC_ALL=C names of accounts would become question marks, and two of them one. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
  }

  /** The root with all its subcommands. */
  public static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Main());
    root.addSubcommand("job", JobCommand.create());
    root.setExecutionExceptionHandler(Main::tell);
    root.setParameterExceptionHandler(Main::tellOfInput);
    return root;
  }

  /** A user's mistake is one sentence, not a page of usage. */
  private static int tellOfInput(CommandLine.ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + mistake.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
    command.getErr().println("Try '" + name + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int tell(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof LabFailure) {
      command
          .getErr()
          .println("eipmeter " + command.getCommandName() + ": " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
