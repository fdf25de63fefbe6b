package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.report.Reconciliation;
import io.eipmeter.jobs.rating.report.Statements;
import io.eipmeter.jobs.rating.report.TablesException;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "Exit code 1 if one DIFFERS; a month that does can't be closed. Early charges that differ are",
      "no fault of it: late statements of ownership move only the statements."
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
      description =
          "The time zone of the month. Default: that of the price book by which the newest month was"
              + " closed, or UTC.")
  @Nullable String zone;

  @Override
  public Integer call() {
    try (ClickHouseDatabase database = ClickHouseDatabase.of(tables.target(spec))) {
      BillingPeriod month = ReportCommand.month(spec, period, zone(database));
      Reconciliation reconciliation = new Reconciliation(database);
      PrintWriter err = spec.commandLine().getErr();
      Interval sealed = reconciliation.sealed(month.time());
      if (sealed.to().isBefore(month.time().to())) {
        err.println(
            month + ": hours from " + sealed.to() + " on are not sealed yet, and not compared");
      }
      err.flush();
      List<Reconciliation.Check> checks = reconciliation.check(month);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "%-10s %-66s %s%n",
          "",
          month + " (" + month.zone() + ")",
          "left  right  difference");
      checks.forEach(check -> print(out, check));
      out.flush();
      return checks.stream().allMatch(check -> check.agrees() || !check.isRequired()) ? 0 : 1;
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--zone must be a time zone such as Asia/Shanghai, was " + zone, e);
    } catch (TablesException e) {
      return ReportCommand.failed(spec, e);
    }
  }

  private ZoneId zone(ClickHouseDatabase database) throws TablesException {
    return zone != null ? ZoneId.of(zone) : Statements.zone(database).orElse(ZoneId.of("UTC"));
  }

  private static void print(PrintWriter out, Reconciliation.Check check) {
    out.printf(
        Locale.ROOT,
        "%-10s %-66s %s%n",
        check.agrees() ? "agrees" : check.isRequired() ? "DIFFERS" : "differs",
        check.name(),
        sums(check.left(), check.right()));
    for (Reconciliation.Difference each :
        check.differences().subList(0, Math.min(MOST_SHOWN, check.differences().size()))) {
      out.printf(
          Locale.ROOT, "%-10s %-66s %s%n", "", each.where(), sums(each.left(), each.right()));
    }
    if (check.differences().size() > MOST_SHOWN) {
      out.printf(Locale.ROOT, "%-10s and %d more%n", "", check.differences().size() - MOST_SHOWN);
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
