package io.eipmeter.schemas;

/**
 * The Kafka topics, with the major version of their records in the name. A name is frozen once
 * released; a change that old readers cannot take is a new topic.
 */
public enum Topic {
  /** {@code DatagramBlock}, partitioned by exporter. */
  FLOW_DATAGRAMS("flow-datagrams-v1"),
  /** {@code RejectedDatagram}: what could not be used, with its reason. */
  FLOW_DATAGRAMS_REJECTED("flow-datagrams-rejected-v1"),
  /** {@code FlowBlock}: decoded flows, partitioned by exporter. */
  FLOW_SAMPLES("flow-samples-v1"),
  /** {@code SettledBlock} of {@code EipMinute}. */
  EIP_MINUTES("eip-minutes-v1"),
  /** {@code SettledBlock} of {@code EipQuarter}. */
  EIP_QUARTERS("eip-quarters-v1"),
  /** {@code LiveBlock}: early sums, for eyes only. */
  EIP_LIVE("eip-live-v1"),
  /** {@code SettledBlock} of {@code ExporterMinute}. */
  EXPORTER_MINUTES("exporter-minutes-v1"),
  /** {@code SettledBlock} of {@code InterfaceMinute}. */
  INTERFACE_MINUTES("interface-minutes-v1"),
  /** {@code SettledBlock} of {@code ControlTotal}. */
  CONTROL_TOTALS("control-totals-v1"),
  /** {@code SettledBlock} of {@code IdleFinding}. */
  FINDINGS("findings-v1"),
  /** {@code SettledBlock} of {@code OwnedQuarter}, {@code HourCharge} and {@code ChargeControl}. */
  CHARGES("charges-v1"),
  /** {@code EipEvent}, partitioned by address. Never expires, never compacted. */
  EIP_EVENTS("eip-events-v1"),
  /** {@code OperationRecord}: what was asked of the control plane, partitioned by account. */
  OPERATIONS("operations-v1"),
  /** {@code Settings}, one partition. Never expires, never compacted. */
  SETTINGS("settings-v1"),
  /** {@code AlertRuleVersion}, one partition. Never expires, never compacted. */
  ALERT_RULES("alert-rules-v1"),
  /** {@code AlertNotice}, partitioned by rule and resource. */
  ALERTS("alerts-v1"),
  /** {@code DeliveryAttempt}: every try to tell a receiver. */
  ALERT_DELIVERIES("alert-deliveries-v1");

  private final String topicName;

  Topic(String topicName) {
    this.topicName = topicName;
  }

  public String topicName() {
    return topicName;
  }
}
