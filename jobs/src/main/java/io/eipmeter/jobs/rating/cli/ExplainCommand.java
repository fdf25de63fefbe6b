package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.report.Replay;
import io.eipmeter.jobs.rating.report.TablesException;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a statement's line is made of, and makes it once more from that.",
      "Exit code 1 if it does not come out the same."
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int SHORTEST_ID = 4;

  @Spec CommandSpec spec;
  @Mixin TablesOptions tables;

  @Parameters(paramLabel = "LINE", description = "The line's id, or the beginning of it.")
  String line;

  @Option(names = "--hours", description = "Prints each hour of usage behind it, too.")
  boolean hours;

  @Override
  public Integer call() throws InterruptedException {
    if (!line.matches("[0-9a-f]{" + SHORTEST_ID + ",16}")) {
      throw new ParameterException(
          spec.commandLine(), "a line is named by 4 to 16 digits 0-9 a-f, was '" + line + "'");
    }
    try {
      Optional<Replay.Explained> explained = new Replay(tables.target(spec)).explain(line);
      if (explained.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "there is no line " + line);
      }
      print(explained.get());
      return explained.get().agrees() ? 0 : 1;
    } catch (TablesException e) {
      return ReportCommand.failed(spec, e);
    }
  }

  private void print(Replay.Explained explained) {
    PrintWriter out = spec.commandLine().getOut();
    StatementLine of = explained.line();
    ChargeLine charge = of.charge();
    row(out, "line", of.id());
    row(out, "statement", explained.statement().id() + " of " + explained.statement().period());
    row(out, "account", charge.account());
    row(out, "charges", charge.item().text() + " of " + of.chargePeriod());
    row(out, "eip", charge.eip() + " " + charge.region() + " " + charge.lineType());
    row(out, "time", charge.time().from() + " to " + charge.time().to());
    row(
        out,
        "cost",
        "%s %s x %s = %s %s"
            .formatted(
                charge.quantity().toPlainString(),
                charge.unit(),
                charge.unitPrice().toPlainString(),
                plain(charge.cost()),
                explained.statement().currency()));
    row(out, "price book", charge.book());
    row(out, "takes back", of.corrects());
    row(out, "usage rows", Integer.toString(charge.inputRows()));
    row(out, "bytes", charge.bytes().toString());
    row(out, "inputs hash", charge.inputHash());
    if (!explained.rows().isEmpty()) {
      row(out, "settled now", explained.settledBytes() + " bytes out in the same hours");
    }
    row(
        out,
        "replayed",
        explained.replayedCost().map(ExplainCommand::plain).orElse("no such line came out"));
    if (hours) {
      for (UsageHour hour : explained.rows()) {
        out.printf(
            "%s out %d in %d %s%n",
            hour.hourStart(), hour.bytesOut(), hour.bytesIn(), hour.quality());
      }
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println(explained.agrees() ? "the same, to the last digit" : "NOT the same");
    err.flush();
  }

  private static void row(PrintWriter out, String name, String value) {
    if (!value.isBlank()) {
      out.printf("%-12s %s%n", name, value);
    }
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
