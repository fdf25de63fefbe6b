package io.eipmeter.collector.cli;

import io.eipmeter.collector.control.RejectedRetry;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.v1.RejectedDatagram;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter retry-rejected}. */
@Command(
    name = "retry-rejected",
    mixinStandardHelpOptions = true,
    description = {
      "Appends rejected datagrams to flow-datagrams again, after a fix or a late template.",
      "What was decoded at first, or retried before, does not count again."
    })
public final class RetryRejectedCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin KafkaOptions kafka;

  @Option(
      names = "--reason",
      split = ",",
      paramLabel = "REASON",
      description = "Only those with this reason, as in TEMPLATE_NEVER_CAME; may be repeated.")
  @Nullable List<String> reasons;

  @Option(names = "--exporter", paramLabel = "CIDR", description = "Only those of these exporters.")
  @Nullable String exporter;

  @Option(
      names = "--received-since",
      paramLabel = "TIME",
      description = "Only those received since, as in 2026-12-01T08:00:00+08:00.")
  @Nullable String receivedSince;

  @Option(names = "--dry-run", description = "Say what would be appended, and append nothing.")
  boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    AddressRange range = range();
    long sinceMs = sinceMs();
    return kafka.run(
        spec,
        settings -> {
          RejectedRetry retry =
              new RejectedRetry(settings, kafka.clock(spec), System.currentTimeMillis());
          RejectedRetry.Plan plan = retry.plan(rejected -> isWanted(rejected, range, sinceMs));
          if (!dryRun) {
            retry.append(plan);
          }
          print(plan);
          return 0;
        });
  }

  private boolean isWanted(RejectedDatagram rejected, @Nullable AddressRange range, long sinceMs) {
    return (reasons == null || reasons.contains(rejected.getReason()))
        && (range == null || range.contains(rejected.getExporterAddress().toByteArray()))
        && rejected.getReceivedMs() >= sinceMs;
  }

  private void print(RejectedRetry.Plan plan) {
    PrintWriter out = spec.commandLine().getOut();
    new TreeMap<>(plan.chosen()).forEach((reason, count) -> out.println(reason + " " + count));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%d datagrams %s in %d blocks%n",
        plan.datagrams(),
        dryRun ? "would be appended" : "appended",
        plan.blocks().size());
    if (plan.cut() > 0) {
      err.printf(Locale.ROOT, "%d can't be retried: only a part of them was kept%n", plan.cut());
    }
    err.flush();
  }

  private @Nullable AddressRange range() {
    try {
      return exporter == null ? null : AddressRange.parse(exporter);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private long sinceMs() {
    try {
      return receivedSince == null
          ? Long.MIN_VALUE
          : OffsetDateTime.parse(receivedSince).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--received-since: '" + receivedSince + "' is no time like 2026-12-01T08:00:00+08:00",
          e);
    }
  }
}
