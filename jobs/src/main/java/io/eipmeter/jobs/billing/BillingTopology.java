package io.eipmeter.jobs.billing;

import io.eipmeter.jobs.log.FollowMinutes;
import io.eipmeter.jobs.log.FollowerIo;
import io.eipmeter.jobs.log.PlaySlots;
import io.eipmeter.schemas.Topic;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The diagram of `billing`. */
public final class BillingTopology {
  private BillingTopology() {}

  // eip-minutes and eip-events --> by slot --> book-minutes --> charges
  static void attach(StreamExecutionEnvironment env, FollowerIo io, BillingRules rules) {
    FollowMinutes.attach(
        env,
        io,
        "book-minutes",
        new PlaySlots<>(BillingPagesSerializer.INSTANCE, rules),
        Topic.CHARGES);
  }
}
