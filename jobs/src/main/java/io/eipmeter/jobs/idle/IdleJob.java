package io.eipmeter.jobs.idle;

import io.eipmeter.jobs.log.FollowerIo;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import io.eipmeter.schemas.Topic;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From settled minutes and ownership to findings of idle EIPs. */
public final class IdleJob {
  private IdleJob() {}

  public static void main(String[] args) throws Exception {
    JobConfig config = JobConfig.load(args, IdleOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    IdleTopology.attach(
        env,
        FollowerIo.kafka(config, "idle", Topic.FINDINGS, config.get(IdleOptions.GENERATION)),
        IdleOptions.rules(config));
    JobEnvironment.execute(env, config, "idle");
  }
}
