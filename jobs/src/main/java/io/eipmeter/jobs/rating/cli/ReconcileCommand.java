package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.report.Reconciliation;
import io.eipmeter.jobs.rating.report.TablesException;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter reconcile}. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Sums a month in several ways that must agree, from datagrams to statements:",
      "usage for each hour of UTC, money for each statement.",
      "Exit code 1 if one does not; a month that does not agree can't be closed."
    })
public final class ReconcileCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 10;

  @Spec CommandSpec spec;
  @Mixin ClickHouseOptions tables;

  @Option(
      names = "--period",
      required = true,
      paramLabel = "MONTH",
      description = "A month such as 2026-10.")
  String period;

  @Option(
      names = "--zone",
      description = "The time zone of the month, as in the price book. Default: ${DEFAULT-VALUE}.")
  String zone = "UTC";

  @Override
  public Integer call() throws InterruptedException {
    try {
      List<Reconciliation.Check> checks =
          new Reconciliation(tables.target(spec))
              .check(ReportCommand.month(spec, period, ZoneId.of(zone)));
      PrintWriter out = spec.commandLine().getOut();
      checks.forEach(check -> print(out, check));
      out.flush();
      return checks.stream().allMatch(Reconciliation.Check::agrees) ? 0 : 1;
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--zone must be a time zone such as Asia/Shanghai, was " + zone, e);
    } catch (TablesException e) {
      return ReportCommand.failed(spec, e);
    }
  }

  private static void print(PrintWriter out, Reconciliation.Check check) {
    out.printf(
        "%-10s %-66s %s%n",
        check.agrees() ? "agrees" : "DIFFERS", check.name(), sums(check.left(), check.right()));
    for (Reconciliation.Difference each :
        check.differences().subList(0, Math.min(MOST_SHOWN, check.differences().size()))) {
      out.printf("%-10s %-66s %s%n", "", each.where(), sums(each.left(), each.right()));
    }
    if (check.differences().size() > MOST_SHOWN) {
      out.printf("%-10s and %d more%n", "", check.differences().size() - MOST_SHOWN);
    }
  }

  private static String sums(BigDecimal left, BigDecimal right) {
    return left.toPlainString()
        + "  "
        + right.toPlainString()
        + "  "
        + left.subtract(right).toPlainString();
  }
}
