package io.eipmeter.dashboards;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import io.eipmeter.schemas.v1.NoticeKind;
import io.eipmeter.sim.world.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was alerted: in the last hour of each day one alert that rises and ends, one without data,
 * one of an exporter that flaps; of the last day alone the second still stands as critical.
 */
final class MonthAlerts {
  private final List<AlertNotice> notices = new ArrayList<>();

  MonthAlerts() {
    for (int day = 0; day < Month.DAYS; day++) {
      String rate = "rate-" + day;
      notices.add(eip(day, 50, rate, "acct-1", AlertLevel.ALERT_LEVEL_WARN));
      notices.add(eip(day, 45, rate, "acct-1", AlertLevel.ALERT_LEVEL_CRITICAL));
      notices.add(ok(eip(day, 20, rate, "acct-1", AlertLevel.ALERT_LEVEL_NONE)));
      String quiet = "quiet-" + day;
      notices.add(
          eip(day, 30, quiet, "acct-2", AlertLevel.ALERT_LEVEL_NONE).toBuilder()
              .setState(AlertState.ALERT_STATE_INSUFFICIENT_DATA)
              .build());
      notices.add(
          day == 0
              ? eip(day, 25, quiet, "acct-2", AlertLevel.ALERT_LEVEL_CRITICAL)
              : ok(eip(day, 25, quiet, "acct-2", AlertLevel.ALERT_LEVEL_NONE)));
      notices.add(
          notice(day, 10, "lost-" + day, "Lost exports", AlertLevel.ALERT_LEVEL_INFO, "192.0.2.2")
              .setExporter(true)
              .setKind(NoticeKind.NOTICE_KIND_FLAPPING)
              .build());
    }
  }

  private static AlertNotice eip(
      int day, int minutesBefore, String alertId, String account, AlertLevel level) {
    boolean rate = alertId.startsWith("rate");
    return notice(
            day,
            minutesBefore,
            alertId,
            rate ? "Outbound rate" : "Quiet",
            level,
            rate ? "100.64.0.1" : "100.64.0.2")
        .setAccount(account)
        .setRegion("region-1")
        .setResourceName(rate ? "web" : "db")
        .setValue("8000.133")
        .build();
  }

  private static AlertNotice.Builder notice(
      int day, int minutesBefore, String alertId, String rule, AlertLevel level, String address) {
    long atMs = Month.END_MS - day * Month.DAY_MS - minutesBefore * Month.MINUTE_MS;
    return AlertNotice.newBuilder()
        .setNoticeId(alertId + "-" + minutesBefore)
        .setAlertId(alertId)
        .setState(AlertState.ALERT_STATE_ALERT)
        .setLevel(level)
        .setRuleId(rule.replace(' ', '-'))
        .setRuleVersion(1)
        .setRuleName(rule)
        .setThreshold("8000")
        .setUnit("bit/s")
        .setPeriodSeconds(60)
        .setPeriodMs(atMs - 150_000)
        .setDecidedLogMs(atMs)
        .setStartsMs(atMs - 150_000)
        .setAddress(ByteString.copyFrom(Address.parse(address).bytes()));
  }

  private static AlertNotice ok(AlertNotice notice) {
    return notice.toBuilder()
        .setState(AlertState.ALERT_STATE_OK)
        .setEndsMs(notice.getPeriodMs())
        .build();
  }

  List<AlertNotice> notices() {
    return notices;
  }

  /** Each notice at its second attempt; those of exporters are parked at the third. */
  List<DeliveryAttempt> attempts() {
    List<DeliveryAttempt> attempts = new ArrayList<>();
    for (AlertNotice notice : notices) {
      attempts.add(attempt(notice, 1, DeliveryOutcome.DELIVERY_OUTCOME_RETRY));
      attempts.add(
          notice.getExporter()
              ? attempt(notice, 2, DeliveryOutcome.DELIVERY_OUTCOME_PARKED)
              : attempt(notice, 2, DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED));
    }
    return attempts;
  }

  private static DeliveryAttempt attempt(AlertNotice notice, int number, DeliveryOutcome outcome) {
    return DeliveryAttempt.newBuilder()
        .setReceiver("ops")
        .setNoticeId(notice.getNoticeId())
        .setAlertId(notice.getAlertId())
        .setAttempt(number)
        .setAtMs(notice.getDecidedLogMs() + number * 1_000L)
        .setOutcome(outcome)
        .setHttpStatus(outcome == DeliveryOutcome.DELIVERY_OUTCOME_DELIVERED ? 204 : 503)
        .setTookMs(12)
        .build();
  }

  /** Those of the time shown and of the rules and accounts chosen. */
  List<AlertNotice> seen(Shown shown) {
    return notices.stream()
        .filter(
            notice ->
                notice.getDecidedLogMs() >= shown.fromS() * 1_000
                    && chosen(shown, "rule", notice.getRuleName())
                    && chosen(shown, "account", notice.getAccount()))
        .toList();
  }

  private static boolean chosen(Shown shown, String variable, String value) {
    List<String> values = shown.variables().getOrDefault(variable, Shown.ALL);
    return values.equals(Shown.ALL) || values.contains(value);
  }

  /** The newest notice of each episode. */
  static List<AlertNotice> newest(List<AlertNotice> seen) {
    Map<String, AlertNotice> newest = new HashMap<>();
    seen.stream()
        .sorted(Comparator.comparingLong(AlertNotice::getDecidedLogMs))
        .forEach(notice -> newest.put(notice.getAlertId(), notice));
    return List.copyOf(newest.values());
  }

  /** What the panels of single figures say of them. */
  static Map<String, Long> stats(List<AlertNotice> seen) {
    List<AlertNotice> newest = newest(seen);
    List<AlertNotice> standing =
        newest.stream().filter(n -> n.getState() == AlertState.ALERT_STATE_ALERT).toList();
    return Map.of(
        "Notices",
        (long) seen.size(),
        "Standing",
        (long) standing.size(),
        "Critical",
        count(standing, n -> n.getLevel() == AlertLevel.ALERT_LEVEL_CRITICAL),
        "Without data",
        count(newest, n -> n.getState() == AlertState.ALERT_STATE_INSUFFICIENT_DATA),
        "Flapping",
        count(newest, n -> n.getKind() == NoticeKind.NOTICE_KIND_FLAPPING));
  }

  private static long count(List<AlertNotice> notices, Predicate<AlertNotice> which) {
    return notices.stream().filter(which).count();
  }
}
