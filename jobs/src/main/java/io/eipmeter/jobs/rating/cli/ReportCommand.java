package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.rating.report.DailyUsage;
import io.eipmeter.jobs.rating.report.StatementOutput;
import io.eipmeter.jobs.rating.report.StatementPage;
import io.eipmeter.jobs.rating.report.StatementRun;
import io.eipmeter.jobs.rating.report.StatementText;
import io.eipmeter.jobs.rating.report.Statements;
import io.eipmeter.jobs.rating.report.TablesException;
import io.eipmeter.jobs.rating.report.domain.Statement;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import io.eipmeter.schemas.csv.CsvText;
import io.eipmeter.schemas.files.BadFileException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
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
  private static final long TELL_EVERY_NANOS = 2_000_000_000L;

  /** How statements are printed. */
  enum Format {
    html,
    csv,
    json
  }

  @Spec CommandSpec spec;
  @Mixin ClickHouseOptions tables;

  private long toldAtNanos = System.nanoTime();

  @Option(
      names = "--book",
      required = true,
      paramLabel = "BOOK",
      description =
          "The price book: its name (all versions that statements were made by, or the shipped one),"
              + " or a file or folder with versions. Several times for several files.")
  List<String> books;

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

  @Option(
      names = "--close",
      description = "Closes the month although its grace is not over; it must have ended.")
  boolean close;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      description = "The time to go by, as 2026-11-04T00:00:00+08:00. Default: the clock's.")
  @Nullable String now;

  @Option(
      names = "--csv-raw",
      description =
          "In CSV, writes names as they are. Without it one that a spreadsheet would take for a"
              + " formula begins with an apostrophe.")
  boolean csvRaw;

  @Option(names = "--dry-run", description = "Shows what would be issued, and writes nothing.")
  boolean dryRun;

  @Option(
      names = "--restate",
      description =
          "Lets a new version of the book change prices of months that are closed: their"
              + " differences stand in this month's statements.")
  boolean restate;

  @Override
  public Integer call() {
    try (ClickHouseDatabase database = ClickHouseDatabase.of(tables.target(spec))) {
      PriceBooks prices = books(database, books);
      BillingPeriod month = month(spec, period, prices.timeline().zone());
      StatementRun.Order order =
          new StatementRun.Order(month, account, time(spec, now), grace, close, dryRun, restate);
      if (order.isOver() && !dryRun) {
        say(
            "%s is over: statements that are not issued yet are issued now, and never change (--dry-run"
                + " shows them first)",
            month);
      }
      StatementRun.Result result;
      try (StatementOutput output = output(prices.timeline().zone())) {
        result = Statements.run(database, prices, order, alsoSaid(output), this::progress);
      }
      told(result);
      return result.parked() > 0 ? 1 : 0;
    } catch (BadFileException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (TablesException e) {
      return failed(spec, e);
    }
  }

  /** Files and shipped books; a name that is neither is that of a book that is kept. */
  static PriceBooks books(ClickHouseDatabase database, List<String> books) throws TablesException {
    boolean isName =
        books.size() == 1
            && !Files.exists(Path.of(books.get(0)))
            && !PriceBookFile.isShipped(books.get(0));
    return isName ? Statements.kept(database, books.get(0)) : PriceBooks.read(books);
  }

  static Instant time(CommandSpec spec, @Nullable String text) {
    try {
      return text == null ? Clock.systemUTC().instant() : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--now must be as 2026-11-04T00:00:00+08:00, was '" + text + "'", e);
    }
  }

  private StatementOutput output(ZoneId zone) {
    PrintWriter out = spec.commandLine().getOut();
    return switch (format) {
      case html -> new StatementPage(out, zone);
      case csv -> StatementText.csv(out, zone, CsvText.raw(csvRaw));
      case json -> StatementText.json(out, zone);
    };
  }

  /** What an account is parked for is said, too, wherever the statements go. */
  private StatementOutput alsoSaid(StatementOutput output) {
    return new StatementOutput() {
      @Override
      public void write(Statement statement, DailyUsage usage) throws TablesException {
        output.write(statement, usage);
        statement
            .parkedFor()
            .forEach(reason -> say("account %s: parked: %s", statement.account(), reason));
      }

      @Override
      public void close() {
        output.close();
      }
    };
  }

  private void progress(String step, long done, long of) {
    long now = System.nanoTime();
    if (now - toldAtNanos > TELL_EVERY_NANOS) {
      toldAtNanos = now;
      say(of == 0 ? "%s ..." : "%s: %d of %d accounts ...", step, done, of);
    }
  }

  private void say(String format, Object... values) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(String.format(Locale.ROOT, format, values));
    err.flush();
  }

  private void told(StatementRun.Result result) {
    result.notes().forEach(note -> say("%s", note));
    if (result.parked() > 0) {
      say("%d of them are parked, or would be: what for stands with each", result.parked());
    }
    say(
        "%s is %s: %d statements, %d written now; %,d bytes of the month were held by nobody",
        period,
        result.state().name().toLowerCase(Locale.ROOT),
        result.shown(),
        result.written(),
        result.unownedBytes());
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
