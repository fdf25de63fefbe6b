package io.eipmeter.jobs.alerts.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.jobs.alerts.domain.Comparison;
import io.eipmeter.jobs.alerts.domain.Subject;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.NoticeKind;
import io.eipmeter.schemas.v1.ResourceKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Notices in the words of each form. */
final class Bodies {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UTF8_JSON = "application/json";

  private Bodies() {}

  /** A request for one notice, as of an attempt. */
  static Request of(Receiver receiver, AlertNotice notice, long nowMs, Duration repost) {
    return switch (receiver.form()) {
      case STANDARD -> standard(receiver, notice, nowMs);
      case ALERTMANAGER -> alertmanager(List.of(notice), nowMs, repost);
      case CLOUDMONITOR -> cloudMonitor(notice);
    };
  }

  // ---- our own: Standard Webhooks 1.0.0

  private static Request standard(Receiver receiver, AlertNotice notice, long nowMs) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("type", type(notice));
    root.put("timestamp", time(notice.getDecidedLogMs()));
    root.put("data", data(notice));
    byte[] body = json(root);
    long seconds = nowMs / 1_000;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", notice.getNoticeId());
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put(
        "webhook-signature",
        receiver.secrets().stream()
            .map(secret -> secret.sign(notice.getNoticeId(), seconds, body))
            .collect(Collectors.joining(" ")));
    return new Request(UTF8_JSON, headers, body);
  }

  private static String type(AlertNotice notice) {
    if (notice.getKind() == NoticeKind.NOTICE_KIND_FLAPPING) {
      return "eip.alert.flapping";
    }
    return switch (notice.getState()) {
      case ALERT_STATE_OK -> "eip.alert.resolved";
      case ALERT_STATE_INSUFFICIENT_DATA -> "eip.alert.insufficient-data";
      default -> "eip.alert.firing";
    };
  }

  private static Map<String, Object> data(AlertNotice notice) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", notice.getRuleId());
    rule.put("version", notice.getRuleVersion());
    rule.put("name", notice.getRuleName());
    rule.put("metric", notice.getMetric());
    rule.put("statistic", notice.getStatistic());
    rule.put("operator", notice.getComparison());
    rule.put("threshold", notice.getThreshold());
    rule.put("times", notice.getTimes());
    rule.put("periodSeconds", notice.getPeriodSeconds());
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("kind", Subject.word(notice.getResourceKind()));
    resource.put("address", hasAddress(notice) ? Subject.name(notice) : "");
    resource.put("eip", notice.getEipId());
    resource.put("account", notice.getAccount());
    resource.put("region", notice.getRegion());
    resource.put("name", notice.getResourceName());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("alertId", notice.getAlertId());
    data.put("kind", word(notice.getKind().name(), "NOTICE_KIND_"));
    data.put("state", state(notice.getState()));
    data.put("previousState", state(notice.getPreviousState()));
    data.put("level", level(notice.getLevel()));
    data.put("previousLevel", level(notice.getPreviousLevel()));
    data.put("value", notice.getValue());
    data.put("unit", notice.getUnit());
    data.put("period", time(notice.getPeriodMs()));
    data.put("early", notice.getEarly());
    data.put("startsAt", time(notice.getStartsMs()));
    data.put("endsAt", notice.getEndsMs() == 0 ? "" : time(notice.getEndsMs()));
    data.put("reason", notice.getReason());
    data.put("rule", rule);
    data.put("resource", resource);
    data.put("labels", notice.getLabelsMap());
    return data;
  }

  // ---- Alertmanager: POST /api/v2/alerts

  /**
   * Alerts as they are now. One that goes on ends by itself when it is not posted again (Prometheus
   * rules: four times the interval), so it is.
   */
  static Request alertmanager(Collection<AlertNotice> notices, long nowMs, Duration repost) {
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (AlertNotice notice : notices) {
      boolean moved =
          notice.getKind() == NoticeKind.NOTICE_KIND_CHANGE
              && !severity(notice.getPreviousState(), notice.getPreviousLevel())
                  .equals(severity(notice.getState(), notice.getLevel()));
      // The severity is a label, and labels are the identity there: what it was ends.
      if (moved && notice.getPreviousState() != AlertState.ALERT_STATE_OK) {
        alerts.add(
            alert(notice, severity(notice.getPreviousState(), notice.getPreviousLevel()), nowMs));
      }
      if (notice.getState() != AlertState.ALERT_STATE_OK) {
        alerts.add(
            alert(
                notice,
                severity(notice.getState(), notice.getLevel()),
                nowMs + repost.multipliedBy(4).toMillis()));
      }
    }
    return new Request(UTF8_JSON, Map.of(), json(alerts));
  }

  private static Map<String, Object> alert(AlertNotice notice, String severity, long endsMs) {
    Map<String, Object> labels = new LinkedHashMap<>(notice.getLabelsMap());
    labels.put("alertname", notice.getRuleId());
    labels.put("severity", severity);
    String kind = Subject.word(notice.getResourceKind());
    labels.put(kind.equals("eip") ? "address" : kind, Subject.name(notice));
    put(labels, "eip", notice.getEipId());
    put(labels, "account", notice.getAccount());
    put(labels, "region", notice.getRegion());
    Map<String, Object> annotations = new LinkedHashMap<>();
    annotations.put("summary", notice.getRuleName());
    annotations.put("alert_id", notice.getAlertId());
    put(annotations, "value", (notice.getValue() + " " + notice.getUnit()).strip());
    put(annotations, "reason", notice.getReason());
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("labels", labels);
    alert.put("annotations", annotations);
    alert.put("startsAt", time(Math.min(notice.getStartsMs(), endsMs)));
    alert.put("endsAt", time(endsMs));
    return alert;
  }

  private static void put(Map<String, Object> map, String name, String value) {
    if (!value.isEmpty()) {
      map.put(name, value);
    }
  }

  private static String severity(AlertState state, AlertLevel level) {
    return switch (level) {
      case ALERT_LEVEL_CRITICAL -> "critical";
      case ALERT_LEVEL_WARN -> "warning";
      case ALERT_LEVEL_INFO -> "info";
      default -> state == AlertState.ALERT_STATE_OK ? "none" : "unknown";
    };
  }

  // ---- CloudMonitor's callback: application/x-www-form-urlencoded, all strings

  private static Request cloudMonitor(AlertNotice notice) {
    Map<String, String> fields = new LinkedHashMap<>();
    String instance = notice.getEipId().isEmpty() ? Subject.name(notice) : notice.getEipId();
    fields.put("alertName", notice.getRuleName());
    fields.put("alertState", state(notice.getState()));
    fields.put("curValue", notice.getValue());
    fields.put("dimensions", "{userId=" + notice.getAccount() + ", instanceId=" + instance + "}");
    fields.put("expression", expression(notice));
    fields.put("instanceName", notice.getResourceName());
    fields.put("metricName", notice.getProviderMetric());
    fields.put("metricProject", "acs_vpc_eip");
    fields.put("namespace", "acs_vpc_eip");
    fields.put("preTriggerLevel", triggerLevel(notice.getPreviousLevel()));
    fields.put("triggerLevel", triggerLevel(notice.getLevel()));
    fields.put("ruleId", notice.getRuleId());
    fields.put("timestamp", Long.toString(notice.getDecidedLogMs() / 1_000));
    fields.put("userId", notice.getAccount());
    String body =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return new Request(
        "application/x-www-form-urlencoded; charset=UTF-8",
        Map.of(),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String expression(AlertNotice notice) {
    String statistic = notice.getStatistic();
    return "$"
        + statistic.substring(0, 1).toUpperCase(Locale.ROOT)
        + statistic.substring(1)
        + Comparison.parse(notice.getComparison()).sign()
        + notice.getThreshold();
  }

  private static String triggerLevel(AlertLevel level) {
    return level == AlertLevel.ALERT_LEVEL_NONE ? "" : level(level).toUpperCase(Locale.ROOT);
  }

  // ---- words

  private static String state(AlertState state) {
    return state.name().substring("ALERT_STATE_".length());
  }

  private static String level(AlertLevel level) {
    return word(level.name(), "ALERT_LEVEL_");
  }

  private static String word(String constant, String prefix) {
    return constant.substring(prefix.length()).toLowerCase(Locale.ROOT);
  }

  private static String time(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }

  private static boolean hasAddress(AlertNotice notice) {
    return notice.getResourceKind() == ResourceKind.RESOURCE_KIND_EIP
        || notice.getResourceKind() == ResourceKind.RESOURCE_KIND_EXPORTER;
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts are JSON", e);
    }
  }
}
