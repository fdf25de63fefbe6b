package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.domain.ChargeLine;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.rating.prices.Decimals;
import io.eipmeter.jobs.rating.report.Evidence;
import io.eipmeter.jobs.rating.report.Reconciliation;
import io.eipmeter.jobs.rating.report.Replay;
import io.eipmeter.jobs.rating.report.StatementRun;
import io.eipmeter.jobs.rating.report.TablesException;
import io.eipmeter.jobs.rating.report.domain.StatementLine;
import io.eipmeter.schemas.clickhouse.ClickHouseDatabase;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import io.eipmeter.schemas.files.BadFileException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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
  private static final int LONGEST_ID = 16;

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

  @Option(
      names = "--book",
      paramLabel = "BOOK",
      description = "For a line of a draft: the price book, as report was given it.")
  List<String> books = List.of();

  @Option(
      names = "--period",
      paramLabel = "MONTH",
      description = "For a line of a draft: its month.")
  @Nullable String period;

  @Option(
      names = "--now",
      paramLabel = "TIME",
      description = "For a line of a draft: the time, as report was given it.")
  @Nullable String now;

  @Override
  public Integer call() {
    if (!isId(line)) {
      throw new ParameterException(
          spec.commandLine(), "a line is named by 4 to 16 digits 0-9 a-f, was '" + line + "'");
    }
    try (ClickHouseDatabase database = ClickHouseDatabase.of(tables.target(spec))) {
      Replay replay = new Replay(database);
      Optional<Replay.Explained> explained = replay.explain(line);
      if (explained.isEmpty() && period != null && !books.isEmpty()) {
        explained = draft(database, replay);
      }
      if (explained.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no line "
                + line
                + " on a statement that is kept; for one of a draft say --book, --period and the"
                + " --now it was made with");
      }
      print(explained.get());
      return explained.get().agrees() ? 0 : 1;
    } catch (BadFileException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (TablesException e) {
      return ReportCommand.failed(spec, e);
    }
  }

  private Optional<Replay.Explained> draft(ClickHouseDatabase database, Replay replay)
      throws TablesException {
    PriceBooks prices = ReportCommand.books(database, books);
    return replay.explainDraft(
        line,
        prices,
        new StatementRun.Order(
            ReportCommand.month(spec, String.valueOf(period), prices.timeline().zone()),
            "",
            ReportCommand.time(spec, now),
            Duration.ZERO,
            false,
            true,
            true));
  }

  private static boolean isId(String text) {
    return text.length() >= SHORTEST_ID
        && text.length() <= LONGEST_ID
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
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
        String.join(
            " ",
            charge.quantity().shown().toPlainString(),
            charge.unit(),
            "x",
            Decimals.plain(charge.unitPrice()),
            "=",
            Decimals.plain(charge.cost()),
            explained.statement().currency()));
    row(out, "price book", charge.book());
    row(out, "takes back", of.corrects());
    row(out, "usage rows", Integer.toString(charge.proof().inputRows()));
    row(out, "bytes", charge.bytes().toString());
    row(out, "inputs hash", charge.proof().inputHash());
    printEvidence(out, explained.rows(), explained.evidence());
    row(
        out,
        "replayed",
        explained.replayedCost().map(Decimals::plain).orElse("no such line came out"));
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
                  Locale.ROOT,
                  "  %s out %d in %d %s%n",
                  hour.hourStart(),
                  hour.bytesOut(),
                  hour.bytesIn(),
                  hour.quality()));
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
                  Locale.ROOT,
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
    return String.format(
        Locale.ROOT,
        "%d: out %d in %d bytes",
        rows,
        out.reduce(0, Math::addExact),
        in.reduce(0, Math::addExact));
  }

  private static void row(PrintWriter out, String name, String value) {
    if (!value.isBlank()) {
      out.printf(Locale.ROOT, "%-12s %s%n", name, value);
    }
  }
}
