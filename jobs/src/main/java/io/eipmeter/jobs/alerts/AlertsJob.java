package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From minutes, early and settled, and rules to alerts. */
public final class AlertsJob {
  private AlertsJob() {}

  public static void main(String[] args) throws Exception {
    JobConfig config = JobConfig.load(args, AlertsOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    AlertsTopology.attach(env, AlertsIo.kafka(config));
    JobEnvironment.execute(env, config, "alerts");
  }
}
