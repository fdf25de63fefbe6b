package io.eipmeter.jobs.idle;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.idle.domain.HoldingPrices;
import io.eipmeter.jobs.idle.domain.IdlePages;
import io.eipmeter.jobs.idle.domain.IdlePolicy;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.FollowerHarness;
import io.eipmeter.jobs.log.LogEntry;
import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.IdleFinding;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A log for `idle` in days: an EIP is idle after 7 days, a notice comes each 7 days, use is more
 * than 1000 bytes an hour, a minute settles 90 s after its end. Day 0 is the epoch.
 */
final class IdleLog {
  static final long DAY = 86_400_000;
  static final long MINUTE = 60_000;
  static final long SETTLE = 90_000;
  static final IdlePolicy POLICY =
      new IdlePolicy(
          Duration.ofDays(7),
          Duration.ofDays(7),
          Duration.ofDays(7),
          1_000,
          Duration.ofMillis(SETTLE),
          Long.MIN_VALUE);
  static final HoldingPrices PRICES =
      (statement, atMs) ->
          new HoldingPrices.Cost(new BigDecimal("0.072"), "USD", "list-1"); // 24 h at 0.003

  private final List<LogEntry> entries = new ArrayList<>();
  private long offset;

  static FollowerHarness<IdlePages> harness(IdlePolicy policy) throws Exception {
    return new FollowerHarness<>(
        Topic.FINDINGS, IdlePagesSerializer.INSTANCE, new IdleRules(policy, PRICES));
  }

  /** The EIP number n: eip-n at 10.0.0.n. */
  static EipEvent.Builder eip(int n, String interval, long fromMs, long toMs) {
    return EipEvent.newBuilder()
        .setOwnershipId("eip-" + n + "/" + interval)
        .setAddress(address(n))
        .setPrefixLength(128)
        .setFromMs(fromMs)
        .setToMs(toMs)
        .setAccount("acct")
        .setEipId("eip-" + n);
  }

  static ByteString address(int n) {
    return ByteString.copyFrom(Address.of(new byte[] {10, 0, 0, (byte) n}).toBytes());
  }

  static EipEvent.Builder attached(EipEvent.Builder eip, String to) {
    return eip.setAssociationKind("EcsInstance").setAssociationId(to);
  }

  static EipEvent.Builder whitelisted(EipEvent.Builder eip) {
    return eip.putTags(Statement.WHITELIST_TAG, Statement.WHITELISTED);
  }

  IdleLog says(long logMs, EipEvent.Builder event) {
    entries.addAll(FollowerHarness.statement(logMs, offset++, event.build()));
    return this;
  }

  /** A minute that settles in time. */
  IdleLog sends(int n, long minuteMs, long bytesOut) {
    return sends(n, minuteMs, bytesOut, minuteMs + MINUTE + SETTLE);
  }

  IdleLog sends(int n, long minuteMs, long bytesOut, long closeMs) {
    entries.addAll(
        FollowerHarness.minute(
            closeMs,
            EipMinute.newBuilder()
                .setAddress(address(n))
                .setMinuteMs(minuteMs)
                .setUsage(Usage.newBuilder().setBytesOut(bytesOut).setBytesIn(50))
                .build()));
    return this;
  }

  List<LogEntry> entries() {
    return entries;
  }

  /** All of it played in one step. */
  List<IdleFinding> play(IdlePolicy policy, long untilMs) throws Exception {
    try (FollowerHarness<IdlePages> harness = harness(policy)) {
      for (LogEntry entry : entries) {
        harness.feed(entry);
      }
      harness.passLogTime(untilMs);
      return harness.rows().stream()
          .sorted(Comparator.comparingLong(SettledRow::getCloseMs))
          .map(SettledRow::getIdleFinding)
          .toList();
    }
  }

  /** "day eip kind number since/end", days with a fraction only where there is one. */
  List<String> findings(long untilMs) throws Exception {
    try (FollowerHarness<IdlePages> harness = harness(POLICY)) {
      for (LogEntry entry : entries) {
        harness.feed(entry);
      }
      harness.passLogTime(untilMs);
      return harness.rows().stream()
          .sorted(Comparator.comparingLong(SettledRow::getCloseMs))
          .map(IdleLog::text)
          .toList();
    }
  }

  static String text(SettledRow row) {
    IdleFinding finding = row.getIdleFinding();
    String end = finding.getEndValue() == 0 ? "" : " " + plain(finding.getEnd().name());
    return when(row.getCloseMs())
        + ": "
        + finding.getEipId()
        + " "
        + plain(finding.getKind().name())
        + " "
        + finding.getNumber()
        + " since "
        + when(finding.getSinceMs())
        + end;
  }

  private static String plain(String name) {
    return name.replaceAll("IDLE_(KIND|END|ADVICE)_", "").toLowerCase(java.util.Locale.ROOT);
  }

  /** "d7" or "d7+1501ms". */
  private static String when(long ms) {
    return "d" + ms / DAY + (ms % DAY == 0 ? "" : "+" + ms % DAY + "ms");
  }
}
