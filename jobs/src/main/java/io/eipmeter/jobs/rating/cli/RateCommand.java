package io.eipmeter.jobs.rating.cli;

import io.eipmeter.jobs.rating.domain.BillingPeriod;
import io.eipmeter.jobs.rating.domain.PriceBook;
import io.eipmeter.jobs.rating.domain.RatedPeriod;
import io.eipmeter.jobs.rating.domain.RatedPeriod.BytesRated;
import io.eipmeter.jobs.rating.domain.Rater;
import io.eipmeter.jobs.rating.domain.RatingInput;
import io.eipmeter.jobs.rating.domain.UnpricedException;
import io.eipmeter.jobs.rating.io.BadFileException;
import io.eipmeter.jobs.rating.io.ChargeOutput;
import io.eipmeter.jobs.rating.io.PriceBookFile;
import io.eipmeter.jobs.rating.io.ResourceFile;
import io.eipmeter.jobs.rating.io.ResourceFile.Resources;
import io.eipmeter.jobs.rating.io.UsageFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
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
          + " bytesIn, bytesOut; optional packets, quality (exact, sampled, best-effort).",
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

  @Spec CommandSpec spec;

  @Option(
      names = "--book",
      required = true,
      paramLabel = "FILE",
      description = "The price book, or the name of a shipped one: alibaba-cloud, hoster.")
  String book;

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

  @Override
  public Integer call() throws IOException {
    try {
      PriceBook prices = PriceBookFile.read(book);
      Resources known = resources == null ? Resources.none() : ResourceFile.read(resources);
      RatingInput input =
          RatingInput.of(UsageFile.read(usage, prices.zone()), known.eips(), known.quotas());
      Rater rater = new Rater(prices);
      List<RatedPeriod> rated = new ArrayList<>();
      for (BillingPeriod month : periods(prices, input)) {
        rated.add(rater.rate(month, input));
      }
      print(prices, rated);
      return 0;
    } catch (BadFileException | UnpricedException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private List<BillingPeriod> periods(PriceBook prices, RatingInput input) {
    if (period == null) {
      return input.periods(prices);
    }
    try {
      return List.of(new BillingPeriod(YearMonth.parse(period), prices.zone()));
    } catch (DateTimeException e) {
      throw new BadFileException("--period must be a month such as 2026-10, was '" + period + "'");
    }
  }

  private void print(PriceBook prices, List<RatedPeriod> rated) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ChargeOutput output = new ChargeOutput(prices.zone());
    switch (format) {
      case csv -> output.csv(rated, out);
      case json -> output.json(rated, out);
    }
    PrintWriter talk = spec.commandLine().getErr();
    for (RatedPeriod month : rated) {
      BytesRated bytes = month.bytes();
      talk.printf(
          "%s, %s: %d bills; bytes charged for %,d, paid otherwise %,d, parked %,d%n",
          month.period(),
          prices.id(),
          month.bills().size(),
          bytes.charged(),
          bytes.covered(),
          bytes.parked());
    }
    talk.flush();
  }
}
