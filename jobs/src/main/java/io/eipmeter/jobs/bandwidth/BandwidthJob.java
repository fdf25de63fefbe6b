package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From `flow-datagrams` to settled minutes and quarters per address. */
public final class BandwidthJob {
  private BandwidthJob() {}

  public static void main(String[] args) throws Exception {
    JobConfig config = JobConfig.load(args, BandwidthOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    BandwidthTopology.attach(env, BandwidthIo.kafka(config), BandwidthPlan.of(config));
    JobEnvironment.execute(env, config, "bandwidth");
  }
}
