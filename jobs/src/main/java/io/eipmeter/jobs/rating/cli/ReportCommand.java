package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.PriceBook;
import io.eipmeter.jobs.rating.io.BadFileException;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.report.StatementPage;
import io.eipmeter.jobs.rating.report.StatementRun;
import io.eipmeter.jobs.rating.report.StatementText;
import io.eipmeter.jobs.rating.report.TablesException;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Makes the statements of a month, or shows those that are issued.",
    footer = {
      "While the month and its grace last, statements are drafts and nothing is written. Afterwards"
          + " the first run freezes what they are made from and issues them; a further run writes"
          + " nothing new. What is learned later stands in the next month's statements."
    })
public final class ReportCommand implements Callable<Integer> {
  /** How statements are printed. */
  enum Format {
    html,
    csv,
    json
  }

  @Spec CommandSpec spec;
  @Mixin ClickHouseOptions tables;

  @Option(
      names = "--book",
      required = true,
      paramLabel = "FILE",
      description = "The price book, or the name of a shipped one: alibaba-cloud, hoster.")
  String book;

  @Option(
      names = "--period",
      required = true,
      paramLabel = "MONTH",
      description = "A month of the book's time zone, such as 2026-10.")
  String period;

  @Option(names = "--account", description = "One account only. Default: all.")
  String account = "";

  @Option(names = "--format", description = "html, csv or json. Default: ${DEFAULT-VALUE}.")
  Format format = Format.csv;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description =
          "How long after its end a month still takes what comes late. Default: ${DEFAULT-VALUE}.")
  Duration grace = Duration.ofDays(3);

  @Option(names = "--close", description = "Closes the month now, whatever the time.")
  boolean close;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      description = "The time to go by, as 2026-11-04T00:00:00+08:00. Default: the clock's.")
  @Nullable String now;

  @Override
  public Integer call() throws InterruptedException {
    try {
      PriceBook prices = PriceBookFile.read(book);
      BillingPeriod month = month(spec, period, prices.zone());
      StatementRun.Result result =
          new StatementRun(tables.target(spec), prices, PriceBookFile.text(book))
              .run(month, account, time(), grace, close);
      print(result, prices);
      return result.statements().stream().anyMatch(s -> s.state() == Statement.State.PARKED)
          ? 1
          : 0;
    } catch (BadFileException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (TablesException e) {
      return failed(spec, e);
    }
  }

  private Instant time() {
    String text = now;
    try {
      return text == null ? Clock.systemUTC().instant() : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--now must be as 2026-11-04T00:00:00+08:00, was '" + text + "'", e);
    }
  }

  private void print(StatementRun.Result result, PriceBook prices) {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case html -> out.print(StatementPage.of(result.statements(), result.inputs(), prices.zone()));
      case csv -> out.print(StatementText.csv(result.statements(), prices.zone()));
      case json -> out.print(StatementText.json(result.statements(), prices.zone()));
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    for (Statement statement : result.statements()) {
      statement
          .parkedFor()
          .forEach(reason -> err.printf("account %s: parked: %s%n", statement.account(), reason));
    }
    err.printf(
        "%s is %s: %d statements, %d written now; %,d bytes of the month were held by nobody%n",
        period,
        result.state().name().toLowerCase(Locale.ROOT),
        result.statements().size(),
        result.written(),
        result.unownedBytes());
    err.flush();
  }

  static BillingPeriod month(CommandSpec spec, String text, ZoneId zone) {
    try {
      return new BillingPeriod(YearMonth.parse(text), zone);
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--period must be a month such as 2026-10, was '" + text + "'", e);
    }
  }

  static int failed(CommandSpec spec, TablesException failure) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.qualifiedName() + ": " + failure.getMessage());
    err.flush();
    return 1;
  }
}
