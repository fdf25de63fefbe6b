package io.eipmeter.jobs.alerts.domain;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.Sha256;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.NoticeKind;
import io.eipmeter.schemas.v1.ResourceKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Makes notices, with ids that a repeat after a restart has again. */
final class Notices {
  private static final int ID_BYTES = 16;

  private Notices() {}

  /**
   * A notice of a verdict.
   *
   * @param told what receivers knew before
   * @param startsMs start of the period with which the episode began
   * @param nowMs log time
   */
  static AlertNotice of(
      Measure measure, NoticeKind kind, Verdict verdict, Verdict told, long startsMs, long nowMs) {
    AlertRule rule = measure.rule();
    Resource resource = measure.resource();
    Condition shown = Judgement.shown(rule, verdict.level(), told.level());
    String alertId = id(rule.id(), rule.version(), Subject.of(resource), verdict.anchorMs());
    boolean over = verdict.state() == AlertState.ALERT_STATE_OK;
    return AlertNotice.newBuilder()
        .setNoticeId(id(alertId, kind, verdict.state(), verdict.level(), verdict.periodMs()))
        .setAlertId(alertId)
        .setKind(kind)
        .setState(verdict.state())
        .setPreviousState(told.state())
        .setLevel(over ? AlertLevel.ALERT_LEVEL_NONE : verdict.level())
        .setPreviousLevel(told.level())
        .setRuleId(rule.id())
        .setRuleVersion(rule.version())
        .setRuleName(rule.name())
        .putAllLabels(rule.labels())
        .addAllReceivers(rule.receivers())
        .setMetric(rule.metric().text())
        .setProviderMetric(rule.metric().providerName())
        .setUnit(rule.metric().unit().text())
        .setStatistic(shown.statistic().text())
        .setComparison(shown.comparison().providerName())
        .setTimes(shown.times())
        .setThreshold(
            BigDecimal.valueOf(shown.thresholdMilli(), 3).stripTrailingZeros().toPlainString())
        .setValue(measure.value(shown, verdict.amount()))
        .setPeriodSeconds((int) rule.period().toSeconds())
        .setPeriodMs(verdict.periodMs())
        .setDecidedLogMs(nowMs)
        .setEarly(verdict.early())
        .setStartsMs(startsMs)
        .setEndsMs(over ? verdict.periodMs() : 0)
        .setAddress(ByteString.copyFrom(resource.address().toBytes()))
        .setExporter(resource.kind() == ResourceKind.RESOURCE_KIND_EXPORTER)
        .setResourceKind(resource.kind())
        .setEipId(resource.eipId())
        .setAccount(resource.account())
        .setRegion(resource.region())
        .setResourceName(resource.name())
        .build();
  }

  private static String id(Object... parts) {
    MessageDigest sha = Sha256.digest();
    for (Object part : parts) {
      sha.update(part.toString().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
    }
    return HexFormat.of().formatHex(sha.digest(), 0, ID_BYTES);
  }
}
