package io.eipmeter.jobs.idle;

import io.eipmeter.jobs.log.FollowMinutes;
import io.eipmeter.jobs.log.FollowerIo;
import io.eipmeter.jobs.log.PlaySlots;
import io.eipmeter.schemas.Topic;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The diagram of `idle`. */
public final class IdleTopology {
  private IdleTopology() {}

  // eip-minutes and eip-events --> by slot --> judge-idle --> findings
  static void attach(StreamExecutionEnvironment env, FollowerIo io, IdleRules rules) {
    FollowMinutes.attach(
        env,
        io,
        "judge-idle",
        new PlaySlots<>(IdlePagesSerializer.INSTANCE, rules),
        Topic.FINDINGS);
  }
}
