package io.eipmeter.jobs.alerts;

import io.eipmeter.schemas.Topic;

/**
 * The topics that tell of resources. Nobody waits for `idle` and `billing`: what they tell holds
 * from when it comes.
 */
public enum AlertsInput {
  EIP_LIVE(Topic.EIP_LIVE, false),
  EIP_MINUTES(Topic.EIP_MINUTES, true),
  EXPORTER_MINUTES(Topic.EXPORTER_MINUTES, true),
  EIP_EVENTS(Topic.EIP_EVENTS, false),
  FINDINGS(Topic.FINDINGS, false),
  CHARGES(Topic.CHARGES, false);

  private final Topic topic;
  private final boolean settled;

  AlertsInput(Topic topic, boolean settled) {
    this.topic = topic;
    this.settled = settled;
  }

  public Topic topic() {
    return topic;
  }

  /** Whether its heartbeats say how far log time is. */
  boolean isSettled() {
    return settled;
  }

  /** The name of its box in the diagram. */
  String uid() {
    return topic.topicName().replaceFirst("-v\\d+$", "");
  }
}
