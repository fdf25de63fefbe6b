package io.eipmeter.jobs.billing;

import io.eipmeter.jobs.log.FollowerIo;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import io.eipmeter.schemas.Topic;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From settled minutes and ownership to quarters by owner and early charges. */
public final class BillingJob {
  private BillingJob() {}

  public static void main(String[] args) throws Exception {
    JobConfig config = JobConfig.load(args, BillingOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    BillingTopology.attach(
        env,
        FollowerIo.kafka(config, "billing", Topic.CHARGES, config.get(BillingOptions.GENERATION)),
        BillingOptions.rules(config));
    JobEnvironment.execute(env, config, "billing");
  }
}
