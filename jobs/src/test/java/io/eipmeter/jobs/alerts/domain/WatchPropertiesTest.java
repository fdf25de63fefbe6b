package io.eipmeter.jobs.alerts.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What was seen early, how often and in which order, changes no alert: only when it is told. */
class WatchPropertiesTest {
  private static final long MINUTE = 60_000;
  private static final Address EIP = Address.of(new byte[] {100, 64, 0, 1});

  private static RuleBook book(int times, int periodMinutes) {
    return new RuleBook(
        List.of(
            Rules.rule(
                "upper",
                Metric.OUT_BYTES,
                Duration.ofMinutes(periodMinutes),
                new Condition(
                    AlertLevel.ALERT_LEVEL_WARN,
                    Statistic.SUM,
                    Comparison.GREATER_OR_EQUAL,
                    4_000L * periodMinutes,
                    times,
                    3_000L * periodMinutes)),
            Rules.rule(
                "lower",
                Metric.OUT_BYTES,
                Duration.ofMinutes(periodMinutes),
                new Condition(
                    AlertLevel.ALERT_LEVEL_INFO,
                    Statistic.MINIMUM,
                    Comparison.LESS,
                    3_000,
                    times,
                    4_000)),
            Rules.rule(
                "growth",
                Metric.OUT_BYTES,
                Duration.ofMinutes(periodMinutes),
                new Condition(
                    AlertLevel.ALERT_LEVEL_WARN,
                    Statistic.SUM,
                    Comparison.GREATER_THAN_LAST_PERIOD,
                    20_000,
                    1,
                    10_000))));
  }

  /** Bytes of minute i; minute i settles when minute i + 3 begins, as with a delay of two. */
  private static List<String> alerts(List<Integer> bytes, RuleBook book, Random noise) {
    Watch watch = new Watch(ResourceKind.RESOURCE_KIND_EIP, EIP);
    List<AlertNotice> notices = new ArrayList<>();
    watch.see(0, true, sums(bytes.get(0)));
    for (int minute = 1; minute < bytes.size() + 3; minute++) {
      for (int look = noise.nextInt(4); look > 0; look--) {
        int open = Math.max(0, minute - noise.nextInt(3));
        if (open < bytes.size()) {
          watch.see(open * MINUTE, false, sums(noise.nextInt(bytes.get(open) + 1)));
          notices.addAll(watch.lookEarly(book, minute * MINUTE));
        }
      }
      int settled = minute - 3;
      if (settled >= 0) {
        int repeats = 1 + noise.nextInt(2);
        for (int i = 0; i < repeats; i++) {
          watch.see(settled * MINUTE, true, sums(bytes.get(settled)));
          notices.addAll(
              watch.passTime(book, (settled + 1) * MINUTE, (settled + 1) * MINUTE + 90_000));
          watch = noise.nextBoolean() ? watch.copy() : watch;
        }
      }
    }
    return notices.stream()
        .map(n -> n.getRuleId() + " " + n.getState() + " " + n.getAlertId())
        .sorted()
        .toList();
  }

  private static long[] sums(long bytesOut) {
    return new long[] {bytesOut, 0, 0, 0, 0, 0};
  }

  @Property(tries = 400)
  void earlyLooksRepeatsAndCopiesGiveTheSameAlertsAsSettledMinutesAlone(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 8) Integer> bytes,
      @ForAll @IntRange(min = 1, max = 3) int times,
      @ForAll @IntRange(min = 1, max = 3) int periodMinutes,
      @ForAll @LongRange(min = 0) long seed) {
    RuleBook book = book(times, periodMinutes);
    Random none =
        new Random() {
          private static final long serialVersionUID = 1L;

          @Override
          public int nextInt(int bound) {
            return 0;
          }

          @Override
          public boolean nextBoolean() {
            return false;
          }
        };
    assertThat(alerts(bytes, book, new Random(seed))).isEqualTo(alerts(bytes, book, none));
  }

  @Property(tries = 300)
  void productsAreComparedAsIfThereWereNoLimit(
      @ForAll @LongRange(min = 0) long a,
      @ForAll @LongRange(min = 0) long b,
      @ForAll @LongRange(min = 0) long c,
      @ForAll @LongRange(min = 0) long d) {
    assertThat(Products.compare(a, b, c, d))
        .isEqualTo(
            java.math.BigInteger.valueOf(a)
                .multiply(java.math.BigInteger.valueOf(b))
                .compareTo(
                    java.math.BigInteger.valueOf(c).multiply(java.math.BigInteger.valueOf(d))));
  }
}
