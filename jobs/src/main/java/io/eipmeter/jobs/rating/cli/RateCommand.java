package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.domain.Bill;
import io.eipmeter.jobs.rating.domain.Bill.BytesRated;
import io.eipmeter.jobs.rating.io.ChargeOutput;
import io.eipmeter.jobs.rating.io.PriceBooks;
import io.eipmeter.jobs.rating.io.ResourceFile;
import io.eipmeter.jobs.rating.io.ResourceFile.Resources;
import io.eipmeter.jobs.rating.io.UsageFile;
import io.eipmeter.jobs.rating.io.UsageRating;
import io.eipmeter.jobs.rating.io.UsageSort;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.jobs.rating.time.BillingPeriod;
import io.eipmeter.schemas.csv.CsvText;
import io.eipmeter.schemas.files.BadFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter rate}. */
@Command(
    name = "rate",
    mixinStandardHelpOptions = true,
    description = "Rates usage by a price book, and prints the lines and totals of the bills.",
    footer = {
      "Usage is CSV with a header: account, region, line, eip, hourStart (2026-10-01T09:00:00+08:00),"
          + " bytesIn, bytesOut; optional fromMinute and toMinute (a part of the hour), packetsIn,"
          + " packetsOut, quality (exact, incomplete, sampled, best-effort), incompleteMinutes.",
      "Resources are JSON objects, one a line: an address (eip, account, region, line, chargeMethod,"
          + " created, released, pool, bandwidth, associations, sharedBandwidth) or an account"
          + " (account, quota).",
      "The README shows both with the provider's own worked bills."
    })
public final class RateCommand implements Callable<Integer> {
  /** How the result is printed. */
  enum Format {
    csv,
    json
  }

  /** 75 MB of them; more wait in sorted temporary files. */
  private static final int ROWS_IN_MEMORY = 500_000;

  @Spec CommandSpec spec;

  @Option(
      names = "--book",
      required = true,
      paramLabel = "FILE",
      description =
          "The price book: a file, a folder with its versions, or the name of a shipped one"
              + " (alibaba-cloud, hoster). Several times for several versions.")
  List<String> books;

  @Option(names = "--usage", required = true, paramLabel = "FILE", description = "Usage by hour.")
  Path usage;

  @Option(
      names = "--resources",
      paramLabel = "FILE",
      description = "What is known of addresses. Without it only data transfer is charged.")
  @Nullable Path resources;

  @Option(
      names = "--period",
      paramLabel = "MONTH",
      description =
          "A month such as 2026-10. Default: all that usage and released addresses touch.")
  @Nullable String period;

  @Option(names = "--format", description = "csv or json. Default: ${DEFAULT-VALUE}.")
  Format format = Format.csv;

  @Option(
      names = "--csv-raw",
      description =
          "In CSV, writes names as they are. Without it one that a spreadsheet would take for a"
              + " formula begins with an apostrophe.")
  boolean csvRaw;

  private final Map<String, Sums> sums = new TreeMap<>();
  private long parked;

  /** What a month's bills add up to. */
  private record Sums(int bills, BytesRated bytes) {
    Sums plus(Bill bill) {
      return new Sums(bills + (isShown(bill) ? 1 : 0), bytes.plus(bill.bytes()));
    }
  }

  @Override
  public Integer call() throws IOException {
    try {
      PriceTimeline prices = PriceBooks.read(books).timeline();
      Resources known = resources == null ? Resources.none() : ResourceFile.read(resources);
      rate(prices, known);
      PrintWriter talk = spec.commandLine().getErr();
      sums.forEach((month, sum) -> talk.println(told(prices, month, sum)));
      if (parked > 0) {
        talk.println(
            parked + " bills can't be sent as they are: see what they are parked for above");
      }
      talk.flush();
      return parked > 0 ? 1 : 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void rate(PriceTimeline prices, Resources known) throws IOException {
    try (UsageSort sorted = new UsageSort(ROWS_IN_MEMORY)) {
      UsageFile.read(usage, prices.zone(), sorted);
      try (ChargeOutput output =
          output(prices)) { // after what may be wrong: no header without data
        UsageRating rating =
            new UsageRating(
                prices, known, month(prices), (month, bill) -> take(output, month, bill));
        sorted.forEach(rating::use);
        rating.end();
      }
    }
  }

  private ChargeOutput output(PriceTimeline prices) {
    PrintWriter out = spec.commandLine().getOut();
    return format == Format.csv
        ? ChargeOutput.csv(prices.zone(), prices.currency(), CsvText.raw(csvRaw), out)
        : ChargeOutput.json(prices.zone(), prices.currency(), out);
  }

  private static boolean isShown(Bill bill) {
    return !bill.lines().isEmpty() || bill.isParked();
  }

  private void take(ChargeOutput output, BillingPeriod month, Bill bill) {
    sums.merge(
        month.toString(),
        new Sums(0, BytesRated.NONE).plus(bill),
        (before, one) -> before.plus(bill));
    if (isShown(bill)) {
      parked += bill.isParked() ? 1 : 0;
      try {
        output.write(month, bill);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      PrintWriter talk = spec.commandLine().getErr();
      bill.problems()
          .forEach(problem -> talk.println("account " + bill.account() + ": parked: " + problem));
      bill.notes().forEach(note -> talk.println("account " + bill.account() + ": " + note));
    }
  }

  private @Nullable BillingPeriod month(PriceTimeline prices) {
    try {
      return period == null ? null : new BillingPeriod(YearMonth.parse(period), prices.zone());
    } catch (DateTimeException e) {
      throw new BadFileException("--period must be a month such as 2026-10, was '" + period + "'");
    }
  }

  private static String told(PriceTimeline prices, String month, Sums sum) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %d bills; bytes charged for %,d, paid otherwise %,d, parked %,d",
        month,
        prices.name(),
        sum.bills(),
        sum.bytes().charged(),
        sum.bytes().covered(),
        sum.bytes().parked());
  }
}
