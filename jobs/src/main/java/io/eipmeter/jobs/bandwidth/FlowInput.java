package io.eipmeter.jobs.bandwidth;

import io.eipmeter.schemas.Topic;

/** What `bandwidth` reads. */
public enum FlowInput {
  /** The collector's datagrams, decoded here. */
  DATAGRAMS(Topic.FLOW_DATAGRAMS),
  /** Decoded flows of those who bring a collector of their own. */
  SAMPLES(Topic.FLOW_SAMPLES);

  private final Topic topic;

  FlowInput(Topic topic) {
    this.topic = topic;
  }

  Topic topic() {
    return topic;
  }
}
