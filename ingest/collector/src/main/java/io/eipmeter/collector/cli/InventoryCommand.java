package io.eipmeter.collector.cli;

import io.eipmeter.collector.control.EventPublisher;
import io.eipmeter.collector.control.InventoryFile;
import io.eipmeter.collector.control.SettingsLog;
import io.eipmeter.collector.inventory.InForce;
import io.eipmeter.collector.inventory.MeteredSpace;
import io.eipmeter.collector.inventory.Moment;
import io.eipmeter.collector.inventory.SyncPlan;
import io.eipmeter.collector.inventory.SyncPlanner;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.EipEvent;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter inventory}. */
@Command(
    name = "inventory",
    mixinStandardHelpOptions = true,
    description = "Who holds which address, from a file of your own: CSV with a header, or YAML.",
    footer = {
      "Fields: address (or prefix) and account; eip_id, region, line, charge_method (data-transfer,"
          + " bandwidth, subscription), max_bandwidth (bits/s, or 200M), from, to (2026-12-01 or"
          + " 2026-12-01T08:00:00+08:00), name, association_kind, association_id,"
          + " shared_bandwidth_id, fine_grained, id."
    },
    subcommands = {InventoryCommand.Sync.class, InventoryCommand.Diff.class})
public final class InventoryCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: inventory diff, or sync");
  }

  /** What both need to make a plan. */
  static final class Snapshot {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Mixin KafkaOptions kafka;

    @Parameters(paramLabel = "FILE", description = "The inventory: all that is held, and by whom.")
    Path file;

    @Option(
        names = "--as-of",
        paramLabel = "TIME",
        defaultValue = "now",
        description =
            "From when on it is so: now, 2026-12-01 (in --zone) or 2026-12-01T08:00:00+08:00."
                + " Default: now.")
    String asOf;

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        defaultValue = "UTC",
        description = "The price books' time zone, in which months are told. Default: UTC.")
    String zone;

    @Option(
        names = "--all-sources",
        description =
            "Also close and change what others say, as a control plane; else their word stands.")
    boolean allSources;

    /** What is done with a plan. */
    interface Use {
      int of(KafkaSettings settings, Clock clock, Moment moment, SyncPlan plan);
    }

    int plan(Use use) throws InterruptedException {
      ZoneId months = zone();
      Clock clock = kafka.clock(spec);
      List<EipEvent> rows = rows();
      return kafka.run(
          spec,
          settings -> {
            InForce inForce = InForce.read(settings);
            MeteredSpace metered = MeteredSpace.of(new SettingsLog(settings, clock).versions());
            long nowMs = clock.millis();
            Moment moment = new Moment(asOfMs(months, nowMs), nowMs);
            SyncPlan plan;
            try {
              plan = new SyncPlanner(inForce, metered, moment, months, allSources).plan(rows);
            } catch (BadFileException e) {
              throw new BadFileException(file + ": " + e.getMessage());
            }
            print(plan, moment);
            return use.of(settings, clock, moment, plan);
          });
    }

    private List<EipEvent> rows() {
      try {
        return InventoryFile.read(file);
      } catch (BadFileException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }

    private ZoneId zone() {
      try {
        return ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new ParameterException(
            spec.commandLine(), "--zone: there is no time zone '" + zone + "'", e);
      }
    }

    private long asOfMs(ZoneId days, long nowMs) {
      if (asOf.equals("now")) {
        return nowMs;
      }
      try {
        Instant instant =
            asOf.indexOf('T') < 0
                ? LocalDate.parse(asOf).atStartOfDay(days).toInstant()
                : OffsetDateTime.parse(asOf).toInstant();
        if (instant.toEpochMilli() > 0) {
          return instant.toEpochMilli();
        }
      } catch (DateTimeException e) {
        throw new ParameterException(
            spec.commandLine(),
            "--as-of: '"
                + asOf
                + "' is no time; write now, 2026-12-01, or 2026-12-01T08:00:00+08:00",
            e);
      }
      throw new ParameterException(
          spec.commandLine(), "--as-of: must be after 1970, was '" + asOf + "'");
    }

    /** The plan is data; what may be wrong with it, and how much it is, is talk. */
    private void print(SyncPlan plan, Moment moment) {
      PrintWriter out = spec.commandLine().getOut();
      plan.lines().forEach(line -> out.print(line + "\n")); // println would flush each
      plan.moved().lines().forEach(line -> out.print("! moves " + line + "\n"));
      out.flush();
      plan.doubts().forEach(doubt -> tell("warning: " + doubt));
      tell(plan.counts() + ", as of " + Instant.ofEpochMilli(moment.asOfMs()));
    }

    void tell(String sentence) {
      spec.commandLine().getErr().println(sentence);
      spec.commandLine().getErr().flush();
    }

    int refuse(String sentence) {
      tell(spec.qualifiedName(" ") + ": " + sentence);
      return 2;
    }
  }

  /** {@code eipmeter inventory sync}. */
  @Command(
      name = "sync",
      mixinStandardHelpOptions = true,
      description = {
        "Makes eip-events say what the file says: opens, closes and changes from a moment on, and"
            + " tells what. Before that moment nothing changes without --restate.",
        "+ begins to be held, - ceases, ~ changes, = loses a second holder, ! whose months move."
      })
  static final class Sync implements Callable<Integer> {
    @Mixin Snapshot snapshot;

    @Option(
        names = "--restate",
        description = "Also change the past, and so months that may be billed.")
    boolean restate;

    @Option(
        names = "--most-ceasing",
        paramLabel = "PERCENT",
        defaultValue = "10",
        description =
            "Refuse a file that misses more than so many of 100 addresses (and more than 10), for"
                + " it may be cut short. Default: 10.")
    int mostCeasingPercent;

    @Override
    public Integer call() throws InterruptedException {
      return snapshot.plan(this::publish);
    }

    private int publish(KafkaSettings settings, Clock clock, Moment moment, SyncPlan plan) {
      if (!restate && !plan.moved().isEmpty()) {
        return snapshot.refuse(
            "nothing is written: this would change the past, and the months named above;"
                + " --restate says that it is meant");
      }
      if (plan.ceasesMoreThan(mostCeasingPercent)) {
        return snapshot.refuse(
            "nothing is written: "
                + plan.vanished()
                + " of "
                + plan.held()
                + " addresses are not in the file any more; --most-ceasing 100 says that it is"
                + " whole");
      }
      if (plan.isEmpty()) {
        return 0;
      }
      try (EventPublisher publisher = EventPublisher.withoutHeartbeats(settings, clock)) {
        plan.statements().forEach(publisher::publish);
        publisher.flush();
      } catch (KafkaException e) {
        snapshot.tell(
            "a part may be written; say the same once more, with --as-of "
                + Instant.ofEpochMilli(moment.asOfMs())
                + " --restate");
        throw e;
      }
      return 0;
    }
  }

  /** {@code eipmeter inventory diff}. */
  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Shows what 'inventory sync' would do, and writes nothing.")
  static final class Diff implements Callable<Integer> {
    @Mixin Snapshot snapshot;

    @Override
    public Integer call() throws InterruptedException {
      return snapshot.plan((settings, clock, moment, plan) -> 0);
    }
  }
}
