package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.report.Evidence;
import io.eipmeter.jobs.rating.report.Reconciliation;
import io.eipmeter.jobs.rating.report.Replay;
import io.eipmeter.jobs.rating.report.TablesException;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
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
  @Mixin ClickHouseOptions tables;

  @Parameters(paramLabel = "LINE", description = "The line's id, or the beginning of it.")
  String line;

  @Option(names = "--hours", description = "Prints each hour it was rated from, too.")
  boolean hours;

  @Option(
      names = "--quarters",
      description = "Prints each settled quarter in which the account held the EIP, too.")
  boolean quarters;

  @Option(names = "--minutes", description = "The same of minutes.")
  boolean minutes;

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
    printEvidence(out, explained.rows(), explained.evidence());
    row(
        out,
        "replayed",
        explained.replayedCost().map(ExplainCommand::plain).orElse("no such line came out"));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println(explained.agrees() ? "the same, to the last digit" : "NOT the same");
    err.flush();
  }

  private void printEvidence(PrintWriter out, List<UsageHour> frozen, Evidence evidence) {
    if (frozen.isEmpty()) {
      return;
    }
    row(
        out,
        "hours",
        summed(
            frozen.size(),
            frozen.stream().mapToLong(UsageHour::bytesOut),
            frozen.stream().mapToLong(UsageHour::bytesIn)));
    if (hours) {
      frozen.forEach(
          hour ->
              out.printf(
                  "  %s out %d in %d %s%n",
                  hour.hourStart(), hour.bytesOut(), hour.bytesIn(), hour.quality()));
    }
    settled(out, "quarters", evidence.quarters(), quarters);
    settled(out, "minutes", evidence.minutes(), minutes);
    for (Reconciliation.Check check : evidence.controls()) {
      out.println((check.agrees() ? "agrees       " : "DIFFERS      ") + check.name());
    }
  }

  private static void settled(PrintWriter out, String name, List<Evidence.Row> rows, boolean each) {
    row(
        out,
        name,
        summed(
            rows.size(),
            rows.stream().mapToLong(Evidence.Row::bytesOut),
            rows.stream().mapToLong(Evidence.Row::bytesIn)));
    if (each) {
      rows.forEach(
          row ->
              out.printf(
                  "  %s %s out %d in %d settled %s%s%n",
                  row.start(),
                  row.address(),
                  row.bytesOut(),
                  row.bytesIn(),
                  row.close(),
                  row.isLate() ? " of late data" : ""));
    }
  }

  private static String summed(int rows, LongStream out, LongStream in) {
    return "%d: out %d in %d bytes"
        .formatted(rows, out.reduce(0, Math::addExact), in.reduce(0, Math::addExact));
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
